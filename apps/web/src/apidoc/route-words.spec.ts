import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROUTE_WORDS } from './route-words.js';

const WEB = join(import.meta.dirname, '..');

const ROUTE = /^ {2}@(Get|Put|Post|Delete)\(/;

/** What the doc comment before each route of the API says, by "Class_method". */
function wordsInSources(): Record<string, string> {
  const files = (readdirSync(WEB, { recursive: true }) as string[]).filter((name) => name.endsWith('.api.ts'));
  return Object.fromEntries(
    files.sort().flatMap((file) => Object.entries(wordsIn(readFileSync(join(WEB, file), 'utf8')))),
  );
}

function wordsIn(source: string): Record<string, string> {
  const words: Record<string, string> = {};
  if (source.includes('@ApiExcludeController') || !/@Controller\('\/api\/v1/.test(source)) return words;
  const name = /@Controller[^]*?export class (\w+)/.exec(source)![1]!;
  let [comment, isRoute, inside] = ['', false, false];
  for (const line of source.split('\n')) {
    if (/^ {2}\/\*\*/.test(line)) [comment, inside] = ['', true];
    if (inside) comment += ` ${line.replace(/^\s*(\/\*\*|\*\/|\*(?!\/))|\*\/\s*$/g, '').trim()}`;
    if (line.includes('*/')) inside = false;
    isRoute ||= ROUTE.test(line);
    const method = /^ {2}(?:private )?(?:async )?(\w+)\(/.exec(line)?.[1];
    if (method && isRoute) words[`${name}_${method}`] = comment.replace(/\s+/g, ' ').trim();
    if (/^ {2}}/.test(line)) [comment, isRoute] = ['', false];
  }
  return words;
}

describe('the words of the API document', () => {
  it('are the doc comments of the routes (UPDATE_ROUTE_WORDS=1 writes them)', () => {
    const found = wordsInSources();
    if (process.env.UPDATE_ROUTE_WORDS) write(found);
    else expect(ROUTE_WORDS).toEqual(found);
    expect(Object.values(found).filter((words) => words === '')).toEqual([]);
  });
});

function write(words: Record<string, string>): void {
  const rows = Object.entries(words).map(([key, text]) => `  ${key}: ${JSON.stringify(text)},`);
  const head = '/** What each route of the API does: its own doc comment, kept equal by a spec. */';
  writeFileSync(
    join(import.meta.dirname, 'route-words.ts'),
    `${head}\nexport const ROUTE_WORDS: Readonly<Record<string, string>> = {\n${rows.join('\n')}\n};\n`,
  );
}
