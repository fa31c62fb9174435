import { describe, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { account, chartRowOf } from './index.js';
import { exchanged, into, type Journal, outOf, requestOf, tagged } from './posting.js';

const project = newId<'Project'>();
const clearing = account('held', 'stripe', 'clearing', 'EUR');
const clearingLei = account('held', 'stripe', 'clearing', 'MDL');
const claim = account('held', 'project', project, 'claim', 'MDL');
const promised = account('memo', 'project', project, 'promised', 'MDL');
const euro = (minor: bigint) => Money.ofMinor(minor, 'EUR');
const of = (journal: Partial<Journal>): Journal => ({ key: 'gift:1', kind: 'gift.counted', postings: [], ...journal });

describe('account', () => {
  it('names what the chart knows', () => {
    expect(claim).toBe(`held:project/${project}:claim:MDL`);
    expect(account('memo', 'donors', 'source', 'MDL')).toBe('memo:donors:source:MDL');
    expect(account('memo', 'project', project, 'district-authorised', 'MDL')).toContain(':district-authorised:MDL');
    expect(chartRowOf(claim)).toMatchObject({ side: 'credit', guarded: true, zero: false });
  });

  it('refuses what it does not know', () => {
    const wrong = [
      () => account('memo', 'project', project, 'claim', 'MDL'),
      () => account('held', 'project', project, 'claim', 'EUR'),
      () => account('held', 'stripe', 'claim', 'MDL'),
      () => account('held', 'project', 'a:b', 'claim', 'MDL'),
      () => account('held', 'project', '', 'claim', 'MDL'),
      () => account('held', 'stripe', 'x', 'clearing', 'EUR'),
    ];
    for (const make of wrong) expect(make).toThrow(RangeError);
  });
});

describe('postings', () => {
  it('put the position account between two currencies', () => {
    const postings = into(clearing, claim, euro(5_000n), Money.lei(97_500n));
    expect(postings.map(({ debit, credit, amount }) => `${debit} → ${credit} ${amount.toString()}`)).toEqual([
      `${clearing} → held:operator:fx:EUR 50.00`,
      `held:operator:fx:MDL → ${claim} 975.00`,
    ]);
    expect(outOf(clearing, claim, euro(5_000n), Money.lei(97_500n))).toEqual(exchanged(postings));
  });

  it('take lei as they are', () => {
    const lei = Money.lei(100n);
    expect(into(clearingLei, claim, lei, lei)).toEqual([{ debit: clearingLei, credit: claim, amount: lei }]);
    expect(() => into(clearingLei, claim, lei, Money.lei(101n))).toThrow(RangeError);
  });

  it('carry dimensions, their own before the common ones', () => {
    const [first] = tagged({ gift: 'a', line: 'b' }, [
      { debit: clearing, credit: claim, amount: euro(1n), dims: { line: 'c' } },
    ]);
    expect(first!.dims).toEqual({ gift: 'a', line: 'c' });
  });
});

describe('journals', () => {
  const lei = Money.lei(5n);
  const posting = { debit: clearingLei, credit: claim, amount: lei };

  it('leave out what is zero', () => {
    const request = requestOf(of({ postings: [posting, { ...posting, amount: Money.lei(0n) }] }));
    expect(request).toEqual({
      key: 'gift:1',
      kind: 'gift.counted',
      status: 'posted',
      ref: {},
      postings: [{ d: clearingLei, c: claim, a: '5' }],
    });
  });

  it('refuse what does not balance or is no movement', () => {
    const wrong: Journal['postings'][] = [
      [],
      [{ ...posting, amount: Money.lei(-1n) }],
      [{ ...posting, amount: euro(1n) }],
      [{ ...posting, credit: clearing, amount: lei }],
      [{ ...posting, debit: promised }],
      [{ ...posting, credit: clearingLei }],
      Array.from({ length: 13 }, () => posting),
    ];
    for (const postings of wrong) expect(() => requestOf(of({ postings }))).toThrow(RangeError);
  });

  it('end a pending one by posting, or by nothing at all', () => {
    const ends = { key: 'tranche:1:approved', as: 'void' } as const;
    expect(requestOf(of({ ends }))).toMatchObject({ status: 'void', ends: 'tranche:1:approved', postings: [] });
    expect(() => requestOf(of({ ends, postings: [posting] }))).toThrow(RangeError);
    expect(() => requestOf(of({ ends: { ...ends, as: 'posted' }, status: 'pending', postings: [posting] }))).toThrow();
  });
});
