import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { Money, newId, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import type { BankAccountId } from '#libs/payments/src/index.js';
import { SubmissionService } from '#libs/projects/src/index.js';
import { countGift, creditLine, openBank } from '../../../../test/support/money.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { draftStreetLight } from '../../../../test/support/street-light.js';
import { buildProject, buildTown, type Town } from '../../../../test/support/town.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const PAGES = ['', '/applications', '/reviews', '/tranches', '/money', '/bank', '/bank/new', '/bank/new?meaning=payout', '/orders', '/refunds', '/projects', '/audit', '/log', '/log?search=approval', '/staff']; // prettier-ignore

describe('the operator’s desk', () => {
  let web: Web;
  let town: Town;
  let bank: BankAccountId;
  const cookies = new Map<PersonId, string>();
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(web);
    bank = await openBank(web, town.operators[0]);
    for (const person of [...town.operators, town.mayor]) {
      cookies.set(person, `plai_session=${await sessionOf(web, person)}`);
    }
  });
  afterAll(() => web.close());

  const as = (person: PersonId) => ({ headers: { cookie: cookies.get(person)! } });
  const see = async (path: string, person: PersonId = town.operators[0]) => {
    const answer = await web.fetch(path, as(person));
    return { status: answer.status, html: (await answer.text()).replaceAll('\u00a0', ' ') };
  };
  const send = (path: string, fields: Record<string, string>, person: PersonId = town.operators[0]) =>
    web.post(path, fields, as(person));
  const waiting = async (kind: string) => {
    const all = await web.get(ApprovalsQueries).waiting('operator');
    return all.find((each) => each.kind === kind)!;
  };

  it.each(PAGES)('opens for the staff alone, in three languages: %s', async (path) => {
    for (const lang of ['ro', 'ru', 'en']) {
      expect(await see(`/${lang}/operator${path}`)).toMatchObject({ status: 200 });
    }
    expect(await see(`/ro/operator${path}`, town.mayor)).toMatchObject({ status: 404 });
    const stranger = await web.fetch(`/ro/operator${path}`);
    expect([stranger.status, stranger.headers.get('location')]).toEqual([303, expect.stringContaining('/ro/sign-in')]);
  });

  it('takes a line of the statement from one and lets another sign what exactly it is', async () => {
    const line = { id: newId(), meaning: 'own-means', accountId: bank, bookedOn: '2026-01-05', amount: '1 250,50', reference: 'FT-77' }; // prettier-ignore
    const wrong = await send('/ro/operator/bank/new', { ...line, amount: '12,5o' });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('value="12,5o"');
    const entered = await send('/ro/operator/bank/new', line);
    expect(entered.headers.get('location')).toBe('/ro/operator/bank?done=asked');
    const { id } = await waiting('bank-line');
    const own = await see(`/ro/operator/approvals/${id}`);
    expect(own.html).toContain('A doua semnătură o dă alt om');
    expect(own.html).not.toContain('name="decision"');
    const other = await see(`/ro/operator/approvals/${id}`, town.operators[1]);
    expect(other.html).toContain('1 250,50 lei');
    expect(other.html).toContain('FT-77');
    expect((await send(`/ro/operator/approvals/${id}`, { decision: 'give' })).status).toBe(403);
    expect((await send(`/ro/operator/approvals/${id}`, { decision: 'refuse' }, town.operators[1])).status).toBe(422);
    expect((await send(`/ro/operator/approvals/${id}`, { decision: 'give' }, town.operators[1])).status).toBe(303);
    expect((await web.get(LedgerQueries).balance('held:operator:capital:MDL' as never)).toString()).toBe('1250.50');
    expect((await see('/ro/operator/money')).html).toContain('Sumele coincid.');
  });

  it('finds a gift by its reference, asks to send it back, and shows the other one which', async () => {
    const project = await buildProject(web, town, { state: 'funded' });
    const gift = await countGift(web, town, { projectId: project.id, bank, lei: Money.lei(300_00n) });
    const [{ ref }] = (await web.db.rows<{ ref: string }>('select ref from pledges.pledge where id = $1', [gift])) as [{ ref: string }]; // prettier-ignore
    const found = await web.fetch(`/ro/operator/refunds?ref=${ref.toLowerCase()}`, as(town.operators[0]));
    expect(found.headers.get('location')).toBe(`/ro/operator/refunds/${gift}`);
    const none = await send(`/ro/operator/refunds/${gift}`, { id: newId(), amount: '100' });
    expect(none.status).toBe(422);
    expect(await none.text()).toContain('value="100"');
    expect((await send(`/ro/operator/refunds/${gift}`, { id: newId(), amount: '100', reason: 'A greșit suma.' })).status).toBe(303); // prettier-ignore
    const { id } = await waiting('gift-refund');
    expect((await see(`/ro/operator/approvals/${id}`, town.operators[1])).html).toContain(ref);
    expect((await send(`/ro/operator/approvals/${id}`, { decision: 'give' }, town.operators[1])).status).toBe(303);
    expect((await see('/ru/operator/refunds')).html).toContain(ref);
  });

  it('suggests whose a receipt is', async () => {
    const line = await creditLine(web, town, { bank, lei: Money.lei(42_00n) });
    const page = await see(`/en/operator/bank/lines/${line}`);
    expect(page.html).toContain('Look it up by its code');
    expect((await send(`/en/operator/bank/lines/${line}`, {})).status).toBe(422);
    expect((await see('/ro/operator/bank')).html).toContain(`/ro/operator/bank/lines/${line}`);
  });

  it('shows a sent project whole, and sends it back with remarks beside its sections', async () => {
    const id: ProjectId = await draftStreetLight(web, town);
    await web.get(SubmissionService).submit(id, town.mayor);
    await web.db.transaction((tx) => web.get(SubmissionService).endorsed(tx, id, { accepted: true, voteId: newId() }));
    const page = await see(`/ro/operator/reviews/${id}`);
    expect(page.html).toContain('Corpuri de iluminat');
    expect(page.html).toContain('deviz.pdf');
    const wrong = await send(`/ro/operator/reviews/${id}`, {
      decision: 'ask-changes',
      'notes.budget': 'Cabul e scump.',
    });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('Cabul e scump.');
    const sent = { decision: 'ask-changes', reason: 'Vedeți devizul.', 'notes.budget': 'Cabul e scump.' };
    expect((await send(`/ro/operator/reviews/${id}`, sent)).headers.get('location')).toBe('/ro/operator?done=answered');
    expect((await see(`/ro/operator/reviews/${id}`)).status).toBe(404);
  });

  it('runs the audit now, asks to cancel a project, and lists who did what', async () => {
    expect((await send('/ro/operator/audit', {})).status).toBe(200);
    const project = await buildProject(web, town, { state: 'campaign', campaignEndsIn: '5 days' });
    const path = `/ro/operator/projects/${project.id}`;
    expect((await send(`${path}/cancellation`, {})).status).toBe(422);
    expect((await send(`${path}/cancellation`, { reason: 'Drumul se face altfel.' })).status).toBe(303);
    const { id } = await waiting('project-cancel');
    expect((await send(`/ro/operator/approvals/${id}`, { decision: 'refuse', reason: 'Nu e cazul.' }, town.operators[1])).status).toBe(303); // prettier-ignore
    expect((await see('/ro/operator/log?search=approval.refused')).html).toContain('approval.refused');
  });
});
