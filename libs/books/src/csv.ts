/** Makes a spreadsheet read the file as UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * What a spreadsheet would take for a formula: at the beginning, also after spaces and in full width, which some programs forgive;
 * and after what begins a new cell where it reads the file otherwise than it is meant. In Moldova lists are separated by semicolons,
 * and then quotes inside a row hold nothing together.
 */
const FORMULA = /(^|[;\t\r\n])([^\S\t\r\n]*)(?=[=+\-@\t\r＝＋－＠])/gu;
/** Less than zero is a number, which columns add up. */
const NUMBER = /^-\d+(\.\d+)?$/;

/** One row (RFC 4180). A text that could be a formula gets an apostrophe before it. */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  const safe = typeof value === 'string' && !NUMBER.test(text) ? text.replace(FORMULA, "$1'$2") : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
