import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Approval, thingOf } from '#libs/approvals/src/index.js';
import { type FundGiftId, FundsQueries } from '#libs/funds/src/index.js';
import { formatIban, placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { type Currency, Money, type PledgeId } from '#libs/kernel/src/index.js';
import { DeskQueries, PledgesQueries } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { payerFacts, toAnother } from './payer-facts.js';
import { type Facts, type Signed, SignedKinds } from './signed-kinds.js';

/** What is signed when a gift goes back, to a project or to a town's fund, and to which account. */
@Injectable()
export class GiftFacts implements OnModuleInit {
  constructor(
    private readonly kinds: SignedKinds,
    private readonly pledges: PledgesQueries,
    private readonly funds: FundsQueries,
    private readonly desk: DeskQueries,
    private readonly projects: ProjectsQueries,
    private readonly places: PlacesQueries,
  ) {}

  onModuleInit(): void {
    const gift = (reading: Reading, approval: Approval) =>
      approval.subject.startsWith('fund-gift:') ? this.ofFund(reading, approval) : this.ofProject(reading, approval);
    this.kinds.register({ 'gift-refund': gift, 'fund-refund': gift, 'refund-order': gift });
  }

  private async ofProject(reading: Reading, approval: Approval): Promise<Signed> {
    const id: PledgeId = thingOf(approval);
    const [pledge, asked] = await Promise.all([this.pledges.find(id), this.desk.asked(approval.id)]);
    const project = pledge && (await this.projects.find(pledge.projectId));
    const { amount, currency } = approval.payload as { amount: string; currency: Currency };
    const payer = asked?.payer;
    const facts: Facts = [
      ['gift', pledge?.ref],
      ['project', project && reading.text(project.title).text],
      ['amount', amount && reading.money(Money.parse(amount, currency))],
      ['of', pledge && reading.money(pledge.gross)],
      ['holder', asked?.holder],
      ['iban', asked?.iban && formatIban(asked.iban)],
      ['iban-named', asked?.ibanNamed && formatIban(asked.ibanNamed)],
      ['careful', toAnother(payer, asked?.iban) ? reading.say('operator.refund.other-account') : null],
      ...payerFacts(payer),
      ['reason', asked?.reason],
    ];
    return { href: `/operator/refunds/${id}`, facts, matchedBy: payer?.matchedBy };
  }

  private async ofFund({ lang, money }: Reading, approval: Approval): Promise<Signed> {
    const id: FundGiftId = thingOf(approval);
    const [gift, asked, why] = await Promise.all([
      this.funds.find(id),
      this.desk.asked(approval.id),
      this.funds.whyBack(approval.id),
    ]);
    const place = gift && (await this.places.byCode(gift.placeCode));
    const { amount, currency } = approval.payload as { amount: string; currency: Currency };
    const facts: Facts = [
      ['gift', gift?.ref],
      ['place', place && placeName(lang, place)],
      ['amount', money(Money.parse(amount, currency))],
      ['of', gift && money(gift.gross)],
      ['holder', asked?.holder],
      ['iban', asked?.iban && formatIban(asked.iban)],
      ['reason', why],
    ];
    return { href: `/operator/fund-gifts/${id}`, facts };
  }
}
