import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Approval, thingOf } from '#libs/approvals/src/index.js';
import { BankingQueries } from '#libs/banking/src/index.js';
import { formatIban, placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { askedIn, type CallId, type FiguresId, FiguresQueries, MatchingQueries } from '#libs/matching/src/index.js';
import type { Reading } from '../edge/reading.js';
import { daysWords, limitWords, projectsWords, reserveWords, ruleWords } from '../matching/call-words.js';
import { SignedKinds, type Facts, type Signed } from './signed-kinds.js';

/** What is signed of a sponsor's call: its whole rule, and what goes back of it; and of the figures by which reserves are kept. */
@Injectable()
export class MatchingFacts implements OnModuleInit {
  constructor(
    private readonly kinds: SignedKinds,
    private readonly calls: MatchingQueries,
    private readonly figures: FiguresQueries,
    private readonly places: PlacesQueries,
    private readonly banking: BankingQueries,
  ) {}

  onModuleInit(): void {
    this.kinds.register({
      'matching-call': (reading, approval) => this.call(reading, thingOf(approval)),
      'call-return': (reading, approval) => this.back(reading, approval),
      'need-figures': (reading, approval) => this.table(reading, thingOf(approval)),
    });
  }

  private async call(reading: Reading, id: CallId): Promise<Signed> {
    const call = await this.calls.call(id);
    if (!call) return { href: null, facts: [] };
    const found = await Promise.all(call.places.map((code) => this.places.byCode(code)));
    const names = new Map(found.flatMap((place) => (place ? [[place.code, placeName(reading.lang, place)] as const] : [])));
    const facts: Facts = [
      ['sponsor', call.sponsor],
      ['matching-rule', ruleWords(reading, call)],
      ['matching-limits', limitWords(reading, call).join(' ')],
      ['matching-places', projectsWords(reading, call, names)],
      ['matching-days', daysWords(reading, call)],
      ['matching-reserve', reserveWords(reading, call, call.reserve && (await this.figures.find(call.reserve.figuresId))).join(' ')],
    ];
    return { href: `/operator/calls/${id}`, facts };
  }

  /** Of what a call did not use: which sum of which payment goes to which account, and from which it came. */
  private async back({ money, date, say }: Reading, { payload }: Approval): Promise<Signed> {
    const { callId, lineId, lei, amount, iban, holder } = askedIn(payload);
    const [call, line] = await Promise.all([this.calls.call(callId), this.banking.line(lineId)]);
    const from = line?.counterparty.iban;
    const facts: Facts = [
      ['sponsor', call?.sponsor],
      ['amount', money(amount)],
      ['call-lei', amount.currency === 'MDL' ? null : money(lei)],
      ['holder', holder],
      ['iban', formatIban(iban)],
      ['call-payer-iban', from && formatIban(from)],
      ['careful', from && from.replace(/\s/g, '').toUpperCase() !== iban ? say('operator.refund.other-account') : null],
      ['counterparty', line?.counterparty.name],
      ['booked-on', line && date(line.bookedOn)],
    ];
    return { href: `/operator/calls/${callId}`, facts };
  }

  /** Of figures of towns: whose they are, and how many; the whole table stands on their page. */
  private async table({ number, date }: Reading, id: FiguresId): Promise<Signed> {
    const figures = await this.figures.find(id);
    if (!figures) return { href: null, facts: [] };
    const { name, source, publishedOn, towns } = figures;
    const facts: Facts = [
      ['figures', name],
      ['figures-source', source],
      ['figures-day', date(publishedOn)],
      ['figures-towns', number(towns)],
    ];
    return { href: `/operator/figures/${id}`, facts };
  }
} // prettier-ignore
