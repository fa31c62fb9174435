import { Injectable } from '@nestjs/common';
import type { Approval } from '#libs/approvals/src/index.js';
import { type BudgetVoteId, BudgetVotesQueries, PaperBallotsQueries } from '#libs/budgeting/src/index.js';
import { type FundGiftId, FundsQueries, type NeedId, NeedsQueries } from '#libs/funds/src/index.js';
import { formatIban, placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { type Currency, Money } from '#libs/kernel/src/index.js';
import { DeskQueries, GiftDisputesQueries } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { fundTitle } from '../funds/fund.view.js';
import type { Facts } from './bank-facts.service.js';

/** Money that no gift of a project is: of a town's fund, of the operator's reserve, or a budget that a town votes on. */
@Injectable()
export class FundFacts {
  constructor(
    private readonly funds: FundsQueries,
    private readonly needs: NeedsQueries,
    private readonly places: PlacesQueries,
    private readonly projects: ProjectsQueries,
    private readonly disputed: GiftDisputesQueries,
    private readonly desk: DeskQueries,
    private readonly votes: BudgetVotesQueries,
    private readonly papers: PaperBallotsQueries,
  ) {}

  /** The facts of what is signed about a gift to a fund, its next need, or a loss, and where the whole of it can be read. */
  async of(reading: Reading, id: string, approval: Approval): Promise<{ href: string | null; facts: Facts }> {
    if (approval.kind === 'loss-act') return this.loss(reading, approval);
    if (approval.kind === 'budget-vote') return { href: null, facts: await this.vote(reading, id as BudgetVoteId) };
    if (approval.kind === 'budget-vote-void') return { href: null, facts: await this.voided(reading, id as BudgetVoteId, approval) }; // prettier-ignore
    if (approval.kind === 'budget-vote-paper') return { href: null, facts: await this.paper(reading, approval) };
    if (approval.kind === 'fund-need') return { href: '/operator/funds', facts: await this.need(reading, approval) };
    return { href: `/operator/fund-gifts/${id}`, facts: await this.fundGift(reading, id as FundGiftId, approval) };
  }

  private async vote({ text, lang, money, number }: Reading, id: BudgetVoteId): Promise<Facts> {
    const vote = (await this.votes.find(id))!;
    const place = await this.places.byCode(vote.placeCode);
    return [
      ['meaning', text(vote.title).text],
      ['place', place && placeName(lang, place)],
      ['amount', money(vote.budget)],
      ['options', number(vote.wanted.length)],
    ];
  }

  private async voided({ text, lang }: Reading, id: BudgetVoteId, { payload }: Approval): Promise<Facts> {
    const vote = (await this.votes.find(id))!;
    const place = await this.places.byCode(vote.placeCode);
    return [
      ['meaning', text(vote.title).text],
      ['place', place && placeName(lang, place)],
      ['reason', String(payload.why)],
    ];
  }

  /** All that stands on a ballot on paper, to be compared; once it is decided only its number is left. */
  private async paper({ text, lang, say }: Reading, { id, payload }: Approval): Promise<Facts> {
    const voteId = payload.vote as BudgetVoteId;
    const [vote, paper, options] = await Promise.all([
      this.votes.find(voteId),
      this.papers.find(id),
      this.votes.options(voteId),
    ]);
    const place = vote && (await this.places.byCode(vote.placeCode));
    const ticked = options.filter(({ code }) => paper?.ticked.includes(code));
    return [
      ['meaning', vote && text(vote.title).text],
      ['place', place && placeName(lang, place)],
      ['paper', String(payload.number)],
      ['paper-name', paper?.name],
      ['paper-roll', paper && say(`twins.roll.${paper.roll}`)],
      ['paper-part', paper?.part],
      ['paper-ticked', paper && (ticked.map(({ code, title }) => `${code} ${text(title).text}`).join('; ') || say('budget.papers-empty'))], // prettier-ignore
    ];
  }

  private async loss(reading: Reading, { id }: Approval): Promise<{ href: string; facts: Facts }> {
    const act = (await this.disputed.asked(id))!;
    const project = act.home?.kind === 'project' ? await this.projects.find(act.home.id) : null;
    const place = act.home?.kind === 'town' ? await this.places.byCode(act.home.id) : null;
    const facts: Facts = [
      ['meaning', reading.say(`operator.loss.act.${act.kind}`)],
      ['amount', reading.money(act.amount)],
      ['project', project && reading.text(project.title).text],
      ['fund', place && fundTitle(reading, { place })],
    ];
    return { href: act.home ? `/operator/losses/${act.home.id}` : '/operator/disputes', facts };
  }

  private async fundGift(
    { lang, money }: Reading,
    id: FundGiftId,
    { id: approval, payload }: Approval,
  ): Promise<Facts> {
    const [gift, asked, why] = await Promise.all([
      this.funds.find(id),
      this.desk.asked(approval),
      this.funds.whyBack(approval),
    ]);
    const place = gift && (await this.places.byCode(gift.placeCode));
    const { amount, currency } = payload as { amount: string; currency: Currency };
    return [
      ['gift', gift?.ref],
      ['place', place && placeName(lang, place)],
      ['amount', money(Money.parse(amount, currency))],
      ['of', gift && money(gift.gross)],
      ['holder', asked?.holder],
      ['iban', asked?.iban && formatIban(asked.iban)],
      ['reason', why],
    ];
  }

  private async need({ lang, money, text, date }: Reading, { id }: Approval): Promise<Facts> {
    const need = await this.needs.find(id as unknown as NeedId);
    const place = need && (await this.places.byCode(need.placeCode));
    return [
      ['place', place && placeName(lang, place)],
      ['amount', need && money(need.amount)],
      ['project', need && text(need.project.title).text],
      ['reason', need?.reason],
      ['until', need && date(need.until)],
    ];
  }
}
