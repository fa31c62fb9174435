import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FundAccess, FundGivingService, FundRefundsService, FundsQueries, type PlanId } from '#libs/funds/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { formatMoney } from '#libs/platform/src/index.js';
import { DeskQueries, PublicWordsService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { CardBank } from '../../../../test/support/card-bank.js';
import { type Sandbox, startSandbox } from '../../../../test/support/sandbox.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { buildProject, buildTown, type Town } from '../../../../test/support/town.js';
import { openAccount } from '../../../../test/support/money.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const paths = { success: '/ro/x/{ref}', cancel: '/ro/x' };

describe('the pages of a town’s fund', () => {
  let web: Web;
  let stripe: Sandbox;
  let cards: CardBank;
  let town: Town;
  let fund: string;
  beforeAll(async () => {
    stripe = await startSandbox({ webhookUrl: 'http://127.0.0.1:9/', webhookSecret: 'whsec_test' });
    web = await openWeb({ env: { STRIPE_PORT: String(stripe.port) } });
    cards = new CardBank(roomOf(web));
    await web.get(RatesService).loadShipped();
    town = await buildTown(roomOf(web));
    fund = `/t/${(await web.get(PlacesQueries).byCode(town.placeCode))!.slug}/fund`;
  });
  afterAll(async () => {
    await web.close();
    await stripe.close();
  });

  const text = async (path: string) => (await web.fetch(path)).text();
  const post = (path: string, fields: Record<string, string>) => web.fetch(path, {
    method: 'POST', redirect: 'manual', headers: { origin: web.url, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(fields).toString(),
  }); // prettier-ignore
  const begin = async (): Promise<PlanId> => {
    const id = newId<'Plan'>();
    const said = {
      placeCode: town.placeCode,
      lang: 'ro',
      amount: Money.parse('10.00', 'EUR'),
      coverFee: false,
    } as const;
    const plan = await web.get(FundGivingService).begin({ ...said, id, email: `${id}@example.com`, paths });
    await cards.saveCardOn(plan.checkoutId!, `fund-plan:${id}`);
    await cards.drain();
    await cards.answer();
    await cards.drain();
    return id;
  };

  it.each(['ro', 'ru', 'en'])('say in %s what came and let everybody read every entry', async (lang) => {
    await begin();
    const html = await text(`/${lang}${fund}`);
    expect(html).toContain(`href="/${lang}${fund}/give"`);
    expect(html).toContain(`href="/${lang}${fund}/register.csv"`);
    expect(await text(`/${lang}/t/${fund.split('/')[2]}`)).toContain(`href="/${lang}${fund}"`);
    expect(await text(`/${lang}${fund}/register.csv`)).toContain('fund.counted');
  });

  it('lead from the form to the payment page, once and every month', async () => {
    const form = { shown: 'EUR', currency: 'EUR', amount: '10', email: `${newId()}@example.com` };
    for (const often of ['once', 'monthly']) {
      const answer = await post(`/ro${fund}/give`, { ...form, id: newId(), often });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringContaining(String(stripe.port))]); // prettier-ignore
    }
    const wrong = await post(`/ro${fund}/give`, { ...form, id: newId(), often: 'weekly', amount: '' });
    expect([wrong.status, (await wrong.text()).includes('Alegeți dacă dați în fiecare lună')]).toEqual([422, true]);
  });

  it.each([['ro', 'în mai multe plăți'], ['ru', 'несколькими платежами'], ['en', 'in several payments']])(
    'offer no transfer in %s for a sum that no card carries: a fund takes none',
    async (lang, several) => {
      const form = { id: newId(), shown: 'EUR', currency: 'EUR', amount: '1000000', email: `${newId()}@example.com` };
      for (const often of ['once', 'monthly', 'weekly']) {
        const answer = await post(`/${lang}${fund}/give`, { ...form, often });
        const html = await answer.text();
        expect([answer.status, html.includes(several), /transferul|перевод|transfer/.test(html)]).toEqual([422, true, false]);
      }
    },
  ); // prettier-ignore

  it('take the gift for a project that needs nothing more, only with consent', async () => {
    const { id } = await buildProject(roomOf(web), town, { state: 'campaign', campaignEndsIn: '5 days' });
    await web.db.rows(`update projects.campaign set model = 'keep' where project_id = $1`, [id]);
    const [{ slug } = { slug: '' }] = await web.db.rows<{ slug: string }>('select slug from projects.project where id = $1', [id]); // prettier-ignore
    const project = `/p/${fund.split('/')[2]}/${slug}/give`;
    expect((await web.fetch(`/ro${project}`)).status).toBe(200);
    const give = (amount: string, email = `${newId()}@example.com`) =>
      web.fetch(`/api/v1/projects/${id}/pledges/${newId()}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ amount: { amount, currency: 'EUR' }, email, by: 'card', shortfall: 'return' }),
      });
    const { id: pledge } = (await (await give('60.00')).json()) as { id: string };
    await cards.pay(pledge);
    await cards.drain();
    const refused = await give('5.00');
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([409, 'campaign-full']);
    const led = await web.fetch(`/ro${project}?sum=25&currency=EUR`, { redirect: 'manual' });
    const where = led.headers.get('location')!;
    expect([led.status, where]).toEqual([302, `/ro${fund}/give?from=${id}&sum=25&currency=EUR`]);
    // The same for a form that was still open, right or wrong.
    for (const email of [`${newId()}@example.com`, '']) {
      const late = { id: newId(), shown: 'EUR', currency: 'EUR', other: '25', email, shortfall: 'return', by: 'card' };
      const sent = await web.post(`/ro${project}`, late);
      expect([sent.status, sent.headers.get('location')]).toEqual([302, where]);
    }
    const page = await text(where);
    expect(page).toContain('name="consent"');
    expect(page).not.toMatch(/name="consent"[^>]*checked/);
    const form = { id: newId(), shown: 'EUR', currency: 'EUR', amount: '25', email: `${newId()}@example.com`, often: 'once', from: id }; // prettier-ignore
    expect((await post(`/ro${fund}/give`, form)).status).toBe(422);
    expect((await post(`/ro${fund}/give`, { ...form, consent: 'yes' })).status).toBe(303);
    const [gift] = await web.db.rows<{ from: string }>('select from_project_id as "from" from funds.gift where id = $1', [form.id]); // prettier-ignore
    expect(gift!.from).toBe(id);
  });

  it('prove a receipt to anybody, on the page and by API, and give its paper to its donor alone', async () => {
    const id = newId<'FundGift'>();
    const said = {
      placeCode: town.placeCode,
      lang: 'ru',
      amount: Money.parse('20.00', 'EUR'),
      coverFee: true,
    } as const;
    const gift = await web.get(FundGivingService).give({ ...said, id, email: `${id}@example.com`, paths });
    await cards.payOn(gift.checkoutId!, gift.owner);
    await cards.drain();
    const proof = (await (await web.fetch(`/api/v1/receipts/${gift.receiptCode}`)).json()) as object;
    expect(proof).toMatchObject({
      placeCode: town.placeCode,
      projectId: null,
      state: 'valid',
      lei: { currency: 'MDL' },
    });
    const shown = await text(`/v/${gift.receiptCode}?lang=en`);
    expect([shown.includes(`href="/en${fund}"`), shown.includes('the amount for this fund')]).toEqual([true, true]);
    for (const [lang, now, held] of [['ro', 'Unde sunt acum banii', 'Acum în fond'], ['ru', 'Где сейчас деньги', 'Сейчас в фонде'], ['en', 'money is now', 'In the fund now']] as const) {
      const proven = await text(`/v/${gift.receiptCode}?lang=${lang}`);
      const sum = formatMoney(lang, gift.lei);
      expect([proven.includes(now), proven.split(held)[1]!.slice(0, 120).includes(sum)]).toEqual([true, true]);
    } // prettier-ignore
    const page = `/ru/fund-gift/${id}`;
    const query = `?token=${encodeURIComponent(web.get(FundAccess).tokenOf('gift', id))}`;
    expect(await text(`${page}${query}`)).toContain(`href="${page}/receipt.pdf${query}"`);
    const paper = await web.fetch(`${page}/receipt.pdf${query}`);
    expect([paper.status, paper.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect((await web.fetch(`${page}/receipt.pdf?token=${id}.x`)).status).toBe(404);
    const session = { headers: { cookie: `plai_session=${await sessionOf(web, gift.personId)}` } };
    const year = await (await web.fetch('/ru/account', session)).text();
    expect(year).toContain(`href="${page}"`);
    const found = /href="(\/ru\/account\/years\/\d{4})"/.exec(year)![1]!;
    expect(await (await web.fetch(found, session)).text()).toContain(gift.ref);
    expect((await web.fetch(`${found}/statement.pdf`, session)).status).toBe(200);
  });

  it('let a donor say who gave, on the form and later, and show everybody what was read', async () => {
    const form = { shown: 'EUR', currency: 'EUR', amount: '10', often: 'once', email: `${newId()}@example.com` };
    const id = newId<'FundGift'>();
    const words = { publicName: 'Ion D.', 'dedication.kind': 'wish', 'dedication.text': 'Spor <b>la</b> treabă' };
    expect((await post(`/ro${fund}/give`, { ...form, ...words, id })).status).toBe(303);
    const gift = (await web.get(FundsQueries).find(id))!;
    await cards.payOn(gift.checkoutId!, gift.owner);
    await cards.drain();
    const plan = await begin();
    const list = async () =>
      JSON.stringify(await (await web.fetch(`/api/v1/places/${town.placeCode}/fund/gifts`)).json());
    await web.get(PublicWordsService).judge([{ id, hide: null }], town.operators[0]);
    for (const lang of ['ro', 'ru', 'en']) {
      const html = await text(`/${lang}${fund}`);
      expect([html.includes('Ion D.'), html.includes('Spor &lt;b>la'), html.includes('<b>la')]).toEqual([
        true,
        true,
        false,
      ]);
    }
    expect(await list()).toContain('"name":"Ion D."');
    const register = await text(`/ro${fund}/register.csv`);
    expect([register.includes('Ion D.'), register.includes('anonymous')]).toEqual([true, true]);
    for (const [kind, thing, at] of [['gift', id, `/ro/fund-gift/${id}`], ['plan', plan, `/ro/monthly/${plan}`]] as const) {
      const query = `?token=${encodeURIComponent(web.get(FundAccess).tokenOf(kind, thing))}`;
      expect(await text(`${at}${query}`)).toContain(`href="${at}/words${query}"`);
      expect(await text(`${at}/words${query}`)).toContain(`action="${at}/words${query}"`);
      expect((await post(`${at}/words${query}`, { publicName: 'x'.repeat(90) })).status).toBe(422);
      expect((await post(`${at}/words${query}`, { publicName: 'Ana R.' })).status).toBe(303);
      expect((await post(`${at}/words?token=${thing}.x`, { publicName: 'Rău' })).status).toBe(404);
      expect(await web.get(PublicWordsService).of(thing)).toMatchObject({ name: 'Ana R.', verdict: 'unseen' });
    } // prettier-ignore
    expect(await list()).not.toContain('Ion D.');
    expect(await text(`/ro${fund}/register.csv`)).not.toContain('Ion D.');
    const { ref } = (await web.get(FundsQueries).plan(plan))!;
    const desk = { headers: { cookie: `plai_session=${await sessionOf(web, town.operators[0])}` } };
    expect(await (await web.fetch(`/ro/operator/words?ref=${ref}`, desk)).text()).toContain('Ana R.');
  });

  it('let the operator order from the bank what a card does not take back', async () => {
    const [first, second] = town.operators;
    const account = { id: newId<'BankAccount'>(), currency: 'EUR', iban: 'MD24AG000225100013104168', bank: 'Banca', holder: 'Plai' } as const; // prettier-ignore
    await openAccount(roomOf(web), account, first);
    const said = { placeCode: town.placeCode, lang: 'ro', amount: Money.parse('20.00', 'EUR'), coverFee: true } as const; // prettier-ignore
    const id = newId<'FundGift'>();
    const gift = await web.get(FundGivingService).give({ ...said, id, email: `${id}@example.com`, paths });
    await cards.payOn(gift.checkoutId!, gift.owner);
    await cards.drain();
    const [approvalId, refunds] = [newId<'Approval'>(), web.get(FundRefundsService)];
    await refunds.ask({ approvalId, giftId: id, amount: null, reason: 'A dat din greșeală.' }, first);
    const desk = await Visitor.enter(web, second);
    expect((await desk.see(`/ro/operator/approvals/${approvalId}`)).html).toContain('A dat din greșeală.');
    await refunds.confirm(approvalId, second);
    await cards.drain();
    await cards.refuseRefunds();
    await cards.drain();
    const at = `/ro/operator/fund-gifts/${id}`;
    expect((await desk.see(at)).html).toContain(`action="${at}/order"`);
    expect((await desk.see('/ro/operator/refunds')).html).toContain(`href="${at}"`);
    const [{ id: refundId }] = (await web.get(DeskQueries).refundsOf(id)) as never as [{ id: string }];
    const order = { id: newId(), refundId, holder: 'Maria Ciobanu', iban: 'DE89 3704 0044 0532 0130 00' };
    expect((await desk.send(`${at}/order`, { ...order, iban: 'DE00' })).status).toBe(422);
    expect(await desk.send(`${at}/order`, order)).toMatchObject({ status: 303, to: '/ro/operator?done=asked' });
    const signed = (await (await Visitor.enter(web, first)).see(`/ro/operator/approvals/${order.id}`)).html;
    expect([signed.includes('Maria Ciobanu'), signed.includes(gift.ref)]).toEqual([true, true]);
  });

  it('let whoever has the link of the letters pause, change and stop a monthly gift, and nobody else', async () => {
    const id = await begin();
    const query = `?token=${encodeURIComponent(web.get(FundAccess).tokenOf('plan', id))}`;
    const page = `/ro/monthly/${id}`;
    expect((await web.fetch(`${page}?token=${id}.x`)).status).toBe(404);
    const shown = await text(`${page}${query}`);
    expect([shown.includes(`href="${page}/stop${query}"`), shown.includes(`action="${page}/stop`)]).toEqual([
      true,
      false,
    ]);
    const asked = await text(`${page}/stop${query}`);
    expect([asked.includes(`action="${page}/stop${query}"`), asked.includes('nu se mai poate anula')]).toEqual([true, true]); // prettier-ignore
    expect((await web.fetch(`${page}/stop?token=${id}.x`)).status).toBe(404);
    const state = async () => (await web.get(FundsQueries).plan(id))!.state;
    expect((await post(`${page}/pause${query}`, {})).status).toBe(303);
    expect(await state()).toBe('paused');
    await post(`${page}/resume${query}`, {});
    expect((await post(`${page}/sum${query}`, { sum: '1e3' })).status).toBe(422);
    expect((await post(`${page}/sum${query}`, { sum: '15,50', cover: 'yes' })).status).toBe(303);
    expect((await web.get(FundsQueries).plan(id))!.gift.toString()).toBe('15.50');
    expect((await post(`${page}/card${query}`, {})).status).toBe(303);
    expect((await post(`${page}/stop?token=${id}.x`, {})).status).toBe(404);
    await post(`${page}/stop${query}`, {});
    expect(await state()).toBe('ended');
  });
});
