import type { DossierPaper } from '#libs/cofunding/src/index.js';
import type { FileId } from '#libs/kernel/src/index.js';
import type { Reading } from '../edge/reading.js';
import { capital } from '../projects/capital.js';

/** A paper of a file as people read it: what it is, and the names under which its files lie in the archive. */
export interface DossierRow extends DossierPaper {
  readonly words: string;
  readonly names: readonly string[];
}

const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** Papers with their names: numbered as the programme wants them, two of a kind one after the other. `typeOf` is a file's type. */
export function dossierRows(
  { say }: Pick<Reading, 'say'>,
  papers: readonly DossierPaper[],
  typeOf: (id: FileId) => string,
): DossierRow[] {
  return papers.map((paper, index) => {
    const words = capital(say(`programme.paper.${paper.paper}`));
    const stem = `${String(index + 1).padStart(2, '0')} ${words}`;
    const ends = paper.certificate ? ['pdf'] : paper.files.map((id) => ENDINGS[typeOf(id)] ?? 'bin');
    const names = ends.map((end, n) => `${stem}${ends.length > 1 ? ` ${n + 1}` : ''}.${end}`);
    return { ...paper, words, names };
  });
}
