import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bench, client, gift } from './bench-spec.js';
import { startSandbox } from './sandbox.js';
import { forbidden } from './start-guard.js';

describe('the sandbox', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sandbox-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps payments, keys, clock and undelivered events over a restart', async () => {
    const options = { stateFile: path.join(folder, 'state', 'stripe.json') };
    const before = await bench(options);
    await before.control.settings({ feeFixed: 30 });
    await before.control.advance({ seconds: 1000 });
    const order = {
      amount: 500,
      currency: 'eur',
      payment_method: 'pm_card_visa',
      confirm: true,
      off_session: true,
    } as const;
    const intent = await before.stripe.paymentIntents.create(order, { idempotencyKey: 'k' });
    const session = await before.stripe.checkout.sessions.create(gift());
    await before.control.rule({ action: 'hold' });
    await before.control.pay(session.id);
    await before.control.idle();
    await before.close();

    const after = await bench(options);
    expect(await after.control.health()).toMatchObject({ offset: 1000 });
    expect((await after.control.settings()).feeFixed).toBe(30);
    const again = await after.stripe.paymentIntents.create(order, { idempotencyKey: 'k' });
    expect([again.id, again.lastResponse.headers['idempotent-replayed']]).toEqual([intent.id, 'true']);
    expect(await after.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ payment_status: 'paid' });
    expect((await after.stripe.events.list({ limit: 100 })).data).toHaveLength(9);
    expect(await after.control.release()).toEqual({ released: 5 });
    expect(after.received).toHaveLength(5);
    await after.close();
  });

  it('obeys by HTTP as in process', async () => {
    const sandbox = await startSandbox();
    const control = async (method: string, at: string, body?: object) => {
      const answer = await fetch(`${sandbox.url}/_control/${at}`, {
        method,
        ...(body && { body: JSON.stringify(body) }),
      });
      return [answer.status, await answer.json()] as const;
    };
    expect(await (await fetch(`${sandbox.url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await control('PATCH', 'settings', { fxBps: 0 })).toMatchObject([200, { fxBps: 0, feeBps: 150 }]);
    expect(await control('PATCH', 'settings', { fxBsp: 0 })).toEqual([400, { error: 'No such setting: fxBsp' }]);
    expect(await control('POST', 'rules', { action: 'hold', types: ['charge.*'] })).toMatchObject([
      200,
      { action: 'hold' },
    ]);
    expect(await control('POST', 'rules', { action: 'eat' })).toMatchObject([400, {}]);
    const { id } = await client(sandbox).checkout.sessions.create(gift());
    expect(await control('POST', `sessions/${id}/pay`, { card: '4000000000000002' })).toMatchObject([
      200,
      { outcome: 'declined' },
    ]);
    expect(await control('POST', `sessions/${id}/pay`)).toMatchObject([200, { outcome: 'paid' }]);
    expect(await control('POST', `sessions/${id}/pay`)).toMatchObject([400, { error: 'This session is complete.' }]);
    expect(await control('POST', 'sessions/cs_none/pay')).toMatchObject([404, {}]);
    expect(await control('POST', 'payouts')).toMatchObject([200, { data: [{ amount: 4900 }] }]);
    expect(await control('GET', 'requests')).toMatchObject([
      200,
      { data: [{ path: '/v1/checkout/sessions', status: 200 }] },
    ]);
    expect(await control('POST', 'clock', { seconds: 60 })).toMatchObject([200, { offset: 60 }]);
    expect(await control('GET', 'idle')).toEqual([200, { idle: true }]);
    expect(await control('GET', 'nothing')).toMatchObject([404, {}]);
    expect(await control('POST', 'reset')).toMatchObject([200, {}]);
    expect(await control('GET', 'health')).toMatchObject([200, { offset: 0, counts: { sessions: 0, charges: 0 } }]);
    await sandbox.close();
  });

  it('is not started beside a real key, nor in production', () => {
    expect(forbidden({ STRIPE_SECRET_KEY: 'sk_live_abc' })).toContain('STRIPE_SECRET_KEY');
    expect(forbidden({ STRIPE_SECRET_KEY: 'rk_live_abc' })).toContain('STRIPE_SECRET_KEY');
    expect(forbidden({ NODE_ENV: 'production' })).toContain('NODE_ENV');
    expect(forbidden({ STRIPE_SECRET_KEY: 'sk_test_demo' })).toBeUndefined();
  });
});
