import type { ComponentChildren, JSX } from 'preact';
import { newId } from '#libs/kernel/src/index.js';
import { LANGS } from '#libs/platform/src/index.js';
import { useReading } from '../layout/context.js';
import { FieldRow } from '../layout/form.view.js';
import { wordsName } from './section.form.js';
import type { SectionView } from './shown-section.js';

const ROWS_MAX = 300;

/** One row of a table of the file, as its fields need it. */
export interface EditedRow {
  readonly index: number;
  /** The id that the row keeps; a new row has one from the start, so that others can name it. */
  readonly id: string;
  /** The name of a field; `words` for a text in the project's language. */
  readonly field: (column: string, words?: boolean) => string;
}

/** The rows that a table's form shows: those that stand, and some to be filled in. */
function rowsOf(
  { form, fresh }: SectionView,
  table: string,
  { blank, asked }: { blank: number; asked: number },
): number {
  const standing = form.rows(`data.${table}`);
  return Math.min(ROWS_MAX, fresh ? Math.max(standing + blank, asked) : Math.max(standing, 1));
}

/** Rows one under another, each a group of fields. A row that is emptied is gone; more come by a button that saves. */
export function EditedRows({
  view,
  table,
  blank,
  legend,
  row,
  keep = [],
}: {
  view: SectionView;
  table: string;
  blank: number;
  legend: (n: number) => string;
  row: (row: EditedRow) => ComponentChildren;
  /** Columns with other languages that the form carries along unseen. */
  keep?: readonly string[];
}): JSX.Element {
  const { query } = useReading();
  const count = rowsOf(view, table, { blank, asked: Number(query.get('rows')) || 0 });
  return (
    <>
      {Array.from({ length: count }, (_, index) => {
        const one = rowAt(view, table, index);
        return (
          <FieldRow name={legend(index + 1)} key={index}>
            <input type="hidden" name={one.field('id')} value={one.id} />
            <Unseen view={view} row={one} columns={keep} />
            <div class="halves">{row(one)}</div>
          </FieldRow>
        );
      })}
    </>
  ); // prettier-ignore
}

/** The row at an index of a table's form. */
export function rowAt({ form, plan }: SectionView, table: string, index: number): EditedRow {
  const at = `data.${table}.${index}`;
  const field = (column: string, words = false) => {
    const name = `${at}.${column}`;
    return words ? wordsName(name, plan.project.lang) : name;
  };
  return { index, id: form.value(field('id')) || newId(), field };
}

/** Texts of a row in the languages that its form does not show. */
function Unseen({
  view,
  row,
  columns,
}: {
  view: SectionView;
  row: EditedRow;
  columns: readonly string[];
}): JSX.Element {
  const names = columns.flatMap((column) =>
    LANGS.filter((lang) => lang !== view.plan.project.lang).map((lang) => wordsName(row.field(column), lang)),
  );
  return (
    <>
      {names
        .filter((name) => view.form.value(name))
        .map((name) => (
          <input type="hidden" name={name} value={view.form.value(name)} key={name} />
        ))}
    </>
  );
}
