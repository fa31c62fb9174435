// What no text of a person holds: control characters but line breaks and tabs, marks that turn the direction of writing, halves of characters.
const STRANGE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/** A text without what cannot be seen or kept, its characters composed (NFC). */
export function readable(text: string): string {
  return text.replace(STRANGE, '').normalize('NFC');
}
