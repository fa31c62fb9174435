// What our letters lack: two kinds of sign that have a twin, and other scripts, which a name may be written in.
const TWINS: Readonly<Record<string, string>> = { '\u2011': '-', '\u202f': '\u00a0' };
const UNWRITTEN =
  /[^ -\u024f\u02bc-\u0326\u0400-\u045f\u0490-\u0491\u04b0-\u04b3\u2010-\u2026\u2030-\u203a\u20a0-\u20bf\u2116\u2122\u2190-\u2193\u2212]/gu;

/** A text in the letters that a paper has; what none of them can write is a question mark. */
export function printable(words: string): string {
  return words
    .normalize('NFC')
    .replace(/[\u2011\u202f]/g, (sign) => TWINS[sign]!)
    .replace(UNWRITTEN, '?');
}
