import { describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { PageCache } from './page.cache.js';
import { Rendered } from './rendered.js';

describe('the memory of pages', () => {
  it('keeps none that nobody will be shown any more, however many addresses are made up', async () => {
    const cache = new PageCache();
    cache.ttl = 20;
    const show = (key: string) => cache.get(key, () => Promise.resolve(new Rendered(200, {}, Buffer.alloc(0))));
    for (let n = 0; n < 500; n += 1) await show(`/ro?x=${String(n)}`);
    await pause(40);
    await show('/ro');
    expect((cache as unknown as { entries: Map<string, unknown> }).entries.size).toBe(1);
  });
});
