import { createHash } from 'node:crypto';
import type { BodyId, Money, PersonId, PledgeId, ProjectId } from '#libs/kernel/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';
import type { BudgetLineId } from '#libs/projects/src/index.js';
import type { Rate } from '#libs/rates/src/index.js';
import type { Shortfall, Way } from './pledge.life.js';

/** "In memory of", "in honour of", or a wish to the town; at most 140 characters. */
export interface Dedication {
  readonly kind: 'memory' | 'honour' | 'wish';
  readonly text: string;
}

/** So many units of one line of the budget, as the donor wishes them. */
export interface LineWish {
  readonly id: BudgetLineId;
  readonly units: number;
}

/** One of several people whose gift one of them pays. */
export interface PoolMember {
  /** Null: one person. */
  readonly name: string | null;
  /** What he brought, in the gift's currency; null: his part of the rest. */
  readonly amount: Money | null;
  /** Whether his name may stand in public. */
  readonly public: boolean;
}

/** A family, a crew, a class: one pays, and says who took part. */
export interface Pool {
  readonly name: string;
  readonly members: readonly PoolMember[];
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
  /** Left out: for the whole project. */
  readonly line?: LineWish | null;
  readonly pool?: Pool | null;
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
  /** Whole units of the line that the sum pays for; null when it is a part of one. */
  readonly units?: number | null;
  /** The project had all it needed when it was begun. */
  readonly onward?: boolean;
}

/** What makes a request the same request: everything a donor decides, not the language he reads. */
export interface RequestWords extends Omit<PledgeWords, 'lang'> {
  readonly lang?: Lang;
  readonly projectId: ProjectId;
  /** Null: somebody of whom nothing is known, so it is nobody's earlier request. */
  readonly personId: PersonId | null;
  readonly way: Way;
}

/** The digest of a request: two with the same are one. */
export function requestOf(words: RequestWords): string {
  const { projectId, personId, way, amount, coverFee, shortfall, associationId } = words;
  const { publicName, dedication, country, follow, line, pool } = words;
  const parts = [projectId, personId, way, amount.toString(), amount.currency, coverFee, shortfall, associationId];
  const said = [publicName, dedication?.kind ?? null, dedication?.text ?? null, country, follow];
  const people = pool?.members.map(({ name, amount: sum, public: shown }) => [name, sum?.toString() ?? null, shown]);
  const wished = [line?.id ?? null, line?.units ?? null, pool?.name ?? null, people ?? null];
  return createHash('sha256').update(JSON.stringify([...parts, ...said, ...wished])).digest('hex'); // prettier-ignore
}
