import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditService } from '#libs/audit/src/index.js';
import { BankService, type EnterLine } from '#libs/banking/src/index.js';
import { TasksQueries } from '#libs/books/src/index.js';
import { WAYS } from '#libs/corrections/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { account, JournalsQueries } from '#libs/ledger/src/index.js';
import { Clock, hasWords } from '#libs/platform/src/index.js';
import { pathOf } from '../../../../test/support/campaign.js';
import { countGift, openBank } from '../../../../test/support/money.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { plant } from '../../../../test/support/superuser.js';
import { buildProject, buildTown, type Town } from '../../../../test/support/town.js';
import { Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const WHY = 'Comisionul era de fapt suma dată la schimb.';

describe('corrections of the books', () => {
  let web: Web;
  let town: Town;
  let bank: Awaited<ReturnType<typeof openBank>>;
  let first: Visitor;
  let second: Visitor;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(web);
    bank = await openBank(web, town.operators[0]);
    [first, second] = [await Visitor.enter(web, town.operators[0]), await Visitor.enter(web, town.operators[1])];
    await book('own-means', '900');
  });
  afterAll(() => web.close());

  const book = async (meaning: EnterLine['meaning'], sum: string): Promise<EnterLine['id']> => {
    const id = newId<'BankLine'>();
    const line = { id, accountId: bank, bookedOn: '2024-05-01' as EnterLine['bookedOn'], amount: Money.parse(sum, 'MDL'), reference: newId(), meaning }; // prettier-ignore
    await web
      .get(BankService)
      .confirmLine(await web.get(BankService).enterLine(line, town.operators[0]), town.operators[1]);
    return id;
  };
  const numberOf = async (key: string) => (await web.get(JournalsQueries).find({ key }))!.id;
  const textOf = async (by: Visitor, path: string) => (await by.see(path)).html.replaceAll('\u00a0', ' ');

  it('have words for every kind of journal that two may take back', () => {
    const hand = WAYS.flatMap(({ kind, way }) => ('hand' in way ? [`entry.kind.${kind}`] : []));
    expect(hand.length).toBeGreaterThan(5);
    expect(hand.filter((key) => !hasWords(key))).toEqual([]);
  });

  it('go from the line of the statement to its journal, to the second signature, and to the line again', async () => {
    const fee = await book('bank-fee', '12.50');
    const n = await numberOf(`line:${fee}`);
    const journal = `/ro/operator/journals/${n}`;
    expect(await textOf(first, `/ro/operator/bank/lines/${fee}`)).toContain(`href="${journal}"`);
    const page = await textOf(first, journal);
    expect(page).toContain(`Operațiunea ${n}`);
    expect(page).toContain('Comision bancar');
    expect(page).toContain(encodeURIComponent(account('held', 'operator', 'fees-bank', 'MDL')));
    const id = newId();
    const short = await first.send(journal, { id, reason: 'scurt' });
    expect([short.status, short.html.includes('10–300'), short.html.includes('value="scurt"')]).toEqual([422, true, true]); // prettier-ignore
    expect(await first.send(journal, { id, reason: WHY })).toMatchObject({ to: `/ro/operator/corrections/${id}?done=asked` }); // prettier-ignore
    const asked = await textOf(first, `/ro/operator/corrections/${id}`);
    for (const words of [WHY, '12,50 lei', 'Așteaptă', 'Cade la', journal]) expect(asked).toContain(words);
    expect(asked).toContain(`action="/ro/operator/corrections/${id}/withdrawal"`);
    expect(await textOf(second, `/ro/operator/corrections/${id}`)).not.toContain('/withdrawal"');
    expect(await textOf(second, journal)).toContain(`/ro/operator/approvals/${id}`);
    const queue = await textOf(second, '/ro/operator?kind=correction');
    for (const words of ['Corecție în registru', 'după 14 zile cererea cade', WHY]) expect(queue).toContain(words);
    const signing = await textOf(second, `/ro/operator/approvals/${id}`);
    for (const words of [WHY, 'Comision bancar', '12,50 lei', journal]) expect(signing).toContain(words);
    expect(await textOf(first, '/ro/books/corrections')).toContain('Până acum nu s-a corectat nimic.');
    expect((await second.send(`/ro/operator/approvals/${id}`, { decision: 'give' })).status).toBe(303);

    const reversal = await numberOf(`reverse:line:${fee}`);
    expect(await textOf(second, `/ro/operator/corrections/${id}`)).toContain(`/ro/operator/bank/lines/${fee}`);
    expect(await textOf(second, journal)).toContain(`A fost luată înapoi de operațiunea ${reversal}`);
    expect(await textOf(second, `/ro/operator/journals/${reversal}`)).toContain(`Ia înapoi operațiunea ${n}`);
    expect(await textOf(second, '/ro/operator/corrections')).toContain(WHY);
    const line = await textOf(first, `/ro/operator/bank/lines/${fee}`);
    expect([line.includes('Bani ieșiți, de lămurit'), line.includes('name="meaning"'), line.includes(journal)]).toEqual([true, true, false]); // prettier-ignore
    for (const lang of ['ro', 'ru', 'en']) {
      const publicly = await web.fetch(`/${lang}/books/corrections`);
      expect(await publicly.text()).toContain(WHY);
      for (const path of ['corrections', `corrections/${id}`, `journals/${n}`, `approvals/${id}`])
        expect((await first.see(`/${lang}/operator/${path}`)).status).toBe(200);
    }
    expect(await (await web.fetch('/ro/books')).text()).toContain('href="/ro/books/corrections"');
    // It is asked anew what a line of long ago is: its terms begin again.
    const came = await book('own-means', '5');
    const again = newId();
    await first.send(`/ro/operator/journals/${await numberOf(`line:${came}`)}`, { id: again, reason: WHY });
    expect((await second.send(`/ro/operator/approvals/${again}`, { decision: 'give' })).status).toBe(303);
    const now = await web.get(Clock).now();
    const waits = await web.get(TasksQueries).waiting({ limit: 100 });
    const days = (line: string) => waits.filter(({ subject }) => subject === `bank-line:${line}`).map(({ what, by }) => [what, Math.ceil((by.getTime() - now.getTime()) / 86_400_000)]); // prettier-ignore
    const { id: projectId } = await buildProject(web, town, { state: 'campaign', campaignEndsIn: '40 days' });
    const gift = await countGift(web, town, { projectId, bank, lei: Money.lei(50_00n) });
    const third = newId();
    await first.send(`/ro/operator/journals/${await numberOf(`pledge:${gift}:counted`)}`, { id: third, reason: WHY });
    expect((await second.send(`/ro/operator/approvals/${third}`, { decision: 'give' })).status).toBe(303);
    await delay(1100);
    const named = await (await web.fetch('/ro/books/corrections')).text();
    expect(named).toContain(`<a href="/ro${await pathOf(web.db, projectId)}">`);
    expect([days(fee), days(came)]).toEqual([[['unexplained', 3]], [['open-line', 30]]]);
    expect(await web.get(AuditService).run()).toEqual([]);
  });

  it('are asked for with all that is wrong said at once', async () => {
    const answer = await web.fetch('/api/v1/operator/corrections', {
      method: 'POST',
      headers: { cookie: first.cookie, origin: 'http://plai.test', 'content-type': 'application/json', 'idempotency-key': newId() }, // prettier-ignore
      body: JSON.stringify({ journal: 'a', reason: 'scurt' }),
    });
    const { errors } = (await answer.json()) as { errors: { pointer: string; code: string }[] };
    expect([answer.status, errors.map(({ pointer, code }) => [pointer, code])]).toEqual([
      422,
      [['#/journal', 'format'], ['#/reason', 'correction-reason']],
    ]); // prettier-ignore
  });

  it('can be taken back by whoever asked', async () => {
    const fee = await book('bank-fee', '1');
    const id = newId();
    await first.send(`/en/operator/journals/${await numberOf(`line:${fee}`)}`, { id, reason: WHY });
    expect((await second.send(`/en/operator/corrections/${id}/withdrawal`, {})).status).toBe(404);
    expect((await first.send(`/en/operator/corrections/${id}/withdrawal`, {})).to).toBe(`/en/operator/corrections/${id}`); // prettier-ignore
    expect(await textOf(first, `/en/operator/corrections/${id}`)).toContain('Taken back');
  });

  it('say which other way to take, and are the operator’s alone', async () => {
    const open = await book('unidentified', '5');
    const page = await textOf(first, `/en/operator/journals/${await numberOf(`line:${open}`)}`);
    expect([page.includes('open it and say what it is'), page.includes('name="reason"')]).toEqual([true, false]);
    expect(page).toContain(`href="/en/operator/bank/lines/${open}">Go there`);
    for (const room of ['refunds', 'disputes', 'messages', 'funds']) expect([room, (await first.see(`/en/operator/${room}`)).status]).toEqual([room, 200]); // prettier-ignore
    const stranger = await Visitor.enter(web, town.mayor);
    for (const path of ['corrections', 'journals/1', 'ledger-account?code=held:operator:capital:MDL'])
      expect((await stranger.see(`/ro/operator/${path}`)).status).toBe(404);
    for (const path of ['journals/nothing', 'journals/999999', `corrections/${newId()}`, 'ledger-account?code=x'])
      expect((await first.see(`/ro/operator/${path}`)).status).toBe(404);
  });

  it('are reached from what the audit finds: by the journal’s key, and by the account', async () => {
    const fee = await book('bank-fee', '2');
    const key = `line:${fee}`;
    const change = (by: string) => `update ledger.entry set amount = amount ${by} where journal_id = (select id from ledger.journal where key = '${key}') and line = 1`; // prettier-ignore
    await plant(web, ['ledger.entry'], [change('+ 1')]);
    await first.send('/ro/operator/audit', {});
    const found = (await first.see('/ro/operator/audit')).html;
    expect(found).toContain(`href="/ro/operator/journals/${encodeURIComponent(key)}"`);
    expect((await first.see(`/ro/operator/journals/${encodeURIComponent(key)}`)).status).toBe(200);
    await plant(web, ['ledger.entry'], [change('- 1')]);
    const capital = '/ro/operator/ledger-account?code=held%3Aoperator%3Acapital%3AMDL';
    expect(await textOf(first, capital)).toContain('900 de lei');
    expect(await web.get(AuditService).run()).toEqual([]);
  });

  it('are the same by the API', async () => {
    const [authorization, other] = [await sessionOf(web, town.operators[0]), await sessionOf(web, town.operators[1])].map((token) => `Bearer ${token}`) as [string, string]; // prettier-ignore
    const call = async (path: string, by = authorization, body?: object) => {
      const headers = { authorization: by, 'content-type': 'application/json', ...(body && { 'idempotency-key': newId() }) }; // prettier-ignore
      const answer = await web.fetch(`/api/v1${path}`, { method: body ? 'POST' : 'GET', headers, ...(body && { body: JSON.stringify(body) }) }); // prettier-ignore
      return { status: answer.status, json: (answer.status === 204 ? {} : await answer.json()) as Record<string, unknown> }; // prettier-ignore
    };
    const fee = await book('bank-fee', '3');
    const n = await numberOf(`line:${fee}`);
    expect((await call(`/operator/journals/${n}`)).json).toMatchObject({ id: n, kind: 'line.fee', correctable: true, way: null, corrections: [] }); // prettier-ignore
    const { json } = await call('/operator/corrections', authorization, { journal: n, reason: WHY });
    const id = json.approvalId as string;
    expect((await call(`/operator/corrections/${id}`)).json).toMatchObject({
      state: 'asked',
      reason: WHY,
      lineId: fee,
    });
    expect((await call(`/approvals/${id}/decision`, authorization, { decision: 'give' })).status).toBe(403);
    expect((await call(`/approvals/${id}/decision`, other, { decision: 'give' })).status).toBeLessThan(300);
    expect((await call(`/operator/journals/${n}`)).json).toMatchObject({ correctable: false, reversedBy: await numberOf(`reverse:line:${fee}`) }); // prettier-ignore
    expect((await call('/books/corrections?limit=1')).json).toMatchObject({ data: [{ id, journal: n, reason: WHY, kind: 'line.fee' }] }); // prettier-ignore
    const refused = await call('/operator/corrections', authorization, { journal: await numberOf(`line:${fee}:apart`), reason: WHY }); // prettier-ignore
    expect(refused).toMatchObject({ status: 409, json: { code: 'correction-other-way' } });
    expect((await call('/operator/entries?account=held:operator:fees-bank:MDL')).json.data).toEqual(expect.arrayContaining([expect.objectContaining({ journalId: n })])); // prettier-ignore
    expect((await call('/operator/entries?account=held:nobody')).status).toBe(400);
  });
});
