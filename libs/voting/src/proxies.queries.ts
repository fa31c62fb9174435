import { Injectable } from '@nestjs/common';
import type { PersonId, VoteId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { declaredIn } from './roll.js';

/** How one member stands to the others of a vote: who votes for him, and for whom he does. For himself alone. */
export interface ProxyStanding {
  /** Whom he has asked; `used` when that one has voted for him. Null when nobody. */
  readonly holder: { readonly personId: PersonId; readonly used: boolean } | null;
  /** Who have asked him; `used` when he has voted for them. */
  readonly givers: readonly { readonly personId: PersonId; readonly used: boolean }[];
}

/** Reads who votes for whom. */
@Injectable()
export class ProxiesQueries {
  constructor(private readonly db: Database) {}

  /** Where a member stands. */
  async of(voteId: VoteId, personId: PersonId): Promise<ProxyStanding> {
    const rows = await this.db.rows<{ giver: PersonId; holder: PersonId; used: boolean }>(
      `select giver_id as giver, holder_id as holder, used from voting.proxy
       where vote_id = $1 and $2 in (giver_id, holder_id) and until is null order by at, giver_id`,
      [voteId, personId],
    );
    const own = rows.find(({ giver }) => giver === personId);
    return {
      holder: own ? { personId: own.holder, used: own.used } : null,
      givers: rows.flatMap(({ giver, used }) => (giver === personId ? [] : [{ personId: giver, used }])),
    };
  }

  /** Whom a member may ask: those who may vote, have asked nobody themselves, and have been asked by fewer than the rule allows. */
  async askable(voteId: VoteId, personId: PersonId): Promise<PersonId[]> {
    const rows = await this.db.rows<{ person_id: PersonId }>(
      `select r.person_id from voting.roll_entry as r join voting.vote as v on v.id = r.vote_id
       where r.vote_id = $1 and r.person_id <> $2 and r.recusal is null and not ${declaredIn('r.person_id')}
         and not exists (select from voting.proxy as x where x.vote_id = v.id and x.giver_id = r.person_id and x.until is null)
         and (select count(*) from voting.proxy as x where x.vote_id = v.id and x.holder_id = r.person_id and x.until is null) < v.proxies
       order by r.person_id`,
      [voteId, personId],
    );
    return rows.map(({ person_id: one }) => one);
  }
}
