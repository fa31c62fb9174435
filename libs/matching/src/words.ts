import { charactersIn, type FieldRefusal } from '#libs/kernel/src/index.js';

/** What is wrong with words that somebody has to write: there are none, or too many. */
export function wrongWords(pointer: string, text: string, most: number): FieldRefusal | false {
  if (text === '') return { pointer, code: 'required' };
  return charactersIn(text) > most && { pointer, code: 'too-long', params: { n: most } };
}
