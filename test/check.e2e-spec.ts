import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');
const { mayImport } = createRequire(import.meta.url)('../scripts/plan.cjs') as { mayImport: Record<string, string[]> };
const libs = Object.keys(mayImport);
const house = fs.mkdtempSync(path.join(os.tmpdir(), 'plai-rules-'));

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
  fs.writeFileSync(path.join(house, file), text);
}

function run(script: string, ...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: house, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

const lookAt = (lib: string) => `export * from '#libs/${lib}/src/index.js';\n`;

const rules = () =>
  run(
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    'dependency-cruiser.cjs',
    'apps',
    'libs',
  );

/** A house with every lib and app, which only know each other as the plan permits: what a rule refuses in it is what was planted. */
beforeAll(() => {
  for (const file of [
    'dependency-cruiser.cjs',
    'scripts/plan.cjs',
    'scripts/check-schemas.mjs',
    'tsconfig.json',
    'package.json',
  ])
    write(file, fs.readFileSync(path.join(root, file), 'utf8'));
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(house, 'node_modules'));
  for (const lib of libs) {
    write(`libs/${lib}/src/index.ts`, `export { ${lib} } from './${lib}.service.js';\n`);
    write(`libs/${lib}/src/${lib}.service.ts`, `export const ${lib} = 1;\n`);
    write(`libs/${lib}/src/known.ts`, mayImport[lib]!.map(lookAt).join(''));
  }
  for (const app of ['web', 'worker', 'stripe-sandbox']) write(`apps/${app}/src/main.ts`, 'export const main = 1;\n');
});
afterAll(() => fs.rmSync(house, { recursive: true }));

describe('the rules of the house', () => {
  it('have nothing against a house that keeps to them', () => {
    expect([rules().status, run('scripts/check-schemas.mjs').status]).toEqual([0, 0]);
  });

  it('refuse every import that is not in the plan, and every way around a door', () => {
    const expected = new Map<string, string>();
    const plant = (rule: string, file: string, text: string) => {
      write(file, text);
      expected.set(rule, file);
    };
    for (const lib of libs) {
      const stranger = libs.findLast((other) => other !== lib && !mayImport[lib]!.includes(other));
      if (stranger) plant(`plan-${lib}`, `libs/${lib}/src/a.ts`, lookAt(stranger));
    }
    const inside = `export * from '#libs/ledger/src/ledger.service.js';\n`;
    plant('through-the-door', 'libs/books/src/b.ts', inside);
    plant('apps-through-the-door', 'apps/web/src/b.ts', inside);
    plant('libs-know-no-app', 'libs/books/src/c.ts', `export * from '#apps/worker/src/main.js';\n`);
    plant('apps-stand-apart', 'apps/web/src/c.ts', `export * from '#apps/worker/src/main.js';\n`);
    plant('sandbox-is-a-stranger', 'apps/stripe-sandbox/src/d.ts', `export * from '#libs/kernel/src/index.js';\n`);
    write('libs/books/src/e.ts', `import { f } from './f.js';\nexport const e = () => f;\n`);
    plant('no-circle', 'libs/books/src/f.ts', `import { e } from './e.js';\nexport const f = () => e;\n`);
    plant('kernel-is-pure', 'libs/kernel/src/g.ts', `export * from 'pg';\n`);
    plant('no-http-in-libs', 'libs/books/src/h.ts', `export * from 'fastify';\n`);
    plant('one-door-to-stripe', 'libs/books/src/i.ts', `export * from 'stripe';\n`);
    plant('declared', 'libs/books/src/l.ts', `export * from 'avvio';\n`);
    plant('found', 'libs/books/src/m.ts', `export * from './nowhere.js';\n`);
    plant('runs-without-tools', 'libs/books/src/n.ts', `export * from 'fast-check';\n`);
    const { status, said } = rules();
    expect(status).toBeGreaterThan(0);
    const unseen = [...expected].filter(([rule, file]) => !said.includes(`error ${rule}: ${file}`));
    expect(unseen.filter(([rule]) => rule !== 'no-circle')).toEqual([]);
    expect(said).toMatch(/error no-circle: libs\/books\/src\/[ef]\.ts/);
  });

  it('refuse SQL that writes to another room, or reads one it may not know', () => {
    write('libs/books/src/j.queries.ts', 'export const sql = `insert into ledger.journal (id) values (1)`;\n');
    write('libs/rates/src/k.queries.ts', 'export const sql = `select id from pledges.pledge`;\n');
    const { status, said } = run('scripts/check-schemas.mjs');
    expect(status).toBe(1);
    expect(said).toContain('j.queries.ts writes to ledger: only libs/ledger may');
    expect(said).toContain('k.queries.ts reads pledges, which rates may not know');
  });

  it('refuse a plan that permits what nobody does', () => {
    fs.rmSync(path.join(house, 'libs/budgeting/src/known.ts'));
    const { status, said } = run('scripts/check-schemas.mjs');
    expect(status).toBe(1);
    expect(said).toContain('lets budgeting know needs, which it never looks at');
  });
});
