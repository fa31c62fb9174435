import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignInService } from '#libs/identity/src/index.js';
import { MembersService } from '#libs/hometowns/src/index.js';
import { type BodyId, Money, newId, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import { account, LedgerService } from '#libs/ledger/src/index.js';
import { type BankAccountId, BankAccountsService } from '#libs/banking/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { Bodies } from '../../../../test/support/bodies.js';
import { openCampaign } from '../../../../test/support/campaign.js';
import { CardBank } from '../../../../test/support/card-bank.js';
import { DeliveryWalk } from '../../../../test/support/delivery.js';
import { countGift, creditLine, officialToken, openTreasury } from '../../../../test/support/money.js';
import type { Room } from '../../../../test/support/room.js';
import { type Sandbox, startSandbox } from '../../../../test/support/sandbox.js';
import { sealAll } from '../../../../test/support/sealed.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { draftStreetLight, publishedStreetLight } from '../../../../test/support/street-light.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../../test/support/town.js';
import { roomOf } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';
import type { Operation } from './api-document.js';
import { Sample } from './sample.support.js';
import { type Asked, json, mustBeUnknowable, pdf, runVote } from './writes.support.js';
import { runAssemblies } from './writes-assemblies.support.js';
import { runDissolution } from './writes-dissolutions.support.js';
import { runCalls } from './writes-calls.support.js';
import { runBudgetVote } from './writes-budget.support.js';
import { runEditions } from './writes-editions.support.js';
import { runMessages } from './writes-messages.support.js';
import { runNeeds } from './writes-needs.support.js';
import { runShares } from './writes-shares.support.js';
import { runNews } from './writes-news.support.js';
import { runOrganisation } from './writes-organisation.support.js';
import { runPartners } from './writes-partners.support.js';

describe('the example of every route that writes', () => {
  let web: Web;
  let room: Room;
  let stripe: Sandbox;
  let bodies: Bodies;
  let town: Town;
  let bank: string;
  const operations = new Map<string, Operation>();
  const ran = new Set<string>();
  const sessions = new Map<PersonId, string>();
  beforeAll(async () => {
    stripe = await startSandbox({ webhookUrl: 'http://127.0.0.1:9/', webhookSecret: 'whsec_test' });
    web = await openWeb({ env: { STRIPE_PORT: String(stripe.port) } });
    room = roomOf(web);
    bodies = new Bodies(room);
    await web.get(RatesService).loadShipped();
    town = await buildTown(room);
    const { paths } = (await (await web.fetch('/api/openapi.json')).json()) as { paths: Record<string, Record<string, Operation>> }; // prettier-ignore
    for (const [path, routes] of Object.entries(paths))
      for (const [method, operation] of Object.entries(routes))
        if (method !== 'get' && path.startsWith('/api/v1/'))
          operations.set(`${method} ${path.slice('/api/v1'.length)}`, operation);
  });
  afterAll(async () => {
    await web.close();
    await stripe.close();
  });

  it('runs for bodies: they apply, are verified, open their account, change their people', async () => {
    const [first, second] = town.operators;
    const [id, mayor] = [newId<'Body'>(), await bodies.person('primara@mihaileni.plai.example', 'Elena Rusu')];
    const documents = [(await run<{ id: string }>('post /files', mayor)).id];
    await run('put /bodies/{id}', mayor, { id }, { documents });
    await decided(await run('post /bodies/{id}/verification', first, { id }), second);
    await run('put /bodies/{id}/profile', mayor, { id });
    await run('post /bodies/{id}/invitations', mayor, { id });
    const accountant = await bodies.person('contabil@mihaileni.plai.example', 'Ion');
    await run('post /invitations/{token}/acceptance', accountant, { token: await tokenOf(id) });
    await decided(await run('put /bodies/{id}/treasury-account', accountant, { id }), mayor);
    await run('post /bodies/{id}/treasury-account/letter', mayor, { id });
    await run('post /account-checks/{token}/answer', null, { token: await officialToken(room, id) });
    await decided(await run('put /bodies/{id}/official-email', first, { id }), second);
    await run('post /bodies/{id}/hand-overs', mayor, { id });
    const { id: invitationId } = await run<{ id: string }>('post /bodies/{id}/invitations', mayor, { id });
    await run('delete /bodies/{id}/invitations/{invitationId}', mayor, { id, invitationId });
    await web.fetch(`/api/v1/account-checks/${await contestedToken()}/answer`, json('POST', { answer: 'contest', reason: 'Nu e al nostru.' })); // prettier-ignore
    await run('post /bodies/{id}/treasury-account/settlement', first, { id: town.townHallId });
  });

  it('runs for an association: its rule, who comes in and who goes, its end', async () => {
    const other = await buildTown(room);
    const { president, inspector, members } = other;
    await runOrganisation({ run, idOf }, other);
    await run('delete /memberships/{id}', president, { id: await idOf('select id from hometowns.membership where person_id = $1', members.at(-1)!) }); // prettier-ignore
    await runAssemblies({ web, run }, other);
    const [one, two] = [await asker(other), await asker(other)];
    await run('post /join-requests/{id}/refusal', president, { id: one.request });
    for (const by of [president, inspector]) await run('post /join-requests/{id}/vouches', by, { id: two.request });
    await run('post /memberships/{id}/objection', members[0]!, { id: await idOf('select id from hometowns.membership where person_id = $1', two.person) }); // prettier-ignore
    await runDissolution({ room, run, decided }, await buildTown(room), town);
  });

  it('runs for a project on its way to publication and after', async () => {
    const { mayor, president, operators } = town;
    const id = newId<'Project'>();
    await run('put /bodies/{id}/vote-rule', president, { id: town.associationId });
    await run('put /projects/{id}', mayor, { id }, { townHallId: town.townHallId, placeCode: town.placeCode });
    await run('put /projects/{id}/sections/{section}', mayor, { id });
    const light = await runPartners({ town, run }, room);
    await run('post /projects/{id}/submission', mayor, { id: light });
    await web.drain();
    await runVote({ town, run, decided }, await idOf('select id from voting.vote where subject = $1', `project:${light}`)); // prettier-ignore
    const [sent, back] = [await endorsed(), await endorsed()];
    await run('post /projects/{id}/withdrawal', mayor, { id: back });
    await decided(await run('post /projects/{id}/review', operators[0], { id: sent }), operators[1]);
    const published = await publishedStreetLight(room, town);
    await run('put /projects/{id}/corrections/{section}', mayor, { id: published });
    await runNews({ town, run, project: published });
    await decided(await run('post /projects/{id}/cancellation', operators[0], { id: published }), operators[1]);
  });

  it('runs for objections, in a town without an association', async () => {
    const lonely = await buildTown(room);
    await web.db.rows(`update hometowns.body set state = 'suspended', state_reason = 'x' where id = $1`, [lonely.associationId]); // prettier-ignore
    const id = await draftStreetLight(room, lonely, { association: false });
    await run('post /projects/{id}/submission', lonely.mayor, { id });
    const objectionId = newId();
    await run('put /projects/{id}/objections/{objectionId}', town.president, { id, objectionId });
    await run('post /projects/{id}/objections/{objectionId}/answer', lonely.mayor, { id, objectionId });
  });

  it('runs for the bank and for gifts by transfer', async () => {
    const [first, second] = town.operators;
    bank = newId();
    for (const by of [first, second]) await run('put /bank/accounts/{id}', by, { id: bank });
    await decided(await run('post /bank/accounts/{id}/closing', first, { id: bank }), second);
    bank = newId();
    for (const by of [first, second]) await run('put /bank/accounts/{id}', by, { id: bank });
    const project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '20 days' });
    const line = newId();
    await decided(await run('put /bank/lines/{id}', first, { id: line }, { accountId: bank }), second);
    const pledgeId = await byTransfer(project.id);
    await run('post /bank/lines/{id}/claim', first, { id: line }, { pledgeId });
    await run('put /words/{id}', first, { id: pledgeId });
    const donor = await giver(pledgeId);
    await run('post /pledges/{id}/refund-request', donor, { id: pledgeId });
    await run('delete /pledges/{id}/refund-request', donor, { id: pledgeId });
    const asked = await run<{ id: string }>('post /pledges/{id}/refund-request', donor, { id: pledgeId });
    await run('post /refund-requests/{id}/refusal', first, asked);
    await decided(await run('post /pledges/{id}/refunds', first, { id: pledgeId }), second);
    const refund = await idOf('select id from pledges.gift_refund where pledge_id = $1', pledgeId);
    await decided(await run('post /refunds/{id}/order', first, { id: refund }), second);
    const promise = await byTransfer(project.id);
    for (const said of ['public-words', 'shortfall'])
      await run(`put /pledges/{id}/${said}`, await giver(promise), { id: promise });
    await run('delete /pledges/{id}', await giver(promise), { id: promise });
    await gift(project.id, 100_000n);
    await run('post /projects/{id}/early-closing', town.mayor, { id: project.id });
  });

  it('runs for what comes from the bank and goes to it as files', async () => {
    const [first, second] = town.operators;
    const id = newId<'BankAccount'>();
    const dollars = { id, currency: 'USD', iban: 'MD10AG398259791907483378', bank: 'Banca', holder: 'Plai' } as const;
    for (const by of [first, second]) await room.get(BankAccountsService).open(dollars, by);
    await run('put /bank/accounts/{id}/csv-mapping', first, { id });
    await decided(await run('put /bank/statements/{id}', first, { id: newId() }, { accountId: id }), second);
    await web.drain();
    const receipt = (reference: string) => idOf(`select id from banking.line where account_id = $1 and reference = '${reference}'`, id); // prettier-ignore
    await decided(await run('post /bank/lines/{id}/meaning', first, { id: await receipt('A1') }), second);
    await decided(await run('post /bank/lines/{id}/return', first, { id: await receipt('A2') }), second);
    const file = newId();
    await decided(await run('put /order-files/{id}', first, { id: file }, { accountId: bank }), second);
    await run('post /order-files/{id}/taking', first, { id: file });
    await decided(await run('post /order-files/{id}/copies', first, { id: file }), second);
  });

  it('runs for gifts by card', async () => {
    const [first, second] = town.operators;
    const cards = new CardBank(room);
    const [later, now] = [await openCampaign(web.db), await openCampaign(web.db, { model: 'keep' })];
    const [promise, paid] = [newId(), newId()];
    await run('put /projects/{id}/pledges/{pledgeId}', null, { id: later.projectId, pledgeId: promise });
    await cards.saveCard(promise);
    await cards.drain();
    await run('post /pledges/{id}/card', await giver(promise), { id: promise });
    await run('put /projects/{id}/pledges/{pledgeId}', null, { id: now.projectId, pledgeId: paid });
    await cards.pay(paid);
    await cards.drain();
    await decided(await run('post /pledges/{id}/refunds', first, { id: paid }), second);
    await cards.drain();
    await cards.refuseRefunds();
    await cards.drain();
    await run('post /refunds/{id}/tries', first, { id: await idOf('select id from pledges.gift_refund where pledge_id = $1', paid) }); // prettier-ignore
  });

  it('runs for gifts to a town’s fund, once and every month', async () => {
    const cards = new CardBank(room);
    const [code, giftId, planId] = [town.placeCode, newId(), newId<'Plan'>()];
    await run('put /places/{code}/fund/gifts/{giftId}', null, { code, giftId });
    const once = await idOf('select checkout_id as id from funds.gift where id = $1', giftId);
    await cards.payOn(once, `fund-gift:${giftId}`);
    await cards.drain();
    const one = await idOf('select person_id as id from funds.gift where id = $1', giftId);
    await run('put /fund-gifts/{id}/public-words', one as PersonId, { id: giftId });
    const { id } = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '5 days' });
    const needed = { id, needId: newId() };
    const need = await run<{ id: string }>('put /projects/{id}/fund-needs/{needId}', town.mayor, needed);
    await run('delete /fund-needs/{id}', town.mayor, need);
    const [first, second] = town.operators;
    await decided(await run('post /fund-gifts/{id}/refunds', first, { id: giftId }), second);
    await run('put /places/{code}/fund/monthly-gifts/{planId}', null, { code, planId });
    const page = await idOf('select checkout_id as id from funds.plan where id = $1', planId);
    await cards.saveCardOn(page, `fund-plan:${planId}`);
    await cards.drain();
    await cards.answer([await idOf('select id from funds.gift where plan_id = $1', planId)]);
    await cards.drain();
    const by = await idOf('select person_id as id from funds.plan where id = $1', planId);
    const month = await idOf('select id from funds.gift where plan_id = $1', planId);
    await run('post /monthly-gifts/{id}/months/{giftId}/payment', by as PersonId, { id: planId, giftId: month });
    await run('post /monthly-gifts/{id}/card', by as PersonId, { id: planId });
    for (const what of ['amount', 'state', 'public-words'])
      await run(`put /monthly-gifts/{id}/${what}`, by as PersonId, { id: planId });
    await run('delete /monthly-gifts/{id}', by as PersonId, { id: planId });
  });

  it('runs for co-funders and the works, from a tranche to the final account', async () => {
    const { mayor, accountant, inspector } = town;
    const [first, second] = town.operators;
    const project = await buildProject(room, town);
    const walk = new DeliveryWalk(room, town, project, bank as BankAccountId);
    await gift(project.id, 100_000n);
    await runShares({ town, run, seal: () => sealAll(web) }, project);
    const [id, requestId] = [project.id, newId()];
    const evidence = [await walk.pdf(mayor)];
    await run('put /projects/{id}/tranche-requests/{requestId}', mayor, { id, requestId }, { trancheId: project.tranches[0], evidence }); // prettier-ignore
    await run('post /tranche-requests/{id}/evidence', mayor, { id: requestId }, { files: [await walk.pdf(mayor)] });
    const items = project.lines.map((lineId) => ({ lineId, finding: 'ok' }));
    await run('post /tranche-requests/{id}/inspection', inspector, { id: requestId }, { items });
    await walk.vote(requestId as never);
    await decided(await run('post /tranche-requests/{id}/release', first, { id: requestId }), second);
    await web.drain();
    const order = await idOf('select id from banking.payment_order where project_id = $1', id);
    await run('post /payment-orders/{id}/sent', first, { id: order });
    await walk.arrive(requestId as never, order);
    await bills(project, walk);
    const report = { id, milestoneId: project.milestones[0]! };
    await run('put /projects/{id}/milestones/{milestoneId}/delay/{reportId}', mayor, { ...report, reportId: newId() });
    await run('put /projects/{id}/milestones/{milestoneId}/met/{reportId}', mayor, { ...report, reportId: newId() }, { file: await walk.pdf(mayor) }); // prettier-ignore
    const line = await creditLine(room, town, { bank: bank as BankAccountId, lei: Money.lei(50_000n) });
    await run('post /bank/lines/{id}/money-back', first, { id: line }, { projectId: id });
    await run('put /projects/{id}/final-account/{accountId}', accountant, { id, accountId: newId() });
    await run('post /projects/{id}/acceptance', mayor, { id }, { file: await walk.pdf(mayor) });
    await run('post /projects/{id}/completion', first, { id });
  });

  it('runs for an order that the bank refuses', async () => {
    const [first, second] = town.operators;
    const project = await buildProject(room, town);
    await gift(project.id, 100_000n);
    const walk = new DeliveryWalk(room, town, project, bank as BankAccountId);
    const request = await walk.ask();
    await walk.inspect(request);
    await walk.vote(request);
    const id = await walk.sign(request);
    await run('post /payment-orders/{id}/sent', first, { id });
    await decided(await run('post /payment-orders/{id}/rejection', first, { id }), second);
  });

  it('runs for a loss and for the reserve that covers it', async () => {
    const [first, second] = town.operators;
    const { id } = await buildProject(room, town);
    const [position, amount] = [account('held', 'operator', 'fx', 'MDL'), Money.lei(50_000n)];
    const [capital, loss] = [account('held', 'operator', 'capital', 'MDL'), account('held', 'project', id, 'loss', 'MDL')]; // prettier-ignore
    const postings = [{ debit: position, credit: capital, amount }, { debit: loss, credit: position, amount }]; // prettier-ignore
    await room.db.transaction((tx) => room.get(LedgerService).post(tx, { key: `spec:${id}`, kind: 'spec.loss', postings })); // prettier-ignore
    await decided(await run('post /operator/loss-reserve', first), second);
    const journal = await idOf(`select id::text from ledger.journal where kind = 'loss.set-aside'`);
    await run('post /operator/corrections/{id}/withdrawal', first, { id: (await run('post /operator/corrections', first, {}, { journal })).approvalId }); // prettier-ignore
    await decided(await run('post /operator/losses/{id}', first, { id }), second);
  });

  it('runs for cash: cashiers, receipts, what goes to the bank', async () => {
    const [{ associationId: id, president, inspector, members }, by] = [town, town.members[0]!];
    const { id: projectId } = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '9 days' });
    for (const personId of [by, members[1]!]) await decided(await run('post /bodies/{id}/cashiers', president, { id }, { personId }), inspector); // prettier-ignore
    await run('delete /cashiers/{id}', president, { id: await idOf('select id from cash.cashier where person_id = $1', members[1]!) }); // prettier-ignore
    const [void_, unsigned, brought, rest] = [newId(), newId(), newId(), newId()];
    for (const receiptId of [void_, unsigned, brought, rest]) await run('put /bodies/{id}/cash-receipts/{receiptId}', by, { id, receiptId }, { projectId }); // prettier-ignore
    await run('put /cash-receipts/{id}', by, { id: void_ }, { projectId });
    for (const receipt of [void_, brought, rest]) {
      const approvalId = await idOf('select approval_id as id from cash.receipt where id = $1', receipt);
      await decided({ approvalId }, inspector);
    }
    await run('post /cash-receipts/{id}/discard', by, { id: unsigned });
    await decided(await run('post /cash-receipts/{id}/void', by, { id: void_ }), president);
    const [torn, depositId] = [newId(), newId()];
    await run('put /bodies/{id}/cash-deposits/{depositId}', by, { id, depositId: torn }, { receiptIds: [brought] });
    await run('delete /cash-deposits/{id}', by, { id: torn });
    await run('put /bodies/{id}/cash-deposits/{depositId}', by, { id, depositId }, { receiptIds: [brought, rest] });
    const line = await creditLine(room, town, { bank: bank as BankAccountId, lei: Money.lei(10_000n) });
    await run('post /bank/lines/{id}/deposit', town.operators[0], { id: line }, { depositId });
    await decided(await run('post /cash-deposits/{id}/cover', town.operators[0], { id: depositId }, { receiptIds: [brought] }), president); // prettier-ignore
  });

  it('runs for messages: who tells of them, their secrets, what they pay', () =>
    runMessages({ web, room, town, bank: bank as BankAccountId, run, decided, idOf }));

  it('runs for a sponsor’s call: figures and rule entered by two, paid in, closed', () =>
    runCalls({ web, room, town, bank: bank as BankAccountId, run, decided, idOf }));

  it('runs for an edition of a programme: written, published by two, retired', () =>
    runEditions({ web, room, town, bank: bank as BankAccountId, run, decided, idOf }));

  it('runs for a town’s board', () => runNeeds({ town, run }));

  it('runs for a vote under a budget', () => runBudgetVote({ web, town, run, decided }));

  it('runs for a tranche that anybody may object to', async () => {
    const project = await buildProject(room, town, { association: false });
    await gift(project.id, 100_000n);
    const id = await new DeliveryWalk(room, town, project, bank as BankAccountId).ask();
    await run('put /tranche-requests/{id}/objections/{objectionId}', town.members[0]!, { id, objectionId: newId() });
  });

  it('runs for the staff and for people who sign in and out', async () => {
    const [first, second] = town.operators;
    await bodies.person('operator3@plai.example', 'Vera');
    await decided(await run('post /operator/staff', first), second);
    const third = await idOf('select id from identity.person where email = $1', 'operator3@plai.example');
    await run('delete /operator/staff/{id}', first, { id: third });
    await run('post /operator/audit', first);
    await run('post /operator/queues/again', first);
    await run('post /sign-in-links', null);
    const asked = await idOf('select s.id from identity.sign_in s order by asked_at desc, id desc limit 1');
    await run('post /sessions', null, {}, { token: web.get(SignInService).tokenOf(asked as never) });
    await run('put /me', town.secretary);
    await sessionOf(web, third as PersonId);
    const other = await idOf('select id from identity.session where person_id = $1 and ended_at is null limit 1', third); // prettier-ignore
    await run('delete /sessions/{id}', third as PersonId, { id: other });
    await run('delete /sessions/current', town.secretary);
    sessions.delete(town.secretary);
    await run('delete /sessions', town.secretary);
  });

  it('was sent as it stands in the document, for every route', () => {
    expect([...operations.keys()].filter((route) => !ran.has(route))).toEqual([]);
  });

  /** Sends a route's example with what it cannot know put in, and wants the success that the document promises. */
  async function run<T = Asked>(
    route: string,
    by: PersonId | null,
    ids: Readonly<Record<string, string>> = {},
    known: object = {},
  ): Promise<T> {
    mustBeUnknowable(route, known);
    const operation = operations.get(route)!;
    const [method, path] = route.split(' ') as [string, string];
    const example = new Sample({ project: '', body: '' }).body(operation);
    const body = example && JSON.stringify({ ...(JSON.parse(example) as object), ...known });
    const sample = Object.fromEntries((operation.parameters ?? []).map((one) => [one.name, one.example ?? one.schema?.example])); // prettier-ignore
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => (ids[name] ?? sample[name]) as string);
    const init = operation.requestBody?.content['multipart/form-data'] ? pdf() : json(method.toUpperCase(), body);
    const answer = await web.fetch(`/api/v1${address}`, {
      ...init,
      headers: { ...init.headers, ...(await proof(by)) },
    });
    const text = await answer.text();
    const success = Object.keys(operation.responses).find((status) => Number(status) < 400);
    expect(`${route} ${answer.status} ${String(answer.status) === success ? '' : text}`).toBe(`${route} ${success} `);
    ran.add(route);
    return (text ? JSON.parse(text) : {}) as T;
  }

  async function decided({ approvalId }: Asked, by: PersonId): Promise<void> {
    await run('post /approvals/{id}/decision', by, { id: approvalId });
  }

  async function proof(by: PersonId | null): Promise<Record<string, string>> {
    if (by && !sessions.has(by)) sessions.set(by, await sessionOf(web, by));
    const from = { 'x-forwarded-for': `198.51.100.${ran.size}`, 'idempotency-key': newId() };
    return { ...from, ...(by && { authorization: `Bearer ${sessions.get(by)!}` }) };
  }

  async function idOf(sql: string, ...params: string[]): Promise<string> {
    return (await web.db.rows<{ id: string }>(sql, params))[0]!.id;
  }

  async function tokenOf(body: BodyId): Promise<string> {
    const id = await idOf('select id from hometowns.invitation where body_id = $1 order by id desc limit 1', body);
    return web.get(MembersService).invitationLink(id as never);
  }

  async function contestedToken(): Promise<string> {
    await openTreasury(room, town);
    const another = { iban: 'MD94VI000000022512345678', holder: 'Altcineva', bank: 'Trezoreria de Stat' };
    const put = await web.fetch(`/api/v1/bodies/${town.townHallId}/treasury-account`, json('PUT', another, await proof(town.accountant))); // prettier-ignore
    await decided((await put.json()) as Asked, town.mayor);
    return officialToken(room, town.townHallId);
  }

  async function asker({ associationId, president }: Town): Promise<{ person: PersonId; request: string }> {
    const person = await bodies.person();
    const link = await web.get(MembersService).invite(associationId, 'member', null, president);
    const init = json('POST', {}, await proof(person));
    await web.fetch(`/api/v1/invitations/${web.get(MembersService).invitationLink(link)}/acceptance`, init);
    return { person, request: await idOf('select id from hometowns.join_request where person_id = $1', person) };
  }

  /** A project that its association has endorsed: it waits for the operator. */
  async function endorsed(): Promise<ProjectId> {
    const project = await buildProject(room, town, { state: 'review' });
    return project.id;
  }

  /** The example of a gift, sent as a transfer of what the example of the bank's line brings. */
  async function byTransfer(project: ProjectId): Promise<string> {
    const id = newId();
    const gift = { amount: { amount: '500.00', currency: 'MDL' }, email: 'maria@demo.plai.example', by: 'transfer', shortfall: 'return', publicName: 'Maria' }; // prettier-ignore
    await web.fetch(`/api/v1/projects/${project}/pledges/${id}`, json('PUT', gift, await proof(null)));
    return id;
  }

  async function giver(pledge: string): Promise<PersonId> {
    return (await idOf('select person_id as id from pledges.pledge where id = $1', pledge)) as PersonId;
  }

  async function gift(projectId: ProjectId, minor: bigint): Promise<void> {
    await countGift(room, town, { projectId, bank: bank as BankAccountId, lei: Money.lei(minor) });
  }

  async function bills({ id, lines }: TownProject, walk: DeliveryWalk): Promise<void> {
    const [wrong, right] = [newId(), newId()];
    for (const invoiceId of [wrong, right]) {
      await run('put /projects/{id}/invoices/{invoiceId}', town.accountant, { id, invoiceId }, { lineId: lines[0], file: await walk.pdf(town.accountant) }); // prettier-ignore
      if (invoiceId === wrong) await run('post /invoices/{id}/cancellation', town.accountant, { id: wrong });
    }
    await run('post /invoices/{id}/proof', town.mayor, { id: right }, { file: await walk.pdf(town.mayor) });
  }
});
