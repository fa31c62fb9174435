import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { civilDate, endOfDay, Money } from '#libs/kernel/src/index.js';
import { Clock, fromRoot } from '#libs/platform/src/index.js';
import { countGift, openBank } from '../../../../test/support/money.js';
import { sealAll } from '../../../../test/support/sealed.js';
import { asSuperuser, plant } from '../../../../test/support/superuser.js';
import { buildProject, buildTown } from '../../../../test/support/town.js';
import { roomOf } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

interface Head {
  n: number;
  hash: string;
  day: string;
}

describe('the chain in public', () => {
  let web: Web;
  let code: string;
  let pledges: { id: string; code: string }[];
  const text = async (address: string, init?: RequestInit) => (await web.fetch(address, init)).text();
  const heads = async () => JSON.parse(await text('/api/v1/books/published-heads')) as { newest: Head; days: Head[] };
  /** The program that visitors download, run beside us. */
  const verify = (...args: string[]) =>
    new Promise<{ code: number | null; says: string }>((done) => {
      const program = spawn(process.execPath, [fromRoot('libs/ledger/data/verify.mjs'), ...args]);
      let says = '';
      program.stdout.on('data', (piece: Buffer) => (says += piece.toString()));
      program.on('close', (code) => done({ code, says: says.trim() }));
    });

  beforeAll(async () => {
    web = await openWeb();
    const town = await buildTown(web);
    const project = await buildProject(web, town, { state: 'campaign', campaignEndsIn: '5 days' });
    const bank = await openBank(web, town.operators[0]);
    for (const lei of [1_234_56n, 100_00n, 55_00n]) await countGift(web, town, { projectId: project.id, bank, lei: Money.lei(lei) }); // prettier-ignore
    pledges = await web.db.rows(
      'select id, receipt_code as code from pledges.pledge where counted_at is not null order by id',
    );
    code = pledges[1]!.code;
  });
  afterAll(() => web.close());

  it('says when there is a proof while the gift is not sealed yet', async () => {
    const answer = await web.fetch(`/api/v1/receipts/${code}/proof`);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'gift-not-sealed' });
    expect(await text(`/v/${code}?lang=en`)).toContain('gets its link within seconds');
    await sealAll(web);
    expect(await text(`/v/${code}?lang=en`)).not.toContain('gets its link within seconds');
  });

  it('is exported whole, cheaply a second time, from a seal on, and by day', async () => {
    const first = await web.fetch('/api/v1/books/export');
    const [whole, etag] = [await first.text(), first.headers.get('etag')!];
    expect(first.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    expect(whole.trimEnd().split('\n').length).toBeGreaterThan(3);
    for (const { id } of pledges) expect(whole).not.toContain(id);
    const again = await web.fetch('/api/v1/books/export', { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const { n } = (await heads()).newest;
    expect(whole.endsWith(await text(`/api/v1/books/export?afterSeal=${n - 1}`))).toBe(true);
    expect(await text(`/api/v1/books/export?afterSeal=${n}`)).toBe('');
    const today = civilDate(await web.get(Clock).now());
    expect(await text(`/api/v1/books/export?day=${today}`)).toBe(whole);
    const earlier = await web.fetch('/api/v1/books/export?day=2024-02-29');
    expect([await earlier.text(), earlier.headers.get('cache-control')]).toEqual(['', 'public, max-age=31536000, immutable']); // prettier-ignore
    expect((await web.fetch('/api/v1/books/export?day=2025-02-29')).status).toBe(400);
    expect((await web.fetch('/api/v1/books/export', { method: 'HEAD' })).status).toBe(200);
  });

  it('is proved from its address, against the heads that it publishes, by the program it hands out', async () => {
    const { newest } = await heads();
    const { code: exit, says } = await verify(web.url);
    expect({ exit, says }).toEqual({
      exit: 0,
      says: expect.stringMatching(/^Proved: .* published heads? agrees? with it/),
    });
    expect(says).toContain(`${newest.n}:${newest.hash}`);
    expect(await text('/verify.mjs')).toBe(fs.readFileSync(fromRoot('libs/ledger/data/verify.mjs'), 'utf8'));
  });

  it('publishes the first head of each civil day: as list, text, feed and page, and on every receipt', async () => {
    await web.get(Clock).moveBy(86_400_000);
    const town = await buildTown(web);
    const project = await buildProject(web, town, { state: 'campaign', campaignEndsIn: '5 days' });
    const [bank] = await web.db.rows<{ id: string }>('select id from banking.account');
    await countGift(web, town, { projectId: project.id, bank: bank!.id as never, lei: Money.lei(77_00n) });
    await sealAll(web);
    const { newest, days } = await heads();
    expect(days).toHaveLength(2);
    expect(days.map(({ day }) => day)).toEqual([...days.map(({ day }) => day)].sort().reverse());
    expect(days[1]!.n).toBe(1);
    const lines = (await text('/api/v1/books/published-heads.txt')).trimEnd().split('\n');
    expect(lines).toEqual([...days.toReversed(), newest].map(({ day, n, hash }) => `${day} ${n} ${hash}`));
    for (const lang of ['ro', 'ru', 'en']) {
      expect(await text(`/${lang}/books/heads`)).toContain(days[0]!.hash);
      expect(await text(`/${lang}/books/heads.atom`)).toContain(`${days[0]!.n}:${days[0]!.hash}`);
      expect(await text(`/${lang}/books/recount`)).toContain(`node verify.mjs http`);
    }
    expect(await text(`/v/${code}?lang=en`)).toContain(newest.hash);
  });

  it('proves a gift by the code of its receipt, up to a published head, and shows nothing of others', async () => {
    const answer = await web.fetch(`/api/v1/receipts/${code}/proof`);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="plai-proof-${code}.json"`);
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'plai-proof-')), 'proof.json');
    const proof = await answer.text();
    fs.writeFileSync(file, proof);
    for (const pledge of pledges) expect(proof).not.toContain(pledge.id);
    expect(proof).not.toContain('123456');
    const proved = await verify(file, '--heads', `${web.url}/api/v1/books/published-heads.txt`);
    expect(proved).toEqual({
      code: 0,
      says: expect.stringMatching(/over 100\.00 MDL .* under a head that you know\.$/),
    });
    fs.rmSync(path.dirname(file), { recursive: true });
    expect((await web.fetch('/api/v1/receipts/ABCDABCDABCDABCD/proof')).status).toBe(404);
  });

  it('is kept for ever by caches only when no seal of its day can still be under way', async () => {
    const clock = web.get(Clock);
    const day = civilDate(await clock.now());
    const kept = async () => (await web.fetch(`/api/v1/books/export?day=${day}`)).headers.get('cache-control');
    await clock.moveBy(endOfDay(day).getTime() - (await clock.now()).getTime() + 10 * 60_000);
    expect(await kept()).toBe('public, max-age=0, must-revalidate');
    await clock.moveBy(3_600_000);
    expect(await kept()).toBe('public, max-age=31536000, immutable');
  });

  it('is found broken at its address when somebody with the whole machine changes it and makes the chain anew', async () => {
    const kept = (await heads()).newest;
    const change = `update ledger.entry set amount = amount * 2 where journal_id = (select min(id) from ledger.journal)`;
    await plant(roomOf(web), ['ledger.entry'], [change]);
    expect(await verify(web.url)).toEqual({ code: 1, says: expect.stringContaining('Broken at seal 1: a journal under it was changed') }); // prettier-ignore
    await asSuperuser(roomOf(web), async (client) => {
      await client.query(
        `begin; alter table ledger.seal disable trigger all; delete from ledger.seal; delete from ledger.balance`,
      );
      await client.query('select ledger.seal(100000); alter table ledger.seal enable trigger all; commit');
    });
    expect((await verify(web.url)).code).toBe(0);
    expect(await verify(web.url, '--head', `${kept.n}:${kept.hash}`)).toMatchObject({ code: 1 });
  });
});
