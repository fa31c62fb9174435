import { Injectable } from '@nestjs/common';
import { ApprovalsService, askerLeft } from '#libs/approvals/src/index.js';
import { MembersQueries, SPEAKERS } from '#libs/hometowns/src/index.js';
import { type ApprovalId, type BodyId, charactersIn, type Money, oneLine, type PersonId, refuse, refuseWrong } from '#libs/kernel/src/index.js'; // prettier-ignore
import { type OptionId, OptionsQueries } from '#libs/needs/src/index.js';
import {
  Database,
  hold,
  type Lang,
  type Multilingual,
  Outbox,
  rowsOf,
  Trail,
  type Tx,
} from '#libs/platform/src/index.js';
import { voteAsked, voteOpened, voteRefused } from './budgeting.events.js';
import { optionsHash } from './receipt.js';
import { rulesHash, rulesNow } from './rules.js';
import { officeOf, SecondBody } from './second-body.service.js';
import { type BudgetVoteId, type BudgetVoteState, DAYS, IDENTITY_LEVELS, type IdentityLevel, OPTIONS, type VoteOption } from './vote.js'; // prettier-ignore

/** A vote that a town hall wants to hold. The id is the caller's: preparing again is answered like the first time. */
export interface PrepareVote {
  readonly id: BudgetVoteId;
  readonly townHallId: BodyId;
  readonly lang: Lang;
  readonly title: string;
  /** In lei. */
  readonly budget: Money;
  readonly options: readonly OptionId[];
  readonly days: number;
  readonly identity: IdentityLevel;
}

interface Draft {
  readonly id: BudgetVoteId;
  readonly placeCode: string;
  readonly townHallId: BodyId;
  readonly associationId: BodyId | null;
  readonly budget: string;
  readonly title: Multilingual;
  readonly days: number;
  readonly identity: IdentityLevel;
  readonly wanted: readonly OptionId[];
  readonly state: BudgetVoteState;
  readonly preparedBy: PersonId;
}

const KIND = 'budget-vote';
const BUDGET_MOST = 10_000_000_000n;
const TITLE = { least: 3, most: 120 } as const;
/** Votes that one town hall prepares within a day: each asks the president, or the operator, by a letter. */
const A_DAY = 5;
const DRAFT = `select id, place_code as "placeCode", town_hall_id as "townHallId", association_id as "associationId",
  budget_minor as budget, title, days, identity, wanted, state, prepared_by as "preparedBy" from budgeting.vote`;

