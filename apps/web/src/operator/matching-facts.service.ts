import { Injectable } from '@nestjs/common';
import type { Approval } from '#libs/approvals/src/index.js';
import { BankingQueries } from '#libs/banking/src/index.js';
import { formatIban, placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { askedIn, type CallId, type FiguresId, FiguresQueries, MatchingQueries } from '#libs/matching/src/index.js';
import type { Reading } from '../edge/reading.js';
import { daysWords, limitWords, projectsWords, reserveWords, ruleWords } from '../matching/call-words.js';
import type { Facts } from './bank-facts.service.js';

/** What is signed of a sponsor's call: its whole rule, and what goes back of it; and of the figures by which reserves are kept. */
@Injectable()
export class MatchingFacts {
  constructor(
    private readonly calls: MatchingQueries,
    private readonly figures: FiguresQueries,
    private readonly places: PlacesQueries,
    private readonly banking: BankingQueries,
  ) {}

  /** Of one call. */
  async of(reading: Reading, id: CallId): Promise<{ href: string | null; facts: Facts }> {
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
  async ofReturn({ money, date, say }: Reading, { payload }: Approval): Promise<{ href: string | null; facts: Facts }> {
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
  async ofFigures({ number, date }: Reading, id: FiguresId): Promise<{ href: string | null; facts: Facts }> {
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
