import { describe, expect, it } from '@jest/globals';
import { aliveFirst } from './alive-first.js';

describe('places of one name', () => {
  const [briceni, riscani] = [{ code: '1', nameRo: 'Mihăileni' }, { code: '2', nameRo: 'Mihăileni' }]; // prettier-ignore
  const mihaileniNoi = { code: '3', nameRo: 'Mihăilenii Noi' };
  const codes = (alive: readonly string[]) =>
    aliveFirst([briceni, riscani, mihaileniNoi], alive).map(({ code }) => code);

  it('stand as they were found, but where something is done comes first', () => {
    expect(codes([])).toEqual(['1', '2', '3']);
    expect(codes(['2'])).toEqual(['2', '1', '3']);
  });

  it('never come after another name', () => {
    expect(codes(['3'])).toEqual(['1', '2', '3']);
    expect(aliveFirst([], ['1'])).toEqual([]);
  });
});
