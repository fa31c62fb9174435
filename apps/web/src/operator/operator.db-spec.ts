import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnrecoverableError } from 'bullmq';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { AuditService } from '#libs/audit/src/index.js';
import { Money, newId, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import { DeliveryQueries } from '#libs/delivery/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import type { BankAccountId } from '#libs/banking/src/index.js';
import { Clock, Config, openWorker, Queues } from '#libs/platform/src/index.js';
import { SubmissionService } from '#libs/projects/src/index.js';
import { eventually } from '../../../../test/support/eventually.js';
import { DeliveryWalk } from '../../../../test/support/delivery.js';
import { countGift, creditLine, openBank, openTreasury } from '../../../../test/support/money.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { draftStreetLight } from '../../../../test/support/street-light.js';
import { buildProject, buildTown, type Town } from '../../../../test/support/town.js';
import { plant } from '../../../../test/support/superuser.js';
import { roomOf } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const PAGES = ['', '/money', '/bank', '/bank/new', '/bank/new?meaning=payout', '/orders', '/refunds', '/projects', '/audit', '/bodies', '/log', '/log?search=approval', '/staff']; // prettier-ignore

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
  const call = (method: string, path: string, body?: object, more: object = {}) =>
    web.fetch(path, {
      method,
      headers: { ...as(town.operators[0]).headers, ...(body && { 'content-type': 'application/json' }), ...more },
      ...(body && { body: JSON.stringify(body) }),
    });
  const of = async (subject: string) => (await web.get(ApprovalsQueries).of(subject))[0]!.id;
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

  it.each(['ro', 'ru', 'en'])('shows the file of a body and of a tranche’s project in %s', async (lang) => {
    const project = await buildProject(web, town, { state: 'in-delivery' });
    for (const at of [
      `applications/${town.townHallId}`,
      `applications/${town.associationId}`,
      `reviews/${project.id}`,
      `projects/${project.id}`,
    ]) {
      expect(await see(`/${lang}/operator/${at}`)).toMatchObject({ status: 200 });
    }
  });

  it('takes a line of the statement from one and lets another sign what exactly it is', async () => {
    const line = { id: newId(), meaning: 'own-means', accountId: bank, bookedOn: '2026-01-05', amount: '1 250,50', reference: 'FT-77', purpose: 'Aport propriu' }; // prettier-ignore
    const wrong = await send('/ro/operator/bank/new', { ...line, amount: '12,5o' });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('value="12,5o"');
    const undated = await send('/ro/operator/bank/new', { ...line, bookedOn: '' });
    expect(await undated.text()).toContain('dacă o scrieți, ca 2026-12-14');
    expect((await see('/ro/operator/bank/new?meaning=gift')).html).toContain('Aici stă codul contribuției');
    const entered = await send('/ro/operator/bank/new', line);
    expect(entered.headers.get('location')).toBe('/ro/operator/bank?done=asked');
    const { id } = await waiting('bank-line');
    const own = await see(`/ro/operator/approvals/${id}`);
    expect(own.html).toContain('A doua semnătură o dă alt om');
    expect(own.html).not.toContain('name="decision"');
    const other = await see(`/ro/operator/approvals/${id}`, town.operators[1]);
    expect(other.html).toContain('1 250,50 lei');
    expect(other.html).toContain('FT-77');
    expect(other.html).toContain('Aport propriu');
    expect((await send(`/ro/operator/approvals/${id}`, { decision: 'give' })).status).toBe(403);
    expect((await send(`/ro/operator/approvals/${id}`, { decision: 'refuse' }, town.operators[1])).status).toBe(422);
    expect((await send(`/ro/operator/approvals/${id}`, { decision: 'give' }, town.operators[1])).status).toBe(303);
    expect((await web.get(LedgerQueries).balance('held:operator:capital:MDL' as never)).toString()).toBe('1250.50');
    expect((await see('/ro/operator/money')).html).toContain('Fiecare diferență are o cauză.');
  });

  it('opens an account of the operator with two people, and closes it with two', async () => {
    const account = {
      id: newId(),
      currency: 'EUR',
      iban: 'RO49 AAAA 1B31 0075 9384 0000',
      bank: 'Banca',
      holder: 'Plai',
    };
    const wrong = await send('/ro/operator/bank/accounts/new', { ...account, iban: 'RO48AAAA1B31007593840000' });
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('RO48AAAA1B31007593840000')]);
    const asked = await send('/ro/operator/bank/accounts/new', account);
    expect(asked.headers.get('location')).toBe('/ro/operator/bank?done=asked');
    expect((await see('/ro/operator', town.operators[1])).html).toContain('Un cont nou al nostru la bancă');
    const opening = `/ro/operator/approvals/${(await waiting('bank-account')).id}`;
    for (const fact of ['EUR', 'RO49 AAAA 1B31 0075 9384 0000', 'Banca', 'Plai'])
      expect((await see(opening, town.operators[1])).html).toContain(fact);
    expect((await send(opening, { decision: 'give' }, town.operators[1])).status).toBe(303);
    expect((await see('/ro/operator/bank')).html).toContain(`/ro/operator/bank/accounts/${account.id}`);
    const page = `/ro/operator/bank/accounts/${account.id}`;
    expect((await send(page, { id: newId() })).headers.get('location')).toBe('/ro/operator/bank?done=asked');
    const closing = `/ro/operator/approvals/${(await waiting('bank-account-closing')).id}`;
    expect((await see(page)).html).toContain(closing);
    expect((await send(closing, { decision: 'give' }, town.operators[1])).status).toBe(303);
    expect((await see(page)).status).toBe(404);
    const full = await send(`/ro/operator/bank/accounts/${bank}`, { id: newId() });
    expect([full.status, await full.text()]).toEqual([409, expect.stringContaining('După registru, pe cont mai sunt')]);
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

  it('counts a tranche’s wait from its approval, and enters its payment with the order’s own sum and account', async () => {
    await openTreasury(web, town);
    const project = await buildProject(web, town, { state: 'funded', shares: [10_000] });
    await countGift(web, town, { projectId: project.id, bank, lei: Money.lei(321_00n) });
    const walk = new DeliveryWalk(web, town, project, bank);
    const id = await walk.ask();
    await walk.inspect(id);
    await walk.vote(id);
    const { data } = (await (await web.fetch('/api/v1/operator/queue', as(town.operators[0]))).json()) as { data: { subject: string; since: string }[] }; // prettier-ignore
    const { askedAt } = (await web.get(DeliveryQueries).request(id))!;
    const { since } = data.find(({ subject }) => subject === `tranche:${id}`)!;
    expect((new Date(since).getTime() - askedAt.getTime()) / 86_400_000).toBeGreaterThan(2);
    const order = await walk.sign(id);
    const page = (await see(`/ro/operator/bank/new?meaning=order&refersTo=${order}`)).html;
    expect(page).toContain('value="321.00"');
    expect(page).toMatch(new RegExp(`<option value="${bank}" selected`));
    const line = { id: newId(), meaning: 'order', refersTo: order, accountId: bank, bookedOn: await walk.today(), amount: '320', reference: newId() }; // prettier-ignore
    const wrong = await send('/ro/operator/bank/new', line);
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('e de 321\u00a0de\u00a0lei');
    expect((await send('/ro/operator/bank/new', { ...line, amount: '321' })).status).toBe(303);
  });

  it('shows a sent project whole, and sends it back with remarks beside its sections', async () => {
    const id: ProjectId = await draftStreetLight(web, town);
    await web.get(SubmissionService).submit(id, town.mayor);
    const voteId = newId<'Vote'>();
    await web.db.transaction(async (tx) =>
      web.get(SubmissionService).endorsed(tx, id, {
        associationId: town.associationId,
        accepted: true,
        voteId,
        openedAt: await web.get(Clock).now(tx),
      }),
    );
    const page = await see(`/ro/operator/reviews/${id}`);
    expect(page.html).toContain(`Asociația l-a susținut. <a href="/ro/votes/${voteId}">`);
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

  it('says what the audit found, how to find the cause, and whose tranches wait; the next run that finds nothing lets them go', async () => {
    const project = await buildProject(web, town, { state: 'funded', shares: [10_000] });
    await openTreasury(roomOf(web), town);
    const gift = await countGift(roomOf(web), town, { projectId: project.id, bank, lei: Money.lei(5_000n) });
    const walk = new DeliveryWalk(roomOf(web), town, project, bank);
    const request = await walk.ask();
    await walk.inspect(request);
    await walk.vote(request);
    const plus = (n: number) => plant(roomOf(web), ['pledges.pledge'], [`update pledges.pledge set came_lei_minor = came_lei_minor + ${n} where id = '${gift}'`]); // prettier-ignore
    await plus(1);
    for (const [lang, cause, stops] of [['ro', 'Deschideți contribuția', 'tranșele proiectului'], ['ru', 'Откройте взнос', 'транши проекта'], ['en', 'Open the gift', 'the project’s tranches']] as const) {
      await send(`/${lang}/operator/audit`, {});
      const { html } = await see(`/${lang}/operator/audit`);
      for (const words of [cause, stops, `pledge:${gift}`, `/${lang}/operator/refunds/${gift}"`, `/${lang}/operator/projects/${project.id}"`]) expect(html).toContain(words);
    } // prettier-ignore
    const desk = async () => (await see(`/ro/operator/tranches/${request}`)).html;
    const hall = async () => (await see(`/ro/town-hall/${town.townHallId}/projects/${project.id}/works/requests/${request}`, town.mayor)).html; // prettier-ignore
    expect((await see('/ro/operator/audit')).html).toContain('Nu se plătește nicio tranșă de aici');
    expect(await desk()).toContain('Plata așteaptă: controlul registrului');
    expect(await desk()).not.toContain('value="recommend"');
    expect(await hall()).toContain('Tranșa rămâne aprobată');
    const answer = await call('POST', `/api/v1/tranche-requests/${request}/release`, { decision: 'release' });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([409, 'audit-hold']);
    await plus(-1);
    await send('/ro/operator/audit', {});
    const { html } = await see('/ro/operator/audit');
    expect([html.includes('Totul este în regulă'), html.includes('Nu se plătește nicio tranșă de aici')]).toEqual([true, false]); // prettier-ignore
    expect(await desk()).toContain('value="recommend"');
    expect(await hall()).not.toContain('Tranșa rămâne aprobată');
  });

  it('runs the audit now, asks to cancel a project, and lists who did what', async () => {
    const ran = await send('/ro/operator/audit', {});
    expect([ran.status, ran.headers.get('location')]).toEqual([303, '/ro/operator/audit']);
    expect((await see('/ro/operator/audit')).html).toMatch(
      /Operațiunile își primesc veriga la timp|Cea mai veche operațiune fără verigă așteaptă de/,
    );
    const project = await buildProject(web, town, { state: 'campaign', campaignEndsIn: '5 days' });
    const path = `/ro/operator/projects/${project.id}`;
    expect((await see(path)).html).toContain(`${path}/cancellation`);
    expect((await see(path)).html).toContain(`/ro/operator/bodies/${town.townHallId}`);
    expect((await send(`${path}/cancellation`, {})).status).toBe(422);
    expect((await send(`${path}/cancellation`, { reason: 'Drumul se face altfel.' })).status).toBe(303);
    const { id } = await waiting('project-cancel');
    expect((await send(`/ro/operator/approvals/${id}`, { decision: 'refuse', reason: 'Nu e cazul.' }, town.operators[1])).status).toBe(303); // prettier-ignore
    const said = (await see('/ro/operator/log?search=approval.refused')).html;
    const row = said.slice(said.indexOf('<tbody'), said.indexOf('</tr>', said.indexOf('<tbody')));
    const [words, codes] = [row.replace(/<details>.*?<\/details>/gs, ''), /<details>(.*?)<\/details>/s.exec(row)![1]];
    const [{ title }] = (await web.db.rows<{ title: { ro: string } }>('select title from projects.project where id = $1', [project.id])) as [{ title: { ro: string } }]; // prettier-ignore
    expect(words).toContain(`<a href="${path}">${title.ro}</a>`);
    expect(words.replace(/href="[^"]*"/g, '')).not.toMatch(
      /approval\.|project:|project-cancel|[0-9a-f]{8}-[0-9a-f]{4}/,
    );
    expect(codes).toContain(`approval.refused · project:${project.id}`);
  });

  it('shows in one queue who asks what, since when, until when, and what happens if nobody decides', async () => {
    const line = await creditLine(web, town, { bank, lei: Money.lei(77_00n) });
    const answer = await web.fetch('/api/v1/operator/queue', {
      headers: { ...as(town.operators[0]).headers, 'accept-language': 'en' },
    });
    const { data } = (await answer.json()) as {
      data: { what: string; subject: string; by: string; otherwise: string; page: string }[];
    };
    const receipt = data.find(({ subject }) => subject === `bank-line:${line}`)!;
    expect(receipt).toMatchObject({ what: 'open-line', otherwise: 'After 30 days it goes back to the payer.' });
    await web.db.rows(`update banking.line set booked_on = booked_on - 30, counterparty_iban = 'MD10AG398259791907483378' where id = $1 returning 1`, [line]); // prettier-ignore
    expect((await see('/en/operator')).html).toContain('Nobody has claimed the money within 30 days');
    expect((await see('/ru/operator')).html).toContain(`/ru/operator/bank/lines/${line}`);
    const page = await see(`/en/operator/bank/lines/${line}`);
    expect(page.html).toContain('value="MD10AG398259791907483378"');
    const wrong = await send(`/en/operator/bank/lines/${line}/return`, { iban: 'MD11', holder: 'Ion' });
    const again = await wrong.text();
    expect([wrong.status, again.includes('href="#f-iban"'), again.includes('id="f-iban-error"')]).toEqual([422, true, true]); // prettier-ignore
    expect((await send(`/en/operator/bank/lines/${line}/return`, { iban: 'MD10AG398259791907483378', holder: 'Ion' })).status).toBe(303); // prettier-ignore
    const { id } = await waiting('line-return');
    expect((await see(`/en/operator/approvals/${id}`)).html).toContain('MD10 AG39 8259 7919 0748 3378');
    expect((await send(`/ro/operator/approvals/${id}`, { decision: 'give' }, town.operators[1])).status).toBe(303);
    expect((await see('/en/operator/orders')).html).toContain('Plai, restituire');
    expect((await see(`/en/operator/bank/lines/${line}`)).html).toContain(
      'The money goes back to the payer with this order.',
    );
    const made = await send('/en/operator/orders', { id: newId(), accountId: bank });
    const file = made.headers.get('location')!.split('?')[0]!;
    expect((await see(file)).html).toMatch(/Plai, restituire[\s\S]*MD10 AG39 8259 7919 0748 3378/);
    expect((await send('/en/operator/orders', { id: newId(), accountId: bank })).status).toBe(409);
    const asked = await waiting('order-file');
    expect((await send(`/ro/operator/approvals/${asked.id}`, { decision: 'give' }, town.operators[1])).status).toBe(
      303,
    );
    const taken = await send(`${file}/taking`, {});
    expect(taken.headers.get('content-disposition')).toMatch(/^attachment; filename="PLAI[0-9A-F]+\.xml"$/);
    expect(await taken.text()).toContain('<IBAN>MD10AG398259791907483378</IBAN>');
    expect((await send(`${file}/taking`, {})).status).toBe(409);
    expect((await send(`${file}/copies`, {})).status).toBe(303);
    expect(data.filter(({ otherwise }) => otherwise.startsWith('operator.'))).toEqual([]);
    expect((await web.fetch('/api/v1/operator/queue', as(town.mayor))).status).toBe(404);
    expect((await web.fetch('/api/v1/operator/queue')).status).toBe(401);
  });

  it('takes money back that a town hall did not need, by page and by API, and the audit agrees', async () => {
    await openTreasury(web, town);
    const project = await buildProject(web, town, { state: 'funded', shares: [10_000] });
    await countGift(web, town, { projectId: project.id, bank, lei: Money.lei(500_00n) });
    const walk = new DeliveryWalk(web, town, project, bank);
    await walk.whole();
    expect((await see(`/ro/operator/projects/${project.id}`)).html).toContain('La primărie, necheltuit</dt><dd>500 de lei'); // prettier-ignore
    const [one, two] = [await creditLine(web, town, { bank, lei: Money.lei(40_00n) }), await creditLine(web, town, { bank, lei: Money.lei(60_00n) })]; // prettier-ignore
    const path = `/ro/operator/bank/lines/${one}`;
    expect((await see(path)).html).toContain('primăria are necheltuiți 500 de lei');
    expect((await send(`${path}/money-back`, {})).status).toBe(422);
    const done = await send(`${path}/money-back`, { projectId: project.id });
    expect(done.headers.get('location')).toBe('/ro/operator/bank?done=money-back');
    const api = await call('POST', `/api/v1/bank/lines/${two}/money-back`, { projectId: project.id });
    expect(api.status).toBe(204);
    expect((await call('POST', `/api/v1/bank/lines/${one}/money-back`, { projectId: newId() })).status).toBe(404);
    expect(await walk.books()).toMatchObject({ claim: 100_00n, 'town-unspent': 400_00n });
    const stop = `/ro/operator/projects/${project.id}`;
    expect((await send(`${stop}/cancellation`, { reason: 'Firma s-a închis.' })).status).toBe(303);
    const { id: asked } = await waiting('project-cancel');
    const signing = (await see(`/ro/operator/approvals/${asked}`)).html;
    expect(signing).toMatch(/Se împarte celor care au dat<\/dt><dd>100.de lei/);
    expect((await send(`/ro/operator/approvals/${asked}`, { decision: 'give' }, town.operators[1])).status).toBe(303);
    expect((await see('/ro/operator')).html).toContain('Proiect anulat, bani necheltuiți la primărie');
    expect((await see(stop)).html).toMatch(/primăria mai are 400.de lei fără factură/);
    expect(await web.get(AuditService).run()).toEqual([]);
  });

  it('shows the second person to which account a donor is paid back; the API asks for the same', async () => {
    const project = await buildProject(web, town, { state: 'funded' });
    const gift = await countGift(web, town, { projectId: project.id, bank, lei: Money.lei(90_00n) });
    await send(`/ro/operator/refunds/${gift}`, { id: newId(), reason: 'A plătit de două ori.' });
    const asked = await of(`pledge:${gift}`);
    expect((await see(`/ro/operator/approvals/${asked}`, town.operators[1])).html).toContain('A plătit de două ori.');
    await send(`/ro/operator/approvals/${asked}`, { decision: 'give' }, town.operators[1]);
    const { data } = (await (await web.fetch('/api/v1/refunds', as(town.operators[0]))).json()) as { data: { id: string; pledgeId: string }[] }; // prettier-ignore
    const { id } = data.find(({ pledgeId }) => pledgeId === gift)!;
    const order = (iban: string) => call('POST', `/api/v1/refunds/${id}/order`, { iban, holder: 'Ion Rusu' }, { 'idempotency-key': newId() }); // prettier-ignore
    expect((await order('MD00AG000225100013104168')).status).toBe(422);
    expect((await order('MD24AG000225100013104168')).status).toBe(201);
    const page = await see(`/ro/operator/approvals/${await of(`pledge:${gift}`)}`, town.operators[1]);
    expect(page.html).toContain('MD24 AG00 0225 1000 1310 4168');
    expect(page.html).toContain('Ion Rusu');
  });

  it('shows what the queues gave up, and sends it again', async () => {
    const delivery = { eventId: '999999', consumer: 'spec.letters', queue: 'letters' } as const;
    await web.get(Queues).send([delivery]);
    let done = 0;
    const work = () => (done ? Promise.resolve(void (done += 1)) : Promise.reject(new UnrecoverableError('planned')));
    const worker = openWorker(web.get(Config), 'letters', work);
    await eventually(async () => expect(await web.get(Queues).failed()).toHaveLength(1));
    expect((await see('/ro/operator')).html).toContain('Ceva nu s-a trimis după toate încercările');
    expect((await see('/ro/operator/audit')).html).toContain('spec.letters');
    done = 1;
    expect((await send('/ro/operator/audit/again', {}, town.mayor)).status).toBe(404);
    expect((await send('/ro/operator/audit/again', {})).headers.get('location')).toBe('/ro/operator/audit?done=sent-again'); // prettier-ignore
    await eventually(() => Promise.resolve(expect(done).toBe(2)));
    const again = { method: 'POST', ...as(town.operators[0]) };
    expect(await (await web.fetch('/api/v1/operator/queues/again', again)).json()).toEqual({ sent: 0 });
    await worker.close();
    expect((await see('/ro/operator/audit')).html).not.toContain('spec.letters');
    for (const [lang, words] of [
      ['ro', 'S-a trimis din nou ce nu ajunsese'],
      ['ru', 'Недоставленное отправлено снова'],
      ['en', 'What was given up, sent again'],
    ])
      expect((await see(`/${lang}/operator/log?search=queues`)).html).toContain(words);
  });

  it('lists every town hall and association, the newest first, page by page', async () => {
    await web.db.rows(
      `insert into hometowns.body (id, kind, form, place_code, name, email, address, slug, state, applied_by, applied_at)
       select ('ffffffff-ffff-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'association', 'initiative-group', place_code, name, email, address, 'veche-' || n, 'applied', applied_by, applied_at
         from generate_series(1, 51) n, (select * from hometowns.body where id = $1) b`,
      [town.associationId],
    );
    const { html } = await see('/ro/operator/bodies');
    expect(html).toContain('/ro/operator/applications/ffffffff-ffff-7000-8000-000000000051');
    expect(html).not.toContain(town.townHallId);
    const older = /\/ro\/operator\/bodies\?after=[0-9a-f-]+/.exec(html)![0];
    expect((await see(older)).html).toContain(`/ro/operator/bodies/${town.townHallId}`);
  });

  it('takes two to join the staff, one to leave it, and never leaves it empty', async () => {
    const email = `${newId()}@staff.test`;
    const form = { id: newId(), email };
    expect((await send('/ro/operator/staff', form)).headers.get('location')).toBe('/ro/operator?done=asked');
    expect((await send('/ro/operator/staff', form)).status).toBe(303);
    const { id, subject } = await waiting('staff-appointment');
    expect((await send(`/ro/operator/approvals/${id}`, { decision: 'give' })).status).toBe(403);
    expect((await see('/ro/operator/staff')).html).not.toContain(email);
    expect((await send(`/ro/operator/approvals/${id}`, { decision: 'give' }, town.operators[1])).status).toBe(303);
    expect((await see('/ro/operator/staff')).html).toContain(email);
    expect((await send('/ro/operator/staff', { ...form, id: newId() })).status).toBe(409);
    const personId = subject.split(':')[1]!;
    const staff = (await see('/ro/operator/staff')).html;
    expect([staff.includes(`/staff/${personId}/dismissal"`), staff.includes('action="/ro/operator/staff/dismissal"')]).toEqual([true, false]); // prettier-ignore
    const asked = (await see(`/ro/operator/staff/${personId}/dismissal`)).html;
    expect([asked.includes(email), asked.includes('action="/ro/operator/staff/dismissal"'), asked.includes(`value="${personId}"`)]).toEqual([true, true, true]); // prettier-ignore
    expect((await see(`/ro/operator/staff/${newId()}/dismissal`)).status).toBe(404);
    expect((await send('/ro/operator/staff/dismissal', { personId })).status).toBe(303);
    expect((await call('DELETE', `/api/v1/operator/staff/${personId}`)).status).toBe(404);
    expect((await see('/ro/operator/staff')).html).not.toContain(email);
  });
});
