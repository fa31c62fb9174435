import { describe, expect, it } from '@jest/globals';
import { CHART } from '#libs/ledger/src/index.js';
import { hasWords, LANGS, sayIn } from '#libs/platform/src/index.js';
import type { StatementLine } from './statement.js';
import { wordsOf } from './statement.words.js';

const line = (over: Partial<StatementLine>) =>
  ({ kind: 'pledge.counted', reason: null, account: 'claim', status: 'posted', ...over }) as StatementLine;

describe('words of a statement', () => {
  it('are there for every account on the page of all of them', () => {
    const held = CHART.filter(({ book }) => book === 'held');
    expect(held.map(({ owner, name }) => `books.account.${owner}.${name}`).filter((key) => !hasWords(key))).toEqual([]);
  });

  it('are there for every account that a project can have', () => {
    for (const { owner, name } of CHART) {
      if (owner === 'project') expect([name, hasWords(`entry.state.${name}`)]).toEqual([name, true]);
    }
  });

  it('name a reversal by its reason, everything else by its kind', () => {
    expect(wordsOf(line({}))).toEqual({ what: 'entry.kind.pledge.counted', state: 'entry.state.claim', status: null });
    expect(wordsOf(line({ kind: 'correction.reversed', reason: 'charged' })).what).toBe('entry.reason.charged');
    expect(wordsOf(line({ kind: 'correction.reversed', reason: 'typed-wrong' })).what).toBe(
      'entry.kind.correction.reversed',
    );
    const released = wordsOf(line({ kind: 'correction.reversed', reason: 'campaign-failed', account: 'promised' }));
    expect(sayIn('en')(released.what)).toBe('Pledge released: the target was not met, nothing was taken');
    const back = wordsOf(line({ kind: 'gift.refund-requested', reason: 'campaign-failed' }));
    expect(sayIn('en')(back.what)).toBe('Gift to be returned: the target was not met');
    expect(wordsOf(line({ kind: 'gift.refund-requested' })).what).toBe('entry.kind.gift.refund-requested');
    expect(wordsOf(line({ kind: 'something.new', status: 'pending' }))).toMatchObject({
      what: 'entry.kind.other',
      status: 'entry.status.pending',
    });
    for (const lang of LANGS) expect(sayIn(lang)('entry.kind.other').length).toBeGreaterThan(3);
  });
});
