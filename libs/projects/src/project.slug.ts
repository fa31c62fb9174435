import type { ProjectId } from '#libs/kernel/src/index.js';
import { hold, latinised, type Multilingual, rowsOf, textIn, type Tx } from '#libs/platform/src/index.js';

/** A title as the last part of an address: "iluminat-strada-nucilor", at most 60 characters, whole words. */
function slugOf(title: Multilingual): string {
  const words = latinised(textIn(title.original, title).text)
    .replace(/[^a-z0-9 ]/g, '')
    .split(' ')
    .filter(Boolean);
  let slug = '';
  for (const word of words) {
    const longer = slug ? `${slug}-${word}` : word.slice(0, 60);
    if (longer.length > 60) break;
    slug = longer;
  }
  return slug || 'proiect';
}

/** A project that wants a slug in a place. */
export interface SlugWanted {
  readonly id: ProjectId;
  readonly code: string;
  readonly place: string;
  readonly title: Multilingual;
}

/**
 * The slug of a project in its place: the title's own, or with the project's code behind it where another project has
 * that one. Others who choose in the same place wait until this transaction ends.
 */
export async function slugIn(tx: Tx, { id, code, place, title }: SlugWanted): Promise<string> {
  await hold(tx, `project-slugs:${place}`);
  const slug = slugOf(title);
  const taken = await rowsOf(tx, 'select from projects.project where place_code = $1 and slug = $2 and id <> $3', [
    place,
    slug,
    id,
  ]);
  return taken.length > 0 ? `${slug}-${code.toLowerCase()}` : slug;
}