/** Four eyes over what is voted on: the town hall prepares a vote, the hometown association agrees that it opens, or the operator. */
@Injectable()
export class PreparingService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly second: SecondBody,
    private readonly options: OptionsQueries,
    private readonly approvals: ApprovalsService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * The town hall's word, by its mayor or secretary: the association is asked. Throws `vote-title`, `vote-budget`, `vote-options`,
   * `vote-days`, `vote-identity`, `role-missing`, `vote-option-gone` for an option that does not stand, `vote-option-dear` for
   * one that costs more than the budget, `vote-in-town` while another of the town is prepared or open, `vote-often`
   * when it has prepared five within a day.
   */
  async prepare(vote: PrepareVote, by: PersonId): Promise<void> {
    const title = oneLine(vote.title);
    const options = [...new Set(vote.options)].sort();
    refuseWrong([
      (charactersIn(title) < TITLE.least || charactersIn(title) > TITLE.most) && { pointer: '/title', code: 'vote-title', params: TITLE }, // prettier-ignore
      (vote.budget.minor <= 0n || vote.budget.minor > BUDGET_MOST) && { pointer: '/budget', code: 'vote-budget' },
      (options.length < OPTIONS.least || options.length > OPTIONS.most) && { pointer: '/options', code: 'vote-options', params: OPTIONS }, // prettier-ignore
      !(Number.isInteger(vote.days) && vote.days >= DAYS.least && vote.days <= DAYS.most) && {
        pointer: '/days',
        code: 'vote-days',
        params: DAYS,
      },
      !IDENTITY_LEVELS.includes(vote.identity) && { pointer: '/identity', code: 'vote-identity' },
    ]);
    await this.db.transaction(async (tx) => {
      const hall = await this.members.mustHold(tx, by, vote.townHallId, SPEAKERS['town-hall']);
      await this.mustStand(tx, { placeCode: hall.placeCode, wanted: options, budget: vote.budget.minor });
      await this.write(tx, hall.placeCode, { ...vote, title, options }, by);
    });
  }

  /**
   * The second word: the vote opens at once, with its options as they are now. Throws `not-found` unless it is his to answer,
   * `second-person-needed` to who works for the town hall, `approval-decided`, `asker-left`, `vote-option-gone`.
   */
  async agree(id: BudgetVoteId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const draft = await this.mustAnswer(tx, id, by);
      if (!(await this.members.officersOf(draft.townHallId, SPEAKERS['town-hall'], tx)).includes(draft.preparedBy))
        throw askerLeft();
      const options = await this.mustStand(tx, { ...draft, budget: BigInt(draft.budget) });
      await this.approvals.give(tx, approvalOf(id), by);
      const rules = rulesNow();
      await tx.query(
        `update budgeting.vote set state = 'open', agreed_by = $2, rules = $3, opened_at = platform.now(),
           closes_at = ((platform.now() at time zone 'Europe/Chisinau')::date + days + 1)::timestamp at time zone 'Europe/Chisinau'
         where id = $1`,
        [id, by, JSON.stringify(rules)],
      );
      const onBallot = options.map((option, n) => ({
        ...option,
        code: `${n + 1}`.padStart(2, '0'),
        cost: `${option.cost.minor}`,
      }));
      await freeze(tx, id, onBallot);
      const hashes = { rulesHash: rulesHash(rules), optionsHash: optionsHash(id, onBallot) };
      await this.note(tx, 'opened', { ...draft, data: { budget: draft.budget, ...hashes } }, by);
      await this.outbox.add(tx, voteOpened(id));
    });
  }

  /** The second person says no, with the reason that the town hall is told. Throws as `agree`, and `approval-reason`. */
  async refuse(id: BudgetVoteId, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const draft = await this.mustAnswer(tx, id, by);
      await this.approvals.refuse(tx, approvalOf(id), by, reason);
      await this.end(tx, draft, reason.trim(), by);
      await this.outbox.add(tx, voteRefused(id));
    });
  }

  /** The town hall takes its draft back. Again does nothing. Throws `not-found`, `role-missing`, `approval-decided`. */
  async withdraw(id: BudgetVoteId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const draft = await lock(tx, id);
      await this.members.mustHold(tx, by, draft.townHallId, SPEAKERS['town-hall']);
      if (draft.state === 'void') return;
      mustWait(draft);
      await this.approvals.lapse(tx, approvalOf(id), by);
      await this.end(tx, draft, null, by);
    });
  }

  /** What is put to the vote, in the order in which it was made. */
  private async mustStand(
    tx: Tx,
    { placeCode, wanted, budget }: { placeCode: string; wanted: readonly OptionId[]; budget: bigint },
  ) {
    const ready = await this.options.ofTown(placeCode, {}, tx);
    const options = ready.filter(({ id }) => wanted.includes(id)).reverse();
    if (options.length < wanted.length) throw refuse('conflict', 'vote-option-gone', 'One of the options does not stand.'); // prettier-ignore
    const dear = options.find(({ cost }) => cost.minor > budget);
    if (dear) throw refuse('conflict', 'vote-option-dear', 'It costs more than the budget.', { cost: dear.cost });
    return options;
  }

  private async write(tx: Tx, placeCode: string, vote: PrepareVote, by: PersonId): Promise<void> {
    const { id, townHallId, title, lang, budget, identity, days, options } = vote;
    // Of the same sent twice at once the second waits for the first and is answered like it.
    await hold(tx, `budget-vote:${id}`);
    const [known] = await rowsOf<Draft>(tx, `${DRAFT} where id = $1`, [id]);
    if (known) return mustRepeat(known, vote, by);
    await mustBeSeldom(tx, placeCode);
    const associationId = await this.second.of(tx, placeCode);
    const inserted = await rowsOf(
      tx,
      `insert into budgeting.vote (id, place_code, town_hall_id, association_id, title, budget_minor, identity, days, wanted, prepared_by, prepared_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, platform.now()) on conflict do nothing returning 1`,
      [
        ...[id, placeCode, townHallId, associationId, JSON.stringify({ original: lang, [lang]: title })],
        ...[budget.minor.toString(), identity, days, options, by],
      ],
    );
    if (inserted.length === 0) throw refuse('conflict', 'vote-in-town', 'The town has another one.');
    await this.approvals.ask(tx, {
      ...{ id: approvalOf(id), kind: KIND, subject: subjectOf({ id }), by, outside: true },
      office: officeOf(associationId),
      payload: { vote: id, budget: budget.toString(), currency: budget.currency, options: options.length, days },
    });
    await this.note(tx, 'prepared', { id, placeCode }, by);
    await this.outbox.add(tx, voteAsked(id));
  }

  private async mustAnswer(tx: Tx, id: BudgetVoteId, by: PersonId): Promise<Draft> {
    const draft = await lock(tx, id);
    await this.second.mustAnswer(tx, { ...draft, askedBy: draft.preparedBy }, by);
    mustWait(draft);
    return draft;
  }

  private async end(tx: Tx, draft: Draft, why: string | null, by: PersonId): Promise<void> {
    await tx.query(`update budgeting.vote set state = 'void', void_why = $2 where id = $1`, [draft.id, why]);
    await this.note(tx, 'voided', draft, by);
  }

  private async note(
    tx: Tx,
    what: 'prepared' | 'opened' | 'voided',
    { id, placeCode, data }: Pick<Draft, 'id' | 'placeCode'> & { readonly data?: object },
    actor: PersonId,
  ): Promise<void> {
    await this.trail.add(tx, {
      ...{ actor, action: `budget-vote.${what}`, subject: `budget-vote:${id}` },
      data: { place: placeCode, ...data },
    });
  }
}

