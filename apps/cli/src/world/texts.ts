/** A text as its author wrote it: in Romanian alone, or in all three languages. */
export type Texts = string | { readonly ro: string; readonly ru: string; readonly en: string };

/** The Romanian of a text. */
export function inRomanian(text: Texts): string {
  return typeof text === 'string' ? text : text.ro;
}
