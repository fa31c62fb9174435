import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Approval, ApprovalsQueries, bodyAsked, thingOf } from '#libs/approvals/src/index.js';
import { type BudgetVote, type BudgetVoteId, BudgetVotesQueries } from '#libs/budgeting/src/index.js';
import { MembersQueries, placeName, PlacesQueries, SPEAKERS } from '#libs/hometowns/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import type { ApprovalId, PersonId } from '#libs/kernel/src/index.js';
import { formatMoney, Handlers, type StoredEvent, textIn, type Tx } from '#libs/platform/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { budgetDeskPath, operatorPath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

/** What the two who decide about a town's vote write to each other through Plai: that a word is wanted, and that it was no. */
@Injectable()
export class BudgetDeskLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly context: LetterContext,
    private readonly votes: BudgetVotesQueries,
    private readonly approvals: ApprovalsQueries,
    private readonly members: MembersQueries,
    private readonly staff: StaffService,
    private readonly places: PlacesQueries,
  ) {}

  onModuleInit(): void {
    for (const what of ['asked', 'refused', 'stop-asked', 'stop-refused'] as const) {
      this.handlers.on(`budgeting.${what}`, `notices.budget-${what}`, (tx, event) => this.tell(tx, what, event));
      this.composers.on(`budget-${what}`, (letter) => this.compose(letter));
    }
  }

  private async tell(tx: Tx, what: string, { data }: StoredEvent): Promise<void> {
    // A prepared vote has the id of its approval.
    const subject = String(data.approvalId ?? data.voteId);
    const approval = await this.approvals.find(subject as ApprovalId, tx);
    const vote = approval && (await this.voteOf(approval));
    if (!vote) return;
    const people = what.endsWith('refused')
      ? await this.members.officersOf(vote.townHallId, SPEAKERS['town-hall'], tx)
      : await this.second(tx, approval);
    await this.letters.order(tx, ...people.map((personId) => ({ kind: `budget-${what}`, personId, subject })));
  }

  private second(tx: Tx, approval: Approval): Promise<PersonId[]> {
    const body = bodyAsked(approval);
    return body ? this.members.officersOf(body, ['president'], tx) : this.staff.all();
  }

  private voteOf(approval: Approval): Promise<BudgetVote | null> {
    return this.votes.find(thingOf<BudgetVoteId>(approval));
  }

  /** Nothing once it has been answered, or where a "no" is no longer the last word. */
  private async compose({ kind, personId, subject }: Letter): Promise<Composed | null> {
    const [person, approval] = await Promise.all([
      this.context.person(personId),
      this.approvals.find(subject as ApprovalId),
    ]);
    const refused = kind.endsWith('refused');
    if (!person || approval?.state !== (refused ? 'refused' : 'waiting')) return null;
    const vote = (await this.voteOf(approval))!;
    const { email, lang } = person;
    const place = placeName(lang, (await this.places.byCode(vote.placeCode))!);
    const body = bodyAsked(approval);
    const why = refused ? approval.reason : approval.payload.why;
    const params = { place, title: textIn(lang, vote.title).text, sum: formatMoney(lang, vote.budget), reason: String(why) }; // prettier-ignore
    const desk = body ? budgetDeskPath(lang, 'association', body) : operatorPath(lang);
    const path = refused ? budgetDeskPath(lang, 'town-hall', vote.townHallId) : desk;
    return this.context.composed(kind, { email, lang, params, path, why: 'office' });
  }
}

/** The association whose word is asked for; null where it is the operator's. */
