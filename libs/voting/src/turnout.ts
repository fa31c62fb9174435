import type { PersonId, VoteId } from '#libs/kernel/src/index.js';
import type { Signer } from '#libs/platform/src/index.js';
import { rollCodeOf } from './receipt.js';
import type { Recusal, TurnoutLine } from './roll.js';

/** One person of a roll with what he did until closing. */
export interface TurnoutRow {
  readonly person_id: PersonId;
  readonly recusal: Recusal | null;
  readonly voted: boolean;
  readonly declared: boolean;
  /** Who cast his ballot for him; null when he did it himself. */
  readonly holder: PersonId | null;
  readonly paper: boolean;
}

/** The roll of vote $1 with who took part and who declared an interest in this very vote: after closing it never changes. */
export const TURNOUT = `
  select r.person_id, r.recusal,
    exists (select from voting.participation as p where p.vote_id = r.vote_id and p.person_id = r.person_id) as voted,
    exists (select from voting.conflict as c where c.vote_id = r.vote_id and c.person_id = r.person_id) as declared,
    exists (select from voting.participation as p where p.vote_id = r.vote_id and p.person_id = r.person_id and p.channel = 'paper') as paper,
    (select x.holder_id from voting.proxy as x
      where x.vote_id = r.vote_id and x.giver_id = r.person_id and x.until is null and x.used) as holder
  from voting.roll_entry as r where r.vote_id = $1`;

/** The same under codes instead of people, by code. */
export function turnoutLines(signer: Signer, voteId: VoteId, rows: readonly TurnoutRow[]): TurnoutLine[] {
  const lines = rows.map(({ person_id: personId, recusal, voted, declared, holder, paper }) => ({
    code: rollCodeOf(signer, voteId, personId),
    ...{ recusal, voted, declared, paper },
    proxy: holder && rollCodeOf(signer, voteId, holder),
  }));
  return lines.sort((a, b) => (a.code < b.code ? -1 : 1));
}
