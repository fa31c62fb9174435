import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import type { BankAccountId } from '#libs/banking/src/index.js';
import { newId } from '#libs/kernel/src/index.js';
import { openBank } from '../../../../test/support/money.js';
import { camtOf } from '../../../../test/support/statements.js';
import { buildTown } from '../../../../test/support/town.js';
import { roomOf, Visitor, wrongFields } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const MDL = { currency: 'MDL', on: '2024-05-02' } as const;

describe('statements at the operator’s desk, without scripts', () => {
  let web: Web;
  let account: BankAccountId;
  let [first, second] = [] as unknown as [Visitor, Visitor];
  beforeAll(async () => {
    web = await openWeb();
    const town = await buildTown(roomOf(web));
    account = await openBank(roomOf(web), town.operators[0]);
    [first, second] = [await Visitor.enter(web, town.operators[0]), await Visitor.enter(web, town.operators[1])];
  });
  afterAll(() => web.close());

  const enter = (bytes: Buffer, more: Record<string, string> = {}) =>
    first.sendWith('/en/operator/bank/statements/new', { id: newId(), accountId: account, ...more }, { file: bytes });
  const signed = async (kind: string, by = second) => {
    const approval = (await web.get(ApprovalsQueries).waiting('operator')).find((one) => one.kind === kind)!;
    const page = plain((await by.see(`/en/operator/approvals/${approval.id}`)).html);
    expect(await by.send(`/en/operator/approvals/${approval.id}`, { decision: 'give' })).toMatchObject({ status: 303 });
    return page;
  };

  it.each(['/bank/statements/new', '/bank/exchanges', '/orders'])('opens in three languages: %s', async (path) => {
    for (const lang of ['ro', 'ru', 'en']) expect(await first.see(`/${lang}/operator${path}`)).toMatchObject({ status: 200 }); // prettier-ignore
  });

  it('refuses a wrong file whole, says where and why, and keeps nothing', async () => {
    const good = camtOf({ ...MDL, opening: '0.00', entries: [{ amount: '10.00', reference: 'A1' }] }).toString();
    const wrong = await enter(Buffer.from(good.replace('>10.00<', '>10.000001<')));
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('href="#f-file"');
    expect(plain(wrong.html)).toContain('‘10.000001’ is not a sum in the account’s currency. Line 5 of the file.');
    const cut = await enter(Buffer.from(good.slice(0, -90)));
    expect(plain(cut.html)).toContain('The XML is broken or holds something that is not allowed. Line 6 of the file.');
    expect(plain((await enter(Buffer.from('a;b'))).html)).toContain('First say how the CSV of this account is read.');
    const none = await first.send('/en/operator/bank/statements/new', { id: newId(), accountId: account });
    expect(none.status).toBe(422);
    expect((await first.see('/en/operator/bank')).html).toContain('No statements yet.');
  });

  it('shows what was read, is signed by somebody else, and lets two say what stands apart', async () => {
    const entries = [
      { amount: '900.00', reference: 'A1', name: 'Ion' },
      { amount: '-4.00', reference: 'A2', text: 'taxe' },
    ];
    const entered = await enter(camtOf({ ...MDL, opening: '0.00', entries }));
    const page = entered.to!.replace('?done=asked', '');
    expect(plain((await first.see(page)).html)).toContain('896 lei');
    expect(await signed('bank-statement')).toMatch(/[0-9a-f]{64}/);
    const booked = await first.see(page);
    const [, line] = /href="\/en(\/operator\/bank\/lines\/[0-9a-f-]+)">[^<]*, taxe</.exec(booked.html)!;
    expect((await first.see('/en/operator')).html).toContain('Money out, to be explained');
    expect((await first.send(`/en${line}/meaning`, { meaning: 'own-means' })).status).toBe(422);
    expect((await first.send(`/en${line}/meaning`, { meaning: 'bank-fee' })).to).toBe('/en/operator/bank?done=asked');
    const again = await first.send(`/en${line}/meaning`, { meaning: 'bank-fee' });
    expect(again.status).toBe(409);
    await signed('line-naming');
    expect((await first.see('/en/operator')).html).not.toContain('Money out, to be explained');
  });

  it('says at once all that is wrong with what was typed, and keeps it', async () => {
    const typed = { id: newId(), accountId: '', opening: 'o sută', closing: '1e3' };
    const wrong = await first.send('/en/operator/bank/statements/new', typed);
    expect([wrong.status, wrongFields(wrong).toSorted()]).toEqual([422, ['accountId', 'closing', 'file', 'opening']]);
    expect(wrong.html).toContain('value="o sută"');
    const chosen = await first.send('/en/operator/bank/statements/new', { ...typed, accountId: account, opening: '5 €' }); // prettier-ignore
    expect(wrongFields(chosen).toSorted()).toEqual(['closing', 'file', 'opening']);
    const mapping = await first.send(`/en/operator/bank/accounts/${account}/csv`, { encoding: 'utf-8', delimiter: 'semicolon', dates: 'DD.MM.YYYY', decimal: ',', skip: 'x', skipEnd: '0', 'columns.name': 'b', step: 'try' }); // prettier-ignore
    expect(wrongFields(mapping).toSorted()).toEqual(['columns-amount', 'columns-date', 'columns-name', 'file', 'skip']);
  });

  it('learns how an account’s CSV is read by trying, and takes it', async () => {
    const path = `/en/operator/bank/accounts/${account}/csv`;
    const mapping = { encoding: 'utf-8', delimiter: 'semicolon', dates: 'DD.MM.YYYY', decimal: ',', skip: '1', skipEnd: '0', 'columns.date': '1', 'columns.amount': '2', 'columns.purpose': '3' }; // prettier-ignore
    const csv = Buffer.from('Data;Suma;Detalii\n03.05.2024;1 100,50;Școala');
    const balances = { opening: '896', closing: '1996,50' };
    const tried = await first.sendWith(path, { ...mapping, ...balances, step: 'try' }, { file: csv });
    expect(tried.status).toBe(200);
    expect(plain(tried.html)).toMatch(/1,100\.50[\s\S]*Școala/);
    const wrong = await first.sendWith(path, { ...mapping, ...balances, step: 'try', 'columns.date': '2' }, { file: csv }); // prettier-ignore
    expect(plain(wrong.html)).toContain('‘1 100,50’ is not a date. Line 2 of the file.');
    expect((await first.sendWith(path, { ...mapping, step: 'save' }, {})).to).toBe('/en/operator/bank?done=saved');
    expect((await enter(csv)).status).toBe(422);
    expect((await enter(csv, balances)).status).toBe(303);
    await signed('bank-statement');
    expect(plain((await first.see('/en/operator/bank')).html)).toContain('1,996.50');
    const { html } = await first.see('/en/operator/bank');
    const [newest] = [...html.matchAll(/bank\/statements\/([0-9a-f-]{36})/g)].map(([, id]) => id);
    const older = plain((await first.see(`/en/operator/bank?statements=${newest}`)).html);
    expect(older).toContain('896 lei');
    expect(older).not.toContain(`/operator/bank/statements/${newest}`);
  });
});

/** A page's words as they are read. */
function plain(html: string): string {
  return html.replaceAll('\u00a0', ' ').replaceAll('&#39;', '’');
}
