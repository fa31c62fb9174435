/** The codes of gifts that a text carries, however they are spaced: "pl 7kq2 m4" is PL-7KQ2-M4. */
export function codesIn(text: string): string[] {
  const found = [...text.toUpperCase().matchAll(/\bPL[\s./-]*([0-9A-Z]{4})[\s./-]*([0-9A-Z]{2})\b/g)];
  return [...new Set(found.map(([, first, second]) => `PL-${first}-${second}`))];
}
