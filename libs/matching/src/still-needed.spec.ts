import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money } from '#libs/kernel/src/index.js';
import { fromPeople } from './still-needed.js';

const lei = (text: string) => Money.parse(text, 'MDL');

it('is what is missing less what sponsors add to it, to the last ban that one has', () => {
  const call = { num: 1, den: 1, left: lei('100') };
  expect(String(fromPeople(lei('150'), []))).toBe('150.00');
  expect(String(fromPeople(lei('150'), [call]))).toBe('75.00');
  expect(String(fromPeople(lei('250.01'), [call]))).toBe('150.01');
  expect(String(fromPeople(lei('100'), [{ num: 1, den: 2, left: lei('50') }]))).toBe('66.67');
  expect(String(fromPeople(lei('0'), [call]))).toBe('0.00');
  expect(String(fromPeople(lei('350'), [{ ...call, left: lei('0') }, call, { num: 2, den: 1, left: lei('60') }]))).toBe('190.00'); // prettier-ignore
  const small = { num: 1, den: 9, left: lei('0.16') };
  expect(String(fromPeople(lei('1.62'), [small, { num: 1, den: 1, left: lei('0.01') }]))).toBe('1.45');
});

it('is the least that does, whatever the rules', () => {
  const part = fc.integer({ min: 1, max: 9 });
  const calls = fc.array(fc.record({ num: part, den: part, left: fc.bigInt({ min: 0n, max: 60n }).map((minor) => Money.lei(minor)) }), { maxLength: 3 }); // prettier-ignore
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 300n }), calls, (missing, open) => {
      const comes = (people: bigint) =>
        open.reduce(
          ({ rest, sum }, { num, den, left }) => {
            const drained = (left.minor * BigInt(den) + BigInt(num) - 1n) / BigInt(num);
            const here = rest < drained ? rest : drained;
            const match = (here * BigInt(num)) / BigInt(den);
            return { rest: rest - here, sum: sum + here + (match < left.minor ? match : left.minor) };
          },
          { rest: people, sum: 0n },
        );
      const together = (people: bigint) => ((all) => all.sum + all.rest)(comes(people));
      const { minor } = fromPeople(Money.lei(missing), open);
      expect(together(minor) >= missing).toBe(true);
      expect(minor === 0n || together(minor - 1n) < missing).toBe(true);
    }),
  );
});
