import { createHash } from 'node:crypto';
import type { BodyId, Money, PersonId, PledgeId, ProjectId } from '#libs/kernel/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';
import type { Rate } from '#libs/rates/src/index.js';
import type { Shortfall, Way } from './pledge.life.js';

/** "In memory of", "in honour of", or a wish to the town; at most 140 characters. */
export interface Dedication {
  readonly kind: 'memory' | 'honour' | 'wish';
  readonly text: string;
}

/** What a donor says on the form. */
export interface PledgeWords {
  readonly amount: Money;
  /** Whether he pays the card's fee on top. */
  readonly coverFee: boolean;
  readonly shortfall: Shortfall;
  readonly associationId: BodyId | null;
  /** Shown in public; null: anonymous. */
  readonly publicName: string | null;
  readonly dedication: Dedication | null;
  /** ISO 3166 code of where he lives, when he likes to say it; shown only in groups of five or more. */
  readonly country: string | null;
  readonly follow: boolean;
  readonly lang: Lang;
}

/** Everything that is fixed when a pledge is made. */
export interface MakePledge extends PledgeWords {
  readonly id: PledgeId;
  readonly projectId: ProjectId;
  readonly personId: PersonId;
  readonly way: Way;
  readonly cover: Money;
  readonly rate: Rate;
  readonly now: Date;
}

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
