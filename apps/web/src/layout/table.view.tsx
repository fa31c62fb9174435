import type { ComponentChildren, JSX } from 'preact';
import { useReading } from './context.js';

/** One row of a table: its cells in the order of the head; the first one names the row. */
export interface TableRow {
  readonly key: string;
  readonly cells: readonly ComponentChildren[];
}

/**
 * A table of a desk under its own heading: tight, and on a phone every row of more than two columns a card with their names.
 * `numbers` are the columns that stand at the right. Without rows it says so (`empty`).
 */
export function DeskTable({
  title,
  head,
  numbers = [],
  rows,
  empty,
}: {
  title: string;
  head: readonly string[];
  numbers?: readonly number[];
  rows: readonly TableRow[];
  empty?: ComponentChildren;
}): JSX.Element {
  const { say } = useReading();
  if (rows.length === 0) return <p class="empty">{empty ?? say('table.empty')}</p>;
  const side = (column: number) => (numbers.includes(column) ? 'n' : undefined);
  return (
    <div class={head.length > 2 ? 'scroll cards' : 'scroll'} role="region" aria-label={title} tabindex={0}>
      <table role="table">
        <caption class="vh">{title}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {head.map((words, column) => (
              <th role="columnheader" scope="col" class={side(column)} key={column}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map(({ key, cells }) => (
            <Row cells={cells} head={head} side={side} key={key} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  cells: [name, ...cells],
  head,
  side,
}: Pick<TableRow, 'cells'> & { head: readonly string[]; side: (column: number) => string | undefined }): JSX.Element {
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {name}
      </th>
      {cells.map((cell, index) => (
        <td role="cell" class={side(index + 1)} data-label={head[index + 1]} key={index}>
          <div>{cell}</div>
        </td>
      ))}
    </tr>
  );
}

/** A heading and what stands under it. */
export function Part({ title, children }: { title: ComponentChildren; children: ComponentChildren }): JSX.Element {
  return (
    <section class="stack">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Leads to what comes after the rows shown; nothing at the end of a list. */
export function Older({ href }: { href: string | null }): JSX.Element | null {
  const { say } = useReading();
  return href ? (
    <p>
      <a rel="next" href={href}>
        {say('table.older')}
      </a>
    </p>
  ) : null;
}
