import { Injectable } from '@nestjs/common';
import { type BodyId, type PersonId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import type { OptionId } from '#libs/needs/src/index.js';
import { Database, type Multilingual, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { DraftsService, type Project } from '#libs/projects/src/index.js';
import type { BudgetVoteId } from './vote.js';

/** What a vote chose becomes a project. */
@Injectable()
export class WinnersService {
  constructor(
    private readonly db: Database,
    private readonly drafts: DraftsService,
  ) {}

  /**
   * The town hall begins the project of an option that has won, under the option's name. The same id again is answered like
   * the first time. Throws `option-lost` for what did not win, `not-found`, and as `DraftsService.create`.
   */
  async begin(id: BudgetVoteId, code: string, projectId: ProjectId, by: PersonId): Promise<Project> {
    return this.db.transaction(async (tx) => {
      const { townHallId, optionId, title } = await winnerOf(tx, id, code);
      const lang = title.original;
      const command = { id: projectId, townHallId, title: title[lang]!, lang, optionId };
      return this.drafts.createIn(tx, command, by);
    });
  }
}

interface Winner {
  readonly townHallId: BodyId;
  readonly optionId: OptionId;
  readonly title: Multilingual;
  readonly won: boolean;
}

async function winnerOf(tx: Tx, id: BudgetVoteId, code: string): Promise<Winner> {
  const [winner] = await rowsOf<Winner>(
    tx,
    `select v.town_hall_id as "townHallId", o.option_id as "optionId", o.title, o.code = any (t.winners) as won
       from budgeting.vote v
       join budgeting.option o on o.vote_id = v.id
       join budgeting.tally t on t.vote_id = v.id and t.roll = 'all' and t.rule = v.rule
      where v.id = $1 and o.code = $2`,
    [id, code],
  );
  if (!winner) throw refuse('not-found', 'not-found', 'No such option of a counted vote.');
  if (!winner.won) throw refuse('conflict', 'option-lost', 'The vote did not choose it.');
  return winner;
}
