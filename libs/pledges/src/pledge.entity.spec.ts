import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CivilDate, Money, newId } from '#libs/kernel/src/index.js';
import { Pledge } from './pledge.entity.js';
import type { MakePledge } from './pledge.request.js';
import { mayBecome, PLEDGE_STATES } from './pledge.life.js';

const command = (over: Partial<MakePledge> = {}): MakePledge => ({
  id: newId<'Pledge'>(),
  projectId: newId<'Project'>(),
  personId: newId<'Person'>(),
  way: 'card-now',
  amount: Money.parse('50.00', 'EUR'),
  coverFee: true,
  cover: Money.parse('1.02', 'EUR'),
  rate: { source: 'BNM', currency: 'EUR', on: '2026-10-12' as CivilDate, perUnit: '19.5', illustrative: false },
  shortfall: 'return',
  associationId: null,
  publicName: null,
  dedication: null,
  country: null,
  follow: true,
  lang: 'ro',
  now: new Date('2026-10-12T10:00:00Z'),
  ...over,
});
const counted = (over: Partial<MakePledge> = {}) => {
  const pledge = Pledge.make(command(over));
  return pledge.count(pledge.gift, new Date('2026-10-13T10:00:00Z'));
};

describe('a pledge', () => {
  it('freezes its lei, and has a reference to speak and a code to verify', () => {
    const pledge = Pledge.make(command());
    expect(pledge.lei.toString()).toBe('975.00');
    expect(pledge.gross.toString()).toBe('51.02');
    expect(pledge.ref).toMatch(/^PL-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}$/);
    expect(pledge.receiptCode).toMatch(/^[2-9A-HJ-NP-Z]{16}$/);
    expect([pledge.state, Pledge.make(command({ way: 'transfer' })).state]).toEqual(['started', 'awaited']);
  });

  it('knows its request again in another language, and no other request', () => {
    const first = command();
    const pledge = Pledge.make(first);
    expect(pledge.mustBe({ ...first, lang: 'ru' })).toBe(pledge);
    const others: Partial<MakePledge>[] = [
      { amount: Money.parse('50.01', 'EUR') },
      { amount: Money.parse('50.00', 'USD') },
      { coverFee: false },
      { shortfall: 'next' },
      { publicName: 'Ana' },
      { dedication: { kind: 'wish', text: 'Lumină!' } },
      { associationId: newId<'Body'>() },
      { follow: false },
      { personId: newId<'Person'>() },
      { line: { id: newId<'BudgetLine'>(), units: 1 } },
      { pool: { name: 'Familia', members: [{ name: 'Ion', amount: null, public: false }] } },
    ];
    for (const other of others) {
      expect(() => pledge.mustBe({ ...first, ...other })).toThrow(expect.objectContaining({ code: 'pledge-id-taken' }));
    }
  });

  it('gives back in parts that add up to the ban, the fee cover with the last', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 4_000n }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 1n, max: 99_999n }), (parts, perUnit) => {
        const whole = parts.reduce((sum, part) => sum + part, 0n);
        const rate = { ...command().rate, perUnit: `${perUnit / 1000n}.${String(perUnit % 1000n).padStart(3, '0')}` };
        const pledge = counted({ amount: Money.ofMinor(whole, 'EUR'), rate });
        let [lei, cover] = [0n, 0n];
        for (const part of parts) {
          const back = pledge.back(Money.ofMinor(part, 'EUR'));
          expect(back.lei.minor >= 0n).toBe(true);
          lei += back.lei.minor;
          cover += back.cover.minor;
          pledge.giveBack(back);
        }
        expect([lei, cover, pledge.state]).toEqual([pledge.leiMinor, 102n, 'refunded']);
        expect(pledge.remainingLei.isZero()).toBe(true);
        expect(() => pledge.back(null)).toThrow(expect.objectContaining({ code: 'refund-amount' }));
      }),
    );
  });

  it('counts what a transfer really brought, at its own rate', () => {
    const pledge = Pledge.make(command({ way: 'transfer', cover: Money.zero('EUR'), coverFee: false }));
    pledge.count(Money.parse('49.37', 'EUR'), new Date('2026-10-14T00:00:00Z'));
    expect([pledge.came.toString(), pledge.remainingLei.toString()]).toEqual(['49.37', '962.72']);
    for (const wrong of [Money.parse('49.38', 'EUR'), Money.parse('1.00', 'MDL')])
      expect(() => pledge.back(wrong)).toThrow(expect.objectContaining({ code: 'refund-amount' }));
  });

  it('gives back of a share what its currency can send, and never more than is left', () => {
    const of = (
      currency: 'UAH' | 'KWD' | 'JPY',
      minor: bigint,
      perUnit: string,
      way: 'card-now' | 'transfer' = 'card-now',
    ) => {
      const amount = Money.ofMinor(minor, currency);
      const rate = { source: 'BNM', currency, on: '2026-10-12' as CivilDate, perUnit, illustrative: false } as const;
      const cover = Money.zero(currency);
      const pledge = Pledge.make(command({ way, amount, rate, cover, coverFee: false }));
      return pledge.count(pledge.gift, new Date('2026-10-13T00:00:00Z'));
    };
    const kopecks = of('UAH', 1_003n, '0.66');
    kopecks.giveBack(kopecks.back(Money.ofMinor(501n, 'UAH')));
    const rest = kopecks.backOfLei(kopecks.remainingLei);
    expect(rest.gift.minor).toBeLessThanOrEqual(1_003n - 501n);
    expect(kopecks.giveBack(rest).remainingLei.isZero()).toBe(true);
    const fils = of('KWD', 1_230n, '59.1');
    expect(fils.backOfLei(Money.lei(1_000n)).gift.minor).toBe(170n); // 0.169 would be refused by the card company
    expect(fils.paidBy(Money.lei(1_000n)).minor).toBe(160n); // 0.170 would take more than ten lei
    expect(of('KWD', 1_230n, '59.1', 'transfer').backOfLei(Money.lei(1_000n)).gift.minor).toBe(169n);
    const euros = Pledge.make(command({ way: 'transfer', cover: Money.zero('EUR'), coverFee: false }));
    euros.count(Money.parse('60.00', 'EUR'), new Date('2026-10-13T00:00:00Z'));
    const [most, least] = [euros.cameLei.minor - 1n, (euros.cameLei.minor * 2n) / 3n] as const;
    expect([euros.partOf(Money.lei(most)).toString(), euros.partOf(Money.lei(least)).toString(), euros.paidBy(Money.lei(most)).toString()]).toEqual(['60.00', '40.00', '59.99']); // prettier-ignore
    const yen = of('JPY', 100n, '0.12');
    expect([yen.partOf(Money.lei(1_196n)).minor, yen.backOfLei(Money.lei(1_196n)).gift.minor]).toEqual([100n, 99n]);
    expect(yen.giveBack(yen.backOfLei(Money.lei(1_196n))).state).toBe('counted');
    expect([yen.backOfLei(Money.lei(4n)).gift.minor, yen.moveOn(Money.lei(4n)).state]).toEqual([0n, 'moved']);
    expect(() => fils.back(Money.ofMinor(5n, 'KWD'))).toThrow(expect.objectContaining({ code: 'amount-step' }));
  });

  it('moves on what is left of it', () => {
    const pledge = counted();
    pledge.giveBack(pledge.back(Money.parse('20.00', 'EUR')));
    expect(pledge.remainingLei.toString()).toBe('585.00');
    expect(pledge.moveOn(pledge.remainingLei).movedLeiMinor).toBe(58_500n);
    expect(pledge.remainingLei.isZero()).toBe(true);
    const whole = counted();
    expect(whole.moveOn(whole.remainingLei).state).toBe('moved');
  });

  it('gives back no part that went on to the purse of its town, in no currency', () => {
    const none = { coverFee: false } as const;
    const lei = { source: 'BNM', currency: 'MDL', on: '2026-10-12' as CivilDate, perUnit: '1', illustrative: false } as const; // prettier-ignore
    for (const [amount, rate, kept] of [
      ['100.01', lei, '60.01'],
      ['50.00', command().rate, '47.94'],
    ] as const) {
      const gift = Money.parse(amount, rate.currency);
      const pledge = counted({ ...none, amount: gift, rate, cover: Money.zero(gift.currency) });
      pledge.moveOn(Money.parse('40.00', 'MDL'));
      expect(pledge.returnable.toString()).toBe(kept);
      expect(() => pledge.back(gift)).toThrow(expect.objectContaining({ code: 'refund-amount' }));
      const back = pledge.back(null);
      expect([back.gift.toString(), back.lei.compare(pledge.remainingLei) <= 0]).toEqual([kept, true]);
      if (rate === lei) expect(back.lei.toString()).toBe(kept);
    }
  });

  it('never leaves its life: no end but a late payment or a dispute won after all is undone, and nothing is charged twice', () => {
    expect(PLEDGE_STATES.filter((state) => mayBecome('withdrawn', state))).toEqual([]);
    expect(PLEDGE_STATES.filter((state) => mayBecome('refunded', state))).toEqual(['counted', 'moved']);
    expect(PLEDGE_STATES.filter((state) => mayBecome('lost', state))).toEqual(['counted', 'moved']);
    // What lies in a town's purse can still be taken back by its donor's bank.
    expect(PLEDGE_STATES.filter((state) => mayBecome('moved', state))).toEqual(['counted', 'lost']);
    expect(mayBecome('counted', 'counted')).toBe(false);
    expect(mayBecome('counted', 'charging')).toBe(false);
    const pledge = counted();
    const before = { ...pledge };
    const whole = { gift: pledge.left, lei: pledge.remainingLei, town: Money.lei(0n) };
    expect(pledge.lose(whole).state).toBe('lost');
    expect({ ...pledge.regain(whole) }).toEqual(before);
    expect(() => counted().become('promised')).toThrow(expect.objectContaining({ code: 'pledge-state' }));
  });
});
