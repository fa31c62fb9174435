import type { ComponentChildren, JSX } from 'preact';

/**
 * A table that scrolls by itself on a narrow screen, reachable by keyboard. `numbers` are the columns that stand at the
 * right. With `fold` a phone shows the first column and the number in one line and the second below, and nothing scrolls.
 */
export function ScrollTable({
  caption,
  label = caption,
  head,
  numbers = [],
  fold = false,
  children,
}: {
  caption: string;
  /** Names the region where one page has several tables with the same caption. */
  label?: string;
  head: readonly string[];
  numbers?: readonly number[];
  fold?: boolean;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="scroll" role="region" aria-label={label} tabindex={0}>
      <table class={fold ? 'fold' : undefined}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((words, column) => (
              <th scope="col" class={numbers.includes(column) ? 'n' : undefined} key={column}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
