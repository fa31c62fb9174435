import { Injectable } from '@nestjs/common';
import { ApprovalsService, askerLeft } from '#libs/approvals/src/index.js';
import { MembersQueries, SPEAKERS } from '#libs/hometowns/src/index.js';
import { type ApprovalId, charactersIn, oneLine, type PersonId, refuse, refuseWrong } from '#libs/kernel/src/index.js';
import { type OptionId, OptionsQueries } from '#libs/needs/src/index.js';
import { Database, hold, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { voteAsked, voteOpened, voteRefused } from './budgeting.events.js';
import { type Draft, DRAFT, freeze, lock, mustBeSeldom, mustRepeat, mustWait, type PrepareVote } from './draft.js';
import { optionsHash } from './receipt.js';
import { rulesHash, rulesNow } from './rules.js';
import { officeOf, SecondBody } from './second-body.service.js';
import { type BudgetVoteId, DAYS, IDENTITY_LEVELS, OPTIONS } from './vote.js';

const KIND = 'budget-vote';
const BUDGET_MOST = 10_000_000_000n;
const TITLE = { least: 3, most: 120 } as const;

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

const approvalOf = (id: BudgetVoteId) => id as unknown as ApprovalId;
const subjectOf = ({ id }: Pick<Draft, 'id'>) => `budget-vote:${id}`;
