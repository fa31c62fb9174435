import { Injectable } from '@nestjs/common';
import { type BodyId, charactersIn, Money, type PersonId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { HIDDEN, type OptionId } from '#libs/needs/src/index.js';
import { Database, type Lang, type Multilingual, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type CreateProject, DraftsService, type Project } from '#libs/projects/src/index.js';
import type { BudgetVoteId } from './vote.js';

/** What a vote chose becomes a project. */
@Injectable()
export class WinnersService {
  constructor(
    private readonly db: Database,
    private readonly drafts: DraftsService,
  ) {}

  /**
   * The town hall begins the project of an option that has won, under the option's name, with what the option and its needs say
   * and the price that was voted on as the first line of its estimate. The same id again is answered like the first time. Throws
   * `option-lost` for what did not win, `not-found`, and as `DraftsService.create`.
   */
  async begin(id: BudgetVoteId, code: string, projectId: ProjectId, by: PersonId): Promise<Project> {
    return this.db.transaction(async (tx) => {
      const winner = await winnerOf(tx, id, code);
      const { townHallId, optionId, title } = winner;
      const lang = title.original;
      const command = { id: projectId, townHallId, title: title[lang]!, lang, optionId, typed: knownOf(winner, lang) };
      return this.drafts.createIn(tx, command, by);
    });
  }
}

interface Winner {
  readonly townHallId: BodyId;
  readonly optionId: OptionId;
  readonly title: Multilingual;
  readonly description: Multilingual;
  readonly cost: string;
  /** Why its needs were written on the board, those that show. */
  readonly why: readonly Multilingual[];
  readonly won: boolean;
}

const SUMMARY_MOST = 300;
const WHY_MOST = 4000;

/** What the file of a winner can say before anybody has typed: in the town hall's language only, for it is the town hall's file. */
function knownOf({ title, description, cost, why }: Winner, lang: Lang): NonNullable<CreateProject['typed']> {
  const text = description[lang] ?? '';
  const short = charactersIn(text) <= SUMMARY_MOST && !text.includes('\n');
  const said = [...(short ? [] : [text]), ...why.flatMap((one) => one[lang] ?? [])];
  const fitting = said.filter((_, n) => charactersIn(said.slice(0, n + 1).join('\n\n')) <= WHY_MOST);
  const line = {
    name: title[lang]!,
    quantity: '1',
    unit: 'set',
    unitPrice: Money.lei(BigInt(cost)).toString(),
    core: 'yes',
  };
  return { place: { summary: short ? text : '', why: fitting.join('\n\n') }, budget: { lines: [line] } };
}

async function winnerOf(tx: Tx, id: BudgetVoteId, code: string): Promise<Winner> {
  const [winner] = await rowsOf<Winner>(
    tx,
    `select v.town_hall_id as "townHallId", o.option_id as "optionId", o.title, o.description, o.cost_minor as cost,
         (select coalesce(jsonb_agg(n.why order by n.at, n.id), '[]') from needs.option_need a join needs.need n on n.id = a.need_id
           where a.option_id = o.option_id and ${HIDDEN} is null) as why,
         o.code = any (t.winners) as won
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
