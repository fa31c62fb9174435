import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import { RouteSources } from '../../../../test/support/route-words.js';
import { ROUTE_WORDS, SCHEMAS } from './route-words.data.js';
import type { RouteWords } from './route-words.js';

const FILE = join(import.meta.dirname, 'route-words.data.ts');

describe('what the API document says of the routes', () => {
  let words: Record<string, RouteWords>;
  let schemas: object;
  beforeAll(async () => {
    const sources = new RouteSources(join(import.meta.dirname, '../../../..'));
    words = sources.routes();
    schemas = Object.fromEntries([...sources.types.named].sort(([a], [b]) => (a < b ? -1 : 1)));
    if (process.env.UPDATE_ROUTE_WORDS) await write();
  });

  it('is what their sources say: doc comments, answers, refusals (UPDATE_ROUTE_WORDS=1 writes it)', () => {
    if (process.env.UPDATE_ROUTE_WORDS) return;
    expect(ROUTE_WORDS).toEqual(words);
    expect(SCHEMAS).toEqual(schemas);
  });

  it('leaves no route without words', () => {
    expect(Object.entries(words).filter(([, { summary }]) => !summary).map(([name]) => name)).toEqual([]); // prettier-ignore
  });

  async function write(): Promise<void> {
    const text = `import type { RouteWords } from './route-words.js';

/** What each route of the API does, answers and refuses: said by its own source, kept equal by a spec. */
export const ROUTE_WORDS: Readonly<Record<string, RouteWords>> = ${JSON.stringify(words)};

/** The types that answers are made of, as JSON Schema. */
export const SCHEMAS: Readonly<Record<string, object>> = ${JSON.stringify(schemas)};
`;
    writeFileSync(FILE, await format(text, { ...(await resolveConfig(FILE)), filepath: FILE }));
  }
});
