import { describe, expect, it } from '@jest/globals';
import { LIFE, MODELS, PUBLIC_STATES, STATES, stepOf } from './project.life.js';

const lives = {
  draft: 'submitted cancelled',
  submitted: 'endorsement draft cancelled',
  endorsement: 'review draft cancelled',
  review: 'published draft cancelled',
  published: 'campaign cancelled',
  campaign: 'collecting funded failed cancelled',
  collecting: 'funded failed cancelled',
  funded: 'in-delivery cancelled',
  'in-delivery': 'completed cancelled',
  completed: '',
  failed: '',
  cancelled: '',
} as const;

describe('the life of a project', () => {
  it.each(STATES.flatMap((from) => STATES.map((to) => [from, to] as const)))('%s → %s', (from, to) => {
    const allowed = MODELS.some((model) => stepOf(from, to, model) !== null);
    expect(allowed).toBe(lives[from].split(' ').includes(to));
  });

  it('collects after success only where cards were saved', () => {
    expect(stepOf('campaign', 'collecting', 'keep')).toBeNull();
    expect(stepOf('campaign', 'funded', 'all-or-nothing')).toBeNull();
    expect(stepOf('campaign', 'collecting', 'all-or-nothing')?.causes[0]).toBe('succeeded');
    expect(stepOf('campaign', 'funded', 'keep')?.causes[0]).toBe('succeeded');
    expect(stepOf('draft', 'submitted', null)).not.toBeNull();
  });

  it('names each step once and leads everywhere from the draft', () => {
    expect(new Set(LIFE.map(({ from, to }) => `${from} ${to}`)).size).toBe(LIFE.length);
    const reached = new Set(['draft']);
    for (let size = 0; size < reached.size;) {
      size = reached.size;
      for (const { from, to } of LIFE) if (reached.has(from)) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...STATES].sort());
    expect(PUBLIC_STATES).toEqual('published campaign collecting funded in-delivery completed failed'.split(' '));
  });
});
