import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApprovalId, Money, newId } from '#libs/kernel/src/index.js';
import { account, LedgerQueries, LedgerService, type Posting } from '#libs/ledger/src/index.js';
import { LossesService } from '#libs/pledges/src/index.js';
import { countGift, openBank } from '../../../../test/support/money.js';
import { plant } from '../../../../test/support/superuser.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../../test/support/town.js';
import { Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

describe('disputes at the operator’s desk', () => {
  let web: Web;
  let town: Town;
  let project: TownProject;
  let operator: Visitor;
  let bank: Awaited<ReturnType<typeof openBank>>;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(web);
    bank = await openBank(web, town.operators[0]);
    project = await buildProject(web, town);
    operator = await Visitor.enter(web, town.operators[0]);
  });
  afterAll(() => web.close());

  /** A gift and the charge that its donor's bank speaks of. */
  async function charged(): Promise<{ gift: string; charge: string }> {
    const gift = await countGift(web, town, { projectId: project.id, bank, lei: Money.lei(5_000n) });
    const [checkout, charge] = [newId(), newId()];
    await web.db.rows(
      `insert into payments.checkout (id, owner, mode, gift_minor, cover_minor, currency, lang, description, success_path, cancel_path, expires_at, opened_at)
         values ($1, $2, 'pay', 5000, 150, 'EUR', 'ro', 'x', '/', '/', now(), now())`,
      [checkout, `pledge:${gift}`],
    );
    await web.db.rows(
      `insert into payments.charge (id, owner, checkout_id, key, amount_minor, cover_minor, currency, state, wanted_at, authorised_at, payment_intent, stripe_charge)
         values ($1, $2, $3, $4, 5150, 150, 'EUR', 'succeeded', now(), now(), $5, $6)`,
      [charge, `pledge:${gift}`, checkout, `charge:${charge}`, `pi_${charge}`, `ch_${charge}`],
    );
    return { gift, charge };
  }
  const dispute = (id: string, charge: string, inquiry: boolean) =>
    web.db.rows(
      `insert into payments.dispute (id, charge_id, amount_minor, currency, reason, status, inquiry, answer_by, opened_at)
         values ($1, $2, 5150, 'EUR', 'unrecognized', $3, $4, platform.now() + interval '7 days', platform.now())`,
      [id, charge, inquiry ? 'warning_needs_response' : 'needs_response', inquiry],
    );
  const textOf = async (path: string) => (await operator.see(path)).html.replaceAll('\u00a0', ' ');

  it('says in words what a bank wants, in the queue, in the list and beside the gift', async () => {
    const [asked, wanted, warned] = [await charged(), await charged(), await charged()];
    await dispute('dp_asked', asked.charge, true);
    await dispute('dp_wanted', wanted.charge, false);
    await web.db.rows(`insert into payments.warning (id, charge_id, fraud_type, actionable, warned_at) values ('issfr_1', $1, 'made_with_stolen_card', true, platform.now())`, [warned.charge]); // prettier-ignore

    const queue = await textOf('/ro/operator');
    expect(queue).toContain('51,50 € · nu recunoaște plata');
    expect(queue).toContain('51,50 € · card furat');
    expect(queue).not.toMatch(/unrecognized|made_with_stolen_card/);
    expect(queue).toContain('Banca întreabă despre o plată');
    const list = await textOf('/ro/operator/disputes');
    expect(list).toMatch(/<a href="\/ro\/operator\/disputes\/dp_asked">51,50 €<\/a>/);
    expect((await textOf('/ro/operator/disputes/dp_asked')).includes('<h1 class="h-page">Întrebarea unei bănci despre 51,50 €')).toBe(true); // prettier-ignore

    const form = 'name="reason"';
    const giftOf = ({ gift }: { gift: string }) => textOf(`/ro/operator/refunds/${gift}`);
    const [question, disputed, warning] = [await giftOf(asked), await giftOf(wanted), await giftOf(warned)];
    expect([question.includes('Banca donatorului întreabă'), question.includes(form)]).toEqual([true, true]);
    expect([disputed.includes('/ro/operator/disputes/dp_wanted'), disputed.includes(form)]).toEqual([true, false]);
    expect([warning.includes('Avertizarea băncii: card furat.'), warning.includes(form)]).toEqual([true, true]);
    expect(warning).toContain(`/ro/operator/projects/${project.id}`);
    for (const lang of ['ru', 'en']) expect((await operator.see(`/${lang}/operator/disputes`)).status).toBe(200);
  });

  it('offers no way out of a loss that has no money, and keeps the reserve’s form on its page', async () => {
    const amount = Money.lei(700n);
    const postings = [{ debit: account('held', 'project', project.id, 'loss', 'MDL'), credit: account('held', 'operator', 'fx', 'MDL'), amount }]; // prettier-ignore
    await web.db.transaction((tx) => web.get(LedgerService).post(tx, { key: `spec:${project.id}`, kind: 'spec.loss', postings })); // prettier-ignore
    await web.db.rows(`insert into pledges.loss_act (id, kind, project_id, amount_minor, approval_id, at) values (gen_random_uuid(), 'covered', $1, 700, gen_random_uuid(), platform.now())`, [project.id]); // prettier-ignore
    const free = await textOf(`/ro/operator/losses/${project.id}`);
    expect(free).toContain('value="recovered"');
    expect(free).not.toContain('value="covered"');
    const wrong = await operator.send('/ro/operator/disputes', { id: newId(), amount: 'mult' });
    expect([wrong.status, wrong.html.includes('value="mult"')]).toEqual([422, true]);
  });

  it('covers a loss of a town’s fund from the reserve, by two, and never more than it is', async () => {
    const [fx, reserve] = [
      account('held', 'operator', 'fx', 'MDL'),
      account('held', 'operator', 'loss-reserve', 'MDL'),
    ];
    const loss = account('held', 'town', town.placeCode, 'loss', 'MDL');
    const at = `/ro/operator/losses/${town.placeCode}`;
    const post = (postings: readonly Posting[]) =>
      web.db.transaction((tx) =>
        web.get(LedgerService).post(tx, { key: `spec:${newId()}`, kind: 'spec.loss', postings }),
      );
    await plant(web, ['pledges.dispute'], [
      `insert into pledges.dispute (id, fund_gift_id, place_code, state, reserved_minor, town_reserved_minor, gift_loss_minor, opened_at, ended_at)
         values ('dp_fund', '${newId()}', '${town.placeCode}', 'lost', 0, 0, 700, platform.now(), platform.now())`,
    ]); // prettier-ignore
    await post([{ debit: loss, credit: fx, amount: Money.lei(700n) }]);
    const bare = await textOf(at);
    expect([bare.includes('Fondul '), bare.includes('name="kind"')]).toEqual([true, false]);
    await post([{ debit: fx, credit: reserve, amount: Money.lei(5_000n) }]);
    const page = await textOf(at);
    expect([page.includes('value="covered"'), page.includes('value="recovered"')]).toEqual([true, false]);
    const form = { id: newId(), kind: 'covered', amount: '5,00' };
    expect((await operator.send(at, { ...form, id: newId(), amount: '7,01' })).status).toBe(409);
    expect((await operator.send(at, { ...form, id: newId(), kind: 'forgiven' })).status).toBe(422);
    expect(await operator.send(at, form)).toMatchObject({ status: 303, to: '/ro/operator?done=asked' });
    expect((await textOf(at)).includes('name="kind"')).toBe(false);
    await expect(web.get(LossesService).confirm(form.id as ApprovalId, town.operators[0])).rejects.toMatchObject({ code: 'second-person-needed' }); // prettier-ignore
    await web.get(LossesService).confirm(form.id as ApprovalId, town.operators[1]);
    expect((await web.get(LedgerQueries).balance(loss)).minor).toBe(200n);
    expect(await textOf(at)).toContain('2 lei');
    for (const lang of ['ru', 'en']) expect((await operator.see(at.replace('/ro/', `/${lang}/`))).status).toBe(200);
  });
});
