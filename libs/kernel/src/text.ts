/** A line as people write it: single spaces, no control or direction-changing characters nor halves of any, composed (NFC). */
export function oneLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ')
    .trim();
}

/** How many characters a text has, as the database counts them: one beyond the basic plane is one. */
export function charactersIn(text: string): number {
  return [...text].length;
}

/** A code as it is kept, however somebody writes it: its digits and capitals, never more than it had. "pl 7kq2-m4" is "PL7KQ2M4". */
export function plainCode(text: string): string {
  // In this order: some letters of other alphabets are two of ours when they are large.
  return text.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
}

/** The reference that somebody means by a text: "pl 7kq2 m4", or only "7kq2m4", is "PL-7KQ2-M4". */
export function refIn(prefix: string, text: string): string {
  const code = plainCode(text);
  return refOf(prefix, code.startsWith(prefix) ? code.slice(prefix.length) : code);
}

/** A code behind its prefix, cut for reading aloud: "7KQ2M4" of "PL" is "PL-7KQ2-M4". */
export function refOf(prefix: string, code: string): string {
  return `${prefix}-${code.slice(0, 4)}-${code.slice(4)}`;
}
