import { createHash } from 'node:crypto';
import type { Lang } from '#libs/platform/src/index.js';
import type { MakePledge, PledgeWords } from './pledge.entity.js';
import type { Way } from './pledge.life.js';

/** What makes a request the same request: everything a donor decides, not the language he reads. */
export type RequestWords = Omit<PledgeWords, 'lang'> & { readonly lang?: Lang } & Pick<
    MakePledge,
    'projectId' | 'personId'
  > & { readonly way: Way };

/** The digest of a request: two with the same are one. */
export function requestOf(words: RequestWords): string {
  const { projectId, personId, way, amount, coverFee, shortfall, associationId } = words;
  const { publicName, dedication, country, follow } = words;
  const parts = [projectId, personId, way, amount.toString(), amount.currency, coverFee, shortfall, associationId];
  const said = [publicName, dedication?.kind ?? null, dedication?.text ?? null, country, follow];
  return createHash('sha256').update(JSON.stringify([...parts, ...said])).digest('hex'); // prettier-ignore
}
