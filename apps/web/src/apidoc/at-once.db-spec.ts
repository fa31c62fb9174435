import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditService } from '#libs/audit/src/index.js';
import { DeliveryQueries } from '#libs/delivery/src/index.js';
import { Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { DeliveryWalk } from '../../../../test/support/delivery.js';
import { countGift, openBank, openTreasury } from '../../../../test/support/money.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { buildProject, buildTown, person, type Town, type TownProject } from '../../../../test/support/town.js';
import { roomOf } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const TIMES = 20;
const IBAN = 'MD24AG000225100013104168';

interface Command {
  readonly by: PersonId;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** The `Idempotency-Key`; without one each request stands for itself. */
  readonly key?: string;
}

describe('a command that is sent twenty times at once', () => {
  let web: Web;
  let town: Town;
  let bank: string;
  let campaign: TownProject;
  let works: TownProject;
  let walk: DeliveryWalk;
  const sessions = new Map<PersonId, string>();
  beforeAll(async () => {
    web = await openWeb();
    const room = roomOf(web);
    await web.get(RatesService).loadShipped();
    town = await buildTown(room);
    const account = await openBank(room, town.operators[0]);
    bank = account;
    campaign = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '20 days' });
    works = await buildProject(room, town);
    await openTreasury(room, town);
    await countGift(room, town, { projectId: works.id, bank: account, lei: Money.lei(100_000n) });
    walk = new DeliveryWalk(room, town, works, account);
  });
  afterAll(async () => {
    expect(await web.get(AuditService).run()).toEqual([]);
    await web.close();
  });

  it('gives once, and withdraws once', async () => {
    const [id, by] = [newId(), await somebody()];
    const amount = { amount: '50.00', currency: 'MDL' };
    const body = { amount, email: 'maria@exemplu.md', by: 'transfer', shortfall: 'return' };
    await fire({ by, method: 'PUT', path: `/projects/${campaign.id}/pledges/${id}`, body });
    expect(await count('pledges.pledge', 'id', id)).toBe(1);
    const [row] = await web.db.rows<{ by: PersonId }>('select person_id as by from pledges.pledge where id = $1', [id]);
    await fire({ by: row!.by, method: 'DELETE', path: `/pledges/${id}` });
    expect(await web.db.rows('select state from pledges.pledge where id = $1', [id])).toEqual([{ state: 'withdrawn' }]);
  });

  it('opens an account of the operator once, and closes it once', async () => {
    const [path, [first, second]] = [`/bank/accounts/${newId()}`, town.operators];
    const body = { currency: 'EUR', iban: 'RO49AAAA1B31007593840000', bank: 'Banca', holder: 'Plai' };
    await fire({ by: first, method: 'PUT', path, body });
    await fire({ by: second, method: 'PUT', path, body });
    expect(await count('banking.account', 'currency', 'EUR')).toBe(1);
    await sign(await fire({ by: first, method: 'POST', path: `${path}/closing`, key: newId() }), second);
    const trail = await web.db.rows(`select action from platform.trail where action = 'bank-account.closed'`);
    expect(trail).toHaveLength(1);
  });

  it('enters a line once, and confirms it once', async () => {
    const id = newId();
    const amount = { amount: '12.00', currency: 'MDL' };
    const day = await walk.today();
    const body = { accountId: bank, bookedOn: day, amount, reference: id, meaning: 'gift' };
    const line = { by: town.operators[0], method: 'PUT', path: `/bank/lines/${id}`, body };
    await sign(await fire<{ approvalId: string }>(line), town.operators[1]);
    expect(await count('banking.line', 'id', id)).toBe(1);
    expect(await count('ledger.journal', "ref->>'line'", id)).toBe(1);
  });

  it('gives money back once', async () => {
    const gift = await countGift(roomOf(web), town, { projectId: campaign.id, bank: bank as never, lei: Money.lei(2000n) }); // prettier-ignore
    const ask = { by: town.operators[0], method: 'POST', path: `/pledges/${gift}/refunds`, body: { reason: 'Cerut.' } };
    const asked = await fire<{ approvalId: string }>({ ...ask, key: newId() });
    expect(await count('approvals.approval', 'subject', `pledge:${gift}`)).toBe(1);
    await sign(asked, town.operators[1]);
    expect(await count('pledges.gift_refund', 'pledge_id', gift)).toBe(1);
  });

  it('takes a tranche from the question to the order, each step once', async () => {
    const id = newId();
    const evidence = [await walk.pdf(town.mayor)];
    const question = { trancheId: works.tranches[0]!, note: 'Stâlpii sunt puși.', evidence };
    await fire({ by: town.mayor, method: 'PUT', path: `/projects/${works.id}/tranche-requests/${id}`, body: question });
    expect(await count('delivery.request', 'id', id)).toBe(1);
    const items = works.lines.map((lineId) => ({ lineId, finding: 'ok' }));
    const report = { by: town.inspector, method: 'POST', path: `/tranche-requests/${id}/inspection` };
    await fire({ ...report, body: { items, verdict: 'accepted' } });
    expect(await count('delivery.inspection', 'request_id', id)).toBe(1);
    const { voteId } = (await web.get(DeliveryQueries).request(id as never))!.votes[0]!;
    const voters = [town.president, town.inspector, ...town.members];
    for (const by of voters)
      await fire({ by, method: 'PUT', path: `/votes/${voteId}/ballot`, body: { choice: 'yes' } });
    expect(await count('voting.ballot', 'vote_id', voteId)).toBe(voters.length);
    await walk.pass(5);
    const release = { by: town.operators[0], method: 'POST', path: `/tranche-requests/${id}/release` };
    await sign(await fire<{ approvalId: string }>({ ...release, body: { decision: 'release' } }), town.operators[1]);
    await web.drain();
    expect(await count('banking.payment_order', 'project_id', works.id)).toBe(1);
    const [order] = await web.db.rows<{ id: string }>('select id from banking.payment_order where project_id = $1', [works.id]); // prettier-ignore
    await fire({ by: town.operators[0], method: 'POST', path: `/payment-orders/${order!.id}/sent` });
  });

  it('changes an account once', async () => {
    const path = `/bodies/${town.townHallId}/treasury-account`;
    const body = { iban: IBAN, holder: 'Primăria', bank: 'Altă trezorerie' };
    const asked = await fire<{ approvalId: string }>({ by: town.accountant, method: 'PUT', path, body });
    expect(await count('hometowns.treasury_account', 'bank', 'Altă trezorerie')).toBe(1);
    await sign(asked, town.mayor);
  });

  it('takes a member in once', async () => {
    const [by, path] = [await somebody(), `/bodies/${town.associationId}/invitations`];
    const link = { by: town.president, method: 'POST', path, body: { role: 'member' } };
    const { token } = await fire<{ token: string }>(link);
    await fire({ by, method: 'POST', path: `/invitations/${token}/acceptance`, body: {} });
    const asked = await web.db.rows<{ id: string }>('select id from hometowns.join_request where person_id = $1', [by]);
    expect(asked).toHaveLength(1);
    for (const voucher of [town.president, town.inspector])
      await fire({ by: voucher, method: 'POST', path: `/join-requests/${asked[0]!.id}/vouches` });
    expect(await count('hometowns.vouch', 'join_request_id', asked[0]!.id)).toBe(2);
    expect(await count('hometowns.membership', 'person_id', by)).toBe(1);
  });

  it('publishes once', async () => {
    const { id } = await buildProject(roomOf(web), town, { state: 'review' });
    const review = { by: town.operators[0], method: 'POST', path: `/projects/${id}/review` };
    const asked = await fire<{ approvalId: string }>({ ...review, body: { decision: 'recommend' } });
    await sign(asked, town.operators[1]);
    const sql = `select 1 from projects.transition where project_id = $1 and to_state = 'published'`;
    expect(await web.db.rows(sql, [id])).toHaveLength(1);
  });

  function sign({ approvalId }: { approvalId: string }, by: PersonId): Promise<unknown> {
    return fire({ by, method: 'POST', path: `/approvals/${approvalId}/decision`, body: { decision: 'give' } });
  }

  /** Sends it so often at once. Every answer is of what was done or that it stands otherwise already; gives what was done. */
  async function fire<T>({ by, method, path, body, key }: Command): Promise<T> {
    const token = sessions.get(by) ?? (await sessionOf(web, by));
    sessions.set(by, token);
    const answers = await Promise.all(
      Array.from({ length: TIMES }, async (_, n) => {
        const answer = await web.fetch(`/api/v1${path}`, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            'x-forwarded-for': `203.0.113.${n}`,
            ...(body && { 'content-type': 'application/json' }),
            ...(key && { 'idempotency-key': key }),
          },
          ...(body && { body: JSON.stringify(body) }),
        });
        return { status: answer.status, text: await answer.text() };
      }),
    );
    const odd = answers.filter(({ status }) => status >= 300 && status !== 409).map(({ status, text }) => `${status} ${text}`); // prettier-ignore
    expect([`${method} ${path}`, [...new Set(odd)]]).toEqual([`${method} ${path}`, []]);
    const done = answers.filter(({ status }) => status < 300);
    expect([`${method} ${path}`, done.length > 0]).toEqual([`${method} ${path}`, true]);
    const said = [...new Set(done.map(({ text }) => text))];
    expect(said).toHaveLength(1);
    return JSON.parse(said[0] || '{}') as T;
  }

  async function count(table: string, column: string, value: string): Promise<number> {
    return (await web.db.rows(`select 1 from ${table} where ${column} = $1`, [value])).length;
  }

  function somebody(): Promise<PersonId> {
    return web.db.transaction((tx) => person(tx));
  }
});
