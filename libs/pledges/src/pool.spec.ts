import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money } from '#libs/kernel/src/index.js';
import type { PoolMember } from './pledge.request.js';
import { hearPool, sharesOf } from './pool.js';

const euro = (text: string) => Money.parse(text, 'EUR');
const member = (name: string | null, amount: string | null = null): PoolMember => ({
  name,
  amount: amount === null ? null : euro(amount),
  public: true,
});
const refusal = (members: readonly PoolMember[], gift = '100') => {
  try {
    hearPool({ name: 'Clasa a IX-a', members }, euro(gift));
    return null;
  } catch (error) {
    return (error as { fields: readonly { pointer: string; code: string }[] }).fields.map(({ pointer, code }) => `${pointer} ${code}`); // prettier-ignore
  }
};

describe('several people’s gift', () => {
  it('gives each the sum that he brought, and the rest evenly to the others, to the last cent', () => {
    const pool = hearPool({ name: ' Clasa  a IX-a ', members: [member(' Ion  Rusu ', '50'), member('Ana'), member(null), member('Petru')] }, euro('100'))!; // prettier-ignore
    expect(pool.name).toBe('Clasa a IX-a');
    expect(pool.members.map(({ name, public: shown }) => [name, shown])).toEqual([['Ion Rusu', true], ['Ana', true], [null, false], ['Petru', true]]); // prettier-ignore
    expect(sharesOf(pool, euro('100')).map(String)).toEqual(['50.00', '16.67', '16.67', '16.66']);
  });

  it('shares out every cent, whoever brought what', () => {
    const sums = fc.array(fc.option(fc.bigInt({ min: 1n, max: 5_000n })), { minLength: 2, maxLength: 100 });
    fc.assert(
      fc.property(sums, fc.bigInt({ min: 100n, max: 9_999n }), (brought, more) => {
        const named = brought.reduce((sum: bigint, one) => sum + (one ?? 0n), 0n);
        const gift = Money.ofMinor(named + (brought.includes(null) ? more : 0n), 'EUR');
        const members = brought.map((minor) => ({ name: null, amount: minor === null ? null : Money.ofMinor(minor, 'EUR'), public: false })); // prettier-ignore
        const shares = sharesOf(hearPool({ name: 'Toți', members }, gift)!, gift);
        expect(shares.reduce((sum, { minor }) => sum + minor, 0n)).toBe(gift.minor);
        expect(shares.every((share) => share.isPositive())).toBe(true);
      }),
    );
  });

  it('is refused beside the field that is wrong', () => {
    expect(refusal([member('Ion')])).toEqual(['/pool/members pool-people']);
    expect(
      refusal(
        Array.from({ length: 101 }, () => member(null)),
        '200',
      ),
    ).toEqual(['/pool/members pool-people']);
    expect(refusal([member('Ion', '60'), member('Ana', '41')])).toEqual(['/pool/members pool-over']);
    expect(refusal([member('Ion', '100'), member('Ana')])).toEqual(['/pool/members pool-over']);
    expect(refusal([member('Ion', '60'), member('Ana', '39')])).toEqual(['/pool/members pool-short']);
    expect(refusal([member('x'.repeat(81)), member('Ana', '0')])).toEqual(['/pool/members/0/name public-name', '/pool/members/1/amount amount-positive']); // prettier-ignore
    expect(refusal([{ ...member('Ion'), amount: Money.parse('5', 'USD') }, member('Ana')])).toEqual(['/pool/members/0/amount amount-currency']); // prettier-ignore
    expect(refusal([member('Ion', '60'), member('Ana', '40')])).toBeNull();
    expect(() => hearPool({ name: ' ', members: [member('Ion'), member('Ana')] }, euro('5'))).toThrow(expect.objectContaining({ code: 'required' })); // prettier-ignore
    expect(hearPool(null, euro('5'))).toBeNull();
  });
});
