import { Injectable } from '@nestjs/common';
import type { PersonId } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BudgetVoteId } from './vote.js';

const NEIGHBOURS = `select n.person_id as "personId" from budgeting.vote v
  join neighbours.neighbour n on n.place_code = v.place_code and n.until is null where v.id = $1`;

/** Whom a vote concerns. For letters: nobody is ever shown these lists. */
@Injectable()
export class ReadersQueries {
  /** Everybody who has joined the town. */
  neighbours(tx: Tx, id: BudgetVoteId): Promise<PersonId[]> {
    return people(tx, NEIGHBOURS, id);
  }

  /** Those of them who have not voted yet. */
  silent(tx: Tx, id: BudgetVoteId): Promise<PersonId[]> {
    const voted = 'select from budgeting.participation p where p.vote_id = v.id and p.person_id = n.person_id';
    return people(tx, `${NEIGHBOURS} and not exists (${voted})`, id);
  }

  /** Everybody who voted, also who has left the town since. */
  voters(tx: Tx, id: BudgetVoteId): Promise<PersonId[]> {
    return people(tx, 'select person_id as "personId" from budgeting.participation where vote_id = $1', id);
  }
}

async function people(tx: Tx, sql: string, id: BudgetVoteId): Promise<PersonId[]> {
  return (await rowsOf<{ personId: PersonId }>(tx, sql, [id])).map(({ personId }) => personId);
}
