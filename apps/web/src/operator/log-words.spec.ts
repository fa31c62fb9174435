import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fromRoot, hasWords } from '#libs/platform/src/index.js';

/** Every kind of thing that some lib writes into the trail: what stands before the colon of a subject. */
function kinds(): string[] {
  const files = fs
    .readdirSync(fromRoot('libs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('spec.ts'));
  const found = files.flatMap((name) => [
    ...fs.readFileSync(path.join(fromRoot('libs'), name), 'utf8').matchAll(/subject: [`']([a-z-]+):/g),
  ]);
  return [...new Set(found.map(([, kind]) => kind!))].sort();
}

/** These have no name that people know: their row says what they are, and by its data of which town, body or project. */
const NAMELESS = [
  ...['audit', 'journal', 'queues', 'rates', 'trouble', 'loss', 'neutral-period', 'question'],
  ...['bank-account', 'bank-statement', 'order-file', 'fund-gift'],
  ...['neighbour', 'twins', 'town-paper', 'budget-paper', 'vote-paper'],
];

describe('the log of the operator', () => {
  it('names every kind of thing that the trail knows', () => {
    const all = kinds();
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter((kind) => !hasWords(`operator.log.thing.${kind}`))).toEqual([]);
  });

  it('says which one it is, but for what has no name', () => {
    const looked = ['log-things', 'town-things'].map((name) => fs.readFileSync(fromRoot(`apps/web/src/operator/${name}.service.ts`), 'utf8')); // prettier-ignore
    const named = new Set(looked.flatMap((text) => [...text.matchAll(/(?:case|kind ===) '([a-z-]+)'/g)].map(([, kind]) => kind!))); // prettier-ignore
    expect(kinds().filter((kind) => !named.has(kind))).toEqual([...NAMELESS].sort());
  });
});