/** What is on the ballot, as it stands now. */
async function freeze(
  tx: Tx,
  id: BudgetVoteId,
  options: readonly (Omit<VoteOption, 'cost'> & { readonly id: OptionId; readonly cost: string })[],
): Promise<void> {
  const rows = options.map(({ id: option, code, title, description, cost, part }) => ({
    ...{ vote_id: id, option_id: option, code, title, description, cost_minor: cost, part },
  }));
  await tx.query(
    `insert into budgeting.option (vote_id, code, option_id, title, description, cost_minor, part)
     select vote_id, code, option_id, title, description, cost_minor, part from jsonb_populate_recordset(null::budgeting.option, $1)`,
    [JSON.stringify(rows)],
  );
}

const approvalOf = (id: BudgetVoteId) => id as unknown as ApprovalId;
const subjectOf = ({ id }: Pick<Draft, 'id'>) => `budget-vote:${id}`;

async function lock(tx: Tx, id: BudgetVoteId): Promise<Draft> {
  const [draft] = await rowsOf<Draft>(tx, `${DRAFT} where id = $1 for update`, [id]);
  if (!draft) throw refuse('not-found', 'not-found', 'No such vote.');
  return draft;
}

function mustWait({ state }: Draft): void {
  if (state !== 'draft') throw refuse('conflict', 'approval-decided', 'It has been decided already.');
}

function mustRepeat(known: Draft, vote: PrepareVote, by: PersonId): void {
  const { townHallId, budget, options, title, lang, days, identity } = vote;
  const same = known.townHallId === townHallId && BigInt(known.budget) === budget.minor && known.preparedBy === by;
  const alike = known.title[lang] === title && known.days === days && known.identity === identity;
  if (!same || !alike || known.wanted.join() !== options.join())
    throw refuse('conflict', 'id-taken', 'The id of this vote was used for another.');
}

async function mustBeSeldom(tx: Tx, placeCode: string): Promise<void> {
  const today = await rowsOf(
    tx,
    `select from budgeting.vote where place_code = $1 and prepared_at > platform.now() - interval '1 day'`,
    [placeCode],
  );
  if (today.length >= A_DAY) throw refuse('conflict', 'vote-often', 'Prepared often enough for today.', { n: A_DAY });
}
