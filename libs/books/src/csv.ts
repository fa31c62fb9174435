/** Makes a spreadsheet read the file as UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * One row (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it: also after spaces
 * and in full width, which some programs forgive.
 */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  const safe = typeof value === 'string' && /^\s*[=+\-@\t\r＝＋－＠]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
