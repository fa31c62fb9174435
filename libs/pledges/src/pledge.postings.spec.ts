import { describe, expect, it } from '@jest/globals';
import { type CivilDate, Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import type { Journal } from '#libs/ledger/src/index.js';
import type { BankLine } from '#libs/banking/src/index.js';
import { Pledge } from './pledge.entity.js';
import { charged, movedOn, owedBack, promised, transferOwedBack, transferred } from './pledge.postings.js';

const project = newId<'Project'>() as ProjectId;
const lamps = newId<'BudgetLine'>();
const make = (currency: 'EUR' | 'MDL' = 'EUR', cover = '1.02', over: object = {}) =>
  Pledge.make({
    id: newId<'Pledge'>(),
    projectId: project,
    personId: newId<'Person'>(),
    way: 'card-later',
    amount: Money.parse('50.00', currency),
    coverFee: cover !== '0',
    cover: Money.parse(cover, currency),
    rate: { source: 'BNM', currency, on: '2026-10-12' as CivilDate, perUnit: currency === 'MDL' ? '1' : '19.5', illustrative: false }, // prettier-ignore
    shortfall: 'return',
    associationId: null,
    publicName: null,
    dedication: null,
    country: null,
    follow: false,
    lang: 'ro',
    now: new Date('2026-10-12T10:00:00Z'),
    ...over,
  });
/** "debit > credit amount" with the project's id left out. */
const lines = ({ postings }: Journal) =>
  postings
    .filter(({ amount }) => !amount.isZero())
    .map(({ debit, credit, amount }) => `${debit} > ${credit} ${amount.toString()}`.replaceAll(project, 'P'));
const line = {
  id: newId<'BankLine'>(),
  accountId: 'EUR1',
  amount: Money.parse('49.00', 'EUR'),
  meaning: 'gift',
} as never as BankLine;
const charge = newId<'Charge'>();
const at = new Date('2026-10-13T10:00:00Z');

describe('what a gift writes in the books', () => {
  it('promised: memorandum only', () => {
    expect(lines(promised(make()))).toEqual(['memo:project/P:promised:MDL > memo:donors:source:MDL 975.00']);
  });

  it('charged: the claim in lei at the frozen rate, the fee cover apart', () => {
    const pledge = make().become('promised').become('charging');
    expect(lines(charged(pledge, charge))).toEqual([
      'held:stripe:clearing:EUR > held:operator:fx:EUR 50.00',
      'held:operator:fx:MDL > held:project/P:claim:MDL 975.00',
      'held:stripe:clearing:EUR > held:operator:fee-cover:EUR 1.02',
    ]);
    expect(lines(charged(make('MDL', '0'), charge))).toEqual(['held:stripe:clearing:MDL > held:project/P:claim:MDL 50.00']); // prettier-ignore
  });

  it('transferred: what came, from what nobody had claimed', () => {
    const pledge = make('EUR', '0').become('promised').become('charging').count(Money.parse('49.00', 'EUR'), at);
    expect(lines(transferred(pledge, line))).toEqual([
      'held:operator:unidentified:EUR > held:operator:fx:EUR 49.00',
      'held:operator:fx:MDL > held:project/P:claim:MDL 955.50',
    ]);
  });

  it('a transfer that may not count: owed back from where it lies, no claim sees it', () => {
    const owed = transferOwedBack(make('EUR', '0'), line);
    expect(lines(owed)).toEqual(['held:operator:unidentified:EUR > held:returns:due:EUR 49.00']);
  });

  it('owed back: the same share of the frozen lei; all of it with the cover', () => {
    const pledge = make().become('promised').become('charging');
    pledge.count(pledge.gift, at);
    const part = pledge.back(Money.parse('20.00', 'EUR'));
    expect(lines(owedBack(pledge, part, { n: 1, refundId: charge }))).toEqual([
      'held:operator:fx:EUR > held:returns:due:EUR 20.00',
      'held:project/P:claim:MDL > held:operator:fx:MDL 390.00',
    ]);
    pledge.giveBack(part);
    expect(lines(owedBack(pledge, pledge.back(null), { n: 2, refundId: charge }))).toEqual([
      'held:operator:fx:EUR > held:returns:due:EUR 30.00',
      'held:project/P:claim:MDL > held:operator:fx:MDL 585.00',
      'held:operator:fee-cover:EUR > held:returns:due:EUR 1.02',
    ]);
  });

  it('of a gift to a fund goes back from the purse of its town', () => {
    const gift = Object.defineProperty(make(), 'home', { value: { kind: 'town', id: '0123000' } });
    gift.become('promised').become('charging').count(gift.gift, at);
    const journal = owedBack(gift, gift.back(null), { n: 1, refundId: charge });
    expect(journal.project).toBeUndefined();
    expect(lines(journal)).toEqual([
      'held:operator:fx:EUR > held:returns:due:EUR 50.00',
      'held:town/0123000:claim:MDL > held:operator:fx:MDL 975.00',
      'held:operator:fee-cover:EUR > held:returns:due:EUR 1.02',
    ]);
  });

  it('of a gift to one line, every entry says which; the lines of all gifts add up to what is counted', () => {
    const pledge = make('EUR', '1.02', { line: { id: lamps, units: 1 }, units: 1 });
    const tags = ({ postings }: Journal) => new Set(postings.map(({ dims }) => JSON.stringify(dims)));
    const both = new Set([JSON.stringify({ gift: pledge.id, line: lamps })]);
    expect(tags(promised(pledge))).toEqual(both);
    pledge.become('promised').become('charging');
    expect(tags(charged(pledge, charge))).toEqual(both);
    pledge.count(pledge.gift, at);
    expect(tags(movedOn(pledge, pledge.remainingLei, '0123000'))).toEqual(both);
    expect(tags(owedBack(pledge, pledge.back(null), { n: 1, refundId: charge }))).toEqual(both);
    expect(tags(promised(make()))).not.toContain('line');
  });

  it('moved on: from the project to its town', () => {
    const pledge = make().become('promised').become('charging');
    pledge.count(pledge.gift, at);
    expect(lines(movedOn(pledge, pledge.remainingLei, '0123000'))).toEqual(['held:project/P:claim:MDL > held:town/0123000:claim:MDL 975.00']); // prettier-ignore
  });
});
