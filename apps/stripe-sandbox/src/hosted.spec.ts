import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { type Bench, bench, gift } from './bench-spec.js';

const good = {
  email: 'ana@example.md',
  number: '4242 4242 4242 4242',
  expiry: '12 / 34',
  cvc: '123',
  name: 'Ana Rusu',
};

describe('the hosted page', () => {
  let b: Bench;
  beforeEach(async () => {
    b = await bench();
  });
  afterEach(() => b.close());

  const open = (more: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
    b.stripe.checkout.sessions.create({ ...gift(), ...more });
  const get = (url: string | null, headers: Record<string, string> = {}) =>
    fetch(String(url), { headers, redirect: 'manual' });
  const post = (url: string | null, fields: Record<string, string>) =>
    fetch(String(url), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

  it('speaks the language of the session, says that no money is real, and leads back', async () => {
    for (const [locale, word, lang] of [
      ['ro', 'Pagină de plată de probă – fără bani reali', 'ro'],
      ['ru', 'Тестовая страница оплаты – деньги не настоящие', 'ru'],
      ['de', 'Test payment page – no real money', 'en'],
    ] as const) {
      const page = await (await get((await open({ locale })).url)).text();
      expect(page).toContain(`<html lang="${lang}">`);
      expect(page).toContain(word);
      expect(page).toContain('href="https://plai.example/again"');
    }
    expect(await (await get((await open()).url, { 'accept-language': 'ru-MD,ro;q=0.5' })).text()).toContain(
      'lang="ru"',
    );
  });

  it('guards itself: nothing from elsewhere, no scripts, no frames, nothing kept', async () => {
    const answer = await get((await open()).url);
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self' https://plai.example; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).not.toMatch(/<script|style=/);
  });

  it('shows names as text', async () => {
    const line = {
      quantity: 2,
      price_data: { currency: 'eur', unit_amount: 500, product_data: { name: '<img src=x onerror=alert(1)>' } },
    };
    const page = await (await get((await open({ line_items: [line], locale: 'en' })).url)).text();
    expect(page).not.toContain('<img');
    expect(page).toContain('× 2');
    expect(page).toContain('€10.00');
  });

  it('takes the payment and sends its payer on', async () => {
    const session = await open();
    const answer = await post(session.url, good);
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      `https://plai.example/thanks?session=${session.id}`,
    ]);
    expect(await b.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      customer_details: { email: 'ana@example.md', name: 'Ana Rusu' },
    });
  });

  it('puts each mistake beside its field, and never sends a number back', async () => {
    const session = await open({ locale: 'ro' });
    const answer = await post(session.url, {
      ...good,
      email: 'ana',
      number: '4111111111111111',
      expiry: '13/34',
      cvc: '1',
      name: '',
    });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    for (const field of ['email', 'number', 'expiry', 'cvc', 'name']) {
      expect(page).toContain(`id="${field}-error"`);
      expect(page).toMatch(
        new RegExp(`<input id="${field}"[^>]*aria-describedby="[^"]*${field}-error"[^>]*aria-invalid="true"`),
      );
      expect(page).toContain(`href="#${field}"`);
    }
    expect(page).toContain('Acesta nu este un card de probă');
    expect(page).not.toContain('4111');
    expect(page).toContain('value="ana"');
    expect((await b.stripe.paymentIntents.list()).data).toEqual([]);
  });

  it.each([
    ['1', 'expiryBad'],
    ['01/20', 'past'],
  ])('refuses the date %s', async (expiry) => {
    expect((await post((await open()).url, { ...good, expiry })).status).toBe(422);
  });

  it('says in words why the bank refused, and takes another card', async () => {
    const { url } = await open({ locale: 'ru' });
    const answer = await post(url, { ...good, number: '4000000000009995' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('На карте недостаточно денег. Ничего не списано.');
    expect((await post(url, good)).status).toBe(303);
  });

  it('asks for the bank’s confirmation on a page of its own', async () => {
    const { url, id } = await open();
    const asked = await post(url, { ...good, number: '4000002760003184' });
    const bank = `${b.sandbox.url}${asked.headers.get('location')}`;
    expect(bank).toContain('/c/authenticate/');
    expect(await (await get(bank)).text()).toContain('name="decision" value="authorise"');
    const refused = await post(bank, { decision: 'refuse' });
    expect(refused.headers.get('location')).toBe(`/c/pay/${id}?notice=refused`);
    await post(url, { ...good, number: '4000002760003184' });
    expect((await post(bank, { decision: 'authorise' })).headers.get('location')).toContain(
      'https://plai.example/thanks',
    );
    expect((await b.stripe.charges.list()).data).toHaveLength(1);
    expect((await b.types()).filter((type) => /requires_action|failed/.test(type))).toEqual([
      'payment_intent.requires_action',
      'payment_intent.payment_failed',
      'payment_intent.requires_action',
    ]);
  });

  it('takes nothing twice, and says so kindly; nor from an expired session', async () => {
    const { url } = await open({ locale: 'ro' });
    await post(url, good);
    const again = await post(url, good);
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('Plata este deja făcută');
    expect((await get(url)).status).toBe(200);
    expect((await b.stripe.charges.list()).data).toHaveLength(1);
    const late = await open({ locale: 'en' });
    await b.stripe.checkout.sessions.expire(late.id);
    const answer = await post(late.url, good);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('This page has expired');
    expect((await get(`${b.sandbox.url}/c/pay/cs_test_none`)).status).toBe(404);
  });

  it('two pages of one gift are two payments, as at Stripe', async () => {
    const [one, two] = [await open(), await open()];
    await Promise.all([post(one.url, good), post(two.url, good)]);
    expect((await b.stripe.charges.list()).data).toHaveLength(2);
  });

  it('saves a card without taking anything, for an e-mail that is already known', async () => {
    const session = await b.stripe.checkout.sessions.create({
      mode: 'setup',
      currency: 'mdl',
      locale: 'en',
      customer_email: 'ion@example.md',
      customer_creation: 'always',
      success_url: 'https://plai.example/ok',
      setup_intent_data: { metadata: { pledge: 'p1' } },
    });
    const page = await (await get(session.url)).text();
    expect(page).toContain('only saved');
    expect(page).not.toContain('id="email"');
    const card = { number: '4000 0000 0000 0341', expiry: good.expiry, cvc: good.cvc, name: good.name };
    expect((await post(session.url, card)).status).toBe(303);
    const saved = await b.stripe.checkout.sessions.retrieve(session.id, {
      expand: ['setup_intent.payment_method', 'customer'],
    });
    expect(saved).toMatchObject({
      status: 'complete',
      payment_status: 'no_payment_required',
      customer: { email: 'ion@example.md' },
      setup_intent: {
        status: 'succeeded',
        metadata: { pledge: 'p1' },
        payment_method: { card: { last4: '0341', exp_year: 2034 } },
      },
    });
    expect((await b.stripe.charges.list()).data).toEqual([]);
  });
});
