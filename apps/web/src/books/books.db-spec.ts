import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, civilDate, Money } from '#libs/kernel/src/index.js';
import { Clock, sayIn } from '#libs/platform/src/index.js';
import { STATEMENT_COLUMNS } from '#libs/books/src/index.js';
import { countGift, openBank } from '../../../../test/support/money.js';
import { buildProject, buildTown, type TownProject } from '../../../../test/support/town.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

describe('the public books', () => {
  let web: Web;
  let project: TownProject;
  beforeAll(async () => {
    web = await openWeb();
    const town = await buildTown(web);
    project = await buildProject(web, town, { state: 'campaign', campaignEndsIn: '5 days' });
    const bank = await openBank(web, town.operators[0]);
    await countGift(web, town, { projectId: project.id, bank, lei: Money.lei(1_234_56n) });
    await countGift(web, town, { projectId: project.id, bank, lei: Money.lei(100_00n) });
  });
  afterAll(() => web.close());

  const json = async (path: string) => (await web.fetch(path)).json() as Promise<Record<string, never>>;

  it.each(['ro', 'ru', 'en'] as const)('shows what is held and every project in %s', async (lang) => {
    const answer = await web.fetch(`/${lang}/books`);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toMatch(/1[\s,]334[.,]56/);
    expect(html).toMatch(new RegExp(`/${lang}/p/[^/]+/[^/]+-${project.id.slice(-12)}/register\\.csv`));
    const trial = await (await web.fetch(`/${lang}/books/trial-balance`)).text();
    expect(trial).toContain(
      `${sayIn(lang)('books.account.project.claim')}<br/><code class="hash small">held:project/${project.id}:claim:MDL`,
    );
  });

  it.each(['ro', 'ru', 'en'])('shows in %s who got what, each project in one group of each table', async (lang) => {
    const page = await (await web.fetch(`/${lang}/allocation`)).text();
    expect(page).toMatch(/1[\s\u00a0.,]?334[.,]56/);
    const summary = (await json('/api/v1/allocation')) as unknown as Record<string, { key: string; projects: number; people: { amount: string } }[]> & { all: object }; // prettier-ignore
    expect(summary.all).toMatchObject({ projects: 1, towns: 1, people: { amount: '1334.56' } });
    for (const axis of ['district', 'sector', 'size'])
      expect(summary[axis]).toEqual([expect.objectContaining({ projects: 1, people: { amount: '1334.56', currency: 'MDL' } })]); // prettier-ignore
    const csv = await (await web.fetch('/api/v1/allocation.csv')).text();
    const [head, row, end] = csv.replace('\ufeff', '').split('\r\n');
    expect([head!.split(',').length, end]).toEqual([row!.split(',').length, '']);
    expect(row).toContain(`${project.code},`);
    expect(row).toContain(',1334.56,');
  });

  it('adds up: debits are credits', async () => {
    const { data } = (await json('/api/v1/books/trial-balance')) as unknown as {
      data: { book: string; debit: { amount: string }; credit: { amount: string } }[];
    };
    const sum = (side: 'debit' | 'credit') =>
      data
        .filter(({ book }) => book === 'held')
        .reduce((all, row) => all + BigInt(row[side].amount.replace('.', '')), 0n);
    expect(sum('debit')).toBe(133_456n);
    expect(sum('credit')).toBe(133_456n);
  });

  it('gives a statement page by page, and whole as CSV', async () => {
    const first = await web.fetch(`/api/v1/projects/${project.id}/statement?limit=1`);
    expect(first.headers.get('link')).toMatch(/rel="next"/);
    const { data, next } = (await first.json()) as { data: { balance: { amount: string } }[]; next: string };
    const rest = (await json(`/api/v1/projects/${project.id}/statement?after=${next}`)) as unknown as {
      data: typeof data;
      next: null;
    };
    expect([...data, ...rest.data].map(({ balance }) => balance.amount)).toEqual(['1234.56', '1334.56']);
    expect(rest.next).toBeNull();
    const register = /"(\/ro\/p\/[^"]+register\.csv)"/.exec(await (await web.fetch('/ro/books')).text())![1]!;
    for (const path of [register, `/api/v1/projects/${project.id}/statement.csv`]) {
      const csv = await web.fetch(path);
      expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect((await csv.text()).split('\r\n')).toHaveLength(4);
    }
    const page = await (await web.fetch(register.replace('.csv', ''))).text();
    expect(page).toMatch(/ <span class="hint">/);
    expect(page).not.toMatch(/[^> ]<span class="hint">/);
    expect(await (await web.fetch('/ro/books/platform.csv')).text()).toContain(
      'project,claim,credit,MDL,133456,1334.56',
    );
  });

  it('shows a project as of any civil day: entries, balances and totals then', async () => {
    const now = await web.get(Clock).now();
    const [today, before] = [0, -1].map((days) => addDays(civilDate(now), days));
    const of = async (what: string, at: string) => json(`/api/v1/projects/${project.id}/${what}?at=${at}`);
    expect(await of('statement', before!)).toMatchObject({ data: [], next: null });
    expect((await of('statement', today!)).data).toHaveLength(2);
    expect((await of('statement/totals', before!)).accounts).toEqual([
      expect.objectContaining({ amount: { amount: '0.00', currency: 'MDL' } }),
    ]);
    // What has not come yet cannot have been counted.
    expect((await of('statement/totals', '2999-01-01')).asOf).not.toContain('2999');
    const csv = async (at: string) => (await web.fetch(`/api/v1/projects/${project.id}/statement.csv?at=${at}`)).text();
    expect((await csv(before!)).split('\r\n')).toHaveLength(2);
    expect((await csv(today!)).split('\r\n')).toHaveLength(4);
    expect((await web.fetch(`/api/v1/projects/${project.id}/statement?at=2026-02-30`)).status).toBe(400);
    const register = /"(\/ro\/p\/[^"]+register)\.csv"/.exec(await (await web.fetch('/ro/books')).text())![1]!;
    const then = await (await web.fetch(`${register}?at=${before}`)).text();
    expect(then).not.toMatch(/1[\s,.]234[.,]56/);
    expect(then).toContain(`register.csv?at=${before}`);
    expect(await (await web.fetch(`${register}?at=${today}`)).text()).toMatch(/1[\s,.]234[.,]56/);
  });

  it('explains every column of a statement where programs and people read', async () => {
    const { paths } = (await json('/api/openapi.json')) as unknown as { paths: Record<string, { get: { description: string } }> }; // prettier-ignore
    const told = JSON.stringify(paths['/api/v1/projects/{id}/statement.csv']!.get);
    const page = await (await web.fetch('/ru/api')).text();
    for (const column of STATEMENT_COLUMNS) {
      expect(told).toContain(`\`${column}\``);
      expect(page).toContain(`<code>${column}</code></dt><dd>`);
    }
  });

  it('knows nothing of a project that is not public', async () => {
    const draft = await buildProject(web, await buildTown(web), { state: 'draft' });
    for (const path of ['statement', 'statement.csv'].map((what) => `/api/v1/projects/${draft.id}/${what}`)) {
      expect((await web.fetch(path)).status).toBe(404);
    }
  });
});
