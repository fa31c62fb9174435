import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditService } from '#libs/audit/src/index.js';
import { type ApprovalId, Money, newId, type PledgeId } from '#libs/kernel/src/index.js';
import { GiftRefundsService, PromisesService } from '#libs/pledges/src/index.js';
import { pathOf } from '../../../../test/support/campaign.js';
import { buildProject, buildTown, type Town } from '../../../../test/support/town.js';
import { type GivingWeb, openGivingWeb } from '../../../../test/support/giving-web.js';

describe('asking a gift back by page', () => {
  let web: GivingWeb;
  let town: Town;
  beforeAll(async () => {
    web = await openGivingWeb();
    town = await buildTown(web);
  });
  afterAll(() => web.close());

  /** A gift of forty euro whose money has come, and its page's address with the key of its donor. */
  async function given() {
    const { id: projectId } = await buildProject(web, town, { state: 'campaign', campaignEndsIn: '9 days', times: 5 });
    const fields = { shown: 'EUR', currency: 'EUR', amount: '', other: '40', shortfall: 'return', by: 'card' };
    const rest = { publicName: '', associationId: '', country: '', id: newId(), email: 'ana@donor.plai.example' };
    await web.post(`/en${await pathOf(web.db, projectId)}/give`, { ...fields, ...rest });
    const [gift] = await web.db.rows<{ id: PledgeId; ref: string }>('select id, ref from pledges.pledge where project_id = $1', [projectId]); // prettier-ignore
    await web.bank.pay(gift!.id);
    await web.bank.drain();
    const token = `?token=${web.get(PromisesService).tokenOf(gift!.id)}`;
    return { ...gift!, token, page: `/en/gift/${gift!.id}` };
  }
  const read = async (path: string) => (await (await web.fetch(path)).text()).replaceAll('\u00a0', ' ');

  it('tells at once, above everything else, what was asked; then what was granted and how much has gone', async () => {
    const { id, ref, token, page } = await given();
    const shown = () => read(page + token);
    const ask = (amount: string) => web.post(`${page}/refund${token}`, { id: newId(), amount, why: 'Wrong project' });
    // A code that people copy is never cut at the end of a line.
    expect(await shown()).toContain(`<h1 class="h-page">Gift <span class="uncut">${ref}</span></h1>`);
    expect((await ask('1e9')).status).toBe(422);
    const [over, none] = [await ask('41'), await ask('0')];
    expect([over.status, none.status]).toEqual([422, 422]);
    expect((await over.text()).replaceAll('\u00a0', ' ')).toMatch(/id="f-amount-error"[^]*€40\.00/);
    expect(await none.text()).toMatch(/id="f-amount-error"[^]*more than zero/);
    expect((await ask('10')).headers.get('location')).toBe(page + token);
    const asked = await shown();
    expect(asked.indexOf('You asked for €10.00 back')).toBeGreaterThan(0);
    expect(asked.indexOf('You asked for €10.00 back')).toBeLessThan(asked.indexOf('<dl class="facts">'));
    expect(asked).not.toContain(`href="${page}/refund${token}"`);
    const approvalId = newId<'Approval'>() as ApprovalId;
    const amount = Money.parse('10.00', 'EUR');
    await web.get(GiftRefundsService).ask({ approvalId, pledgeId: id, amount, reason: 'Asked' }, town.operators[0]);
    await web.get(GiftRefundsService).confirm(approvalId, town.operators[1]);
    await web.bank.refundAll();
    await web.bank.drain();
    const back = await shown();
    expect(back).toContain('Your request for €10.00 was approved by two signatures.');
    expect(back).toContain('<dt>Of it, sent back</dt><dd>€10.00</dd>');
    // Also of all that was left: the donor reads that two have signed while the money is on its way.
    expect((await ask('')).status).toBe(303);
    const rest = newId<'Approval'>() as ApprovalId;
    const left = Money.parse('30.00', 'EUR');
    await web
      .get(GiftRefundsService)
      .ask({ approvalId: rest, pledgeId: id, amount: left, reason: 'Asked' }, town.operators[0]);
    await web.get(GiftRefundsService).confirm(rest, town.operators[1]);
    expect(await shown()).toContain('Your request for €30.00 was approved by two signatures.');
    await web.bank.refundAll();
    await web.bank.drain();
    expect(await web.get(AuditService).run()).toEqual([]);
  });
});
