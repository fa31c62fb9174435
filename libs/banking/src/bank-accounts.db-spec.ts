import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { type ApprovalId, civilDate, type Currency, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { rowsOf } from '#libs/platform/src/index.js';
import { staffer } from '../../../test/support/campaign.js';
import { openStripeRoom, type StripeRoom } from '../../../test/support/sandbox.js';
import { accountOpen } from './bank-account.js';
import { type BankAccount, BankAccountsService, BankingModule, BankingQueries, BankService } from './index.js';

const IBANS = ['MD24AG000225100013104168', 'MD60TR944117715162046610', 'RO49AAAA1B31007593840000'];

describe('the operator’s own accounts', () => {
  let room: StripeRoom;
  let accounts: BankAccountsService;
  let [first, second, third] = [] as unknown as [PersonId, PersonId, PersonId];
  beforeAll(async () => {
    room = await openStripeRoom([BankingModule]);
    accounts = room.get(BankAccountsService);
    [first, second, third] = [await staffer(room.db), await staffer(room.db), await staffer(room.db)];
  });
  afterAll(() => room.close());

  const paper = (currency: Currency, iban = 0): BankAccount => ({
    ...{
      id: newId<'BankAccount'>(),
      currency,
      iban: IBANS[iban]!,
      bank: 'Banca',
      holder: 'Asociația Plai',
      bic: currency === 'EUR' ? 'AGRNMD2X' : null,
    },
  });
  const opened = async (account: BankAccount) => {
    for (const by of [first, second]) await accounts.open(account, by);
    return account.id;
  };
  const openIds = async () => (await room.get(BankService).accounts()).map(({ id }) => id);
  const ask = async (id: BankAccount['id']) => {
    const approvalId = newId<'Approval'>();
    await accounts.askClosing(approvalId, id, first);
    return approvalId;
  };
  const close = async (id: BankAccount['id']) => accounts.confirmClosing(await ask(id), second);

  it('are open when another has sent the same, and wait for him among the second signatures', async () => {
    const account = paper('MDL');
    const approvalId = await accounts.open(account, first);
    expect(await accounts.open(account, first)).toBe(approvalId);
    expect(await openIds()).not.toContain(account.id); // donors pay there
    expect(await room.get(ApprovalsQueries).waiting('operator')).toMatchObject([{ id: approvalId, kind: 'bank-account', askedBy: first }]); // prettier-ignore
    expect(await room.get(BankingQueries).enteredAccount(account.id)).toEqual(account);
    for (const other of [{ holder: 'Alt titular' }, { iban: IBANS[1]! }, { bank: 'Altă bancă' }, { bic: 'AGRNMD2XXXX' }])
      await expect(accounts.open({ ...account, ...other }, second)).rejects.toMatchObject({ code: 'bank-account-differs' }); // prettier-ignore
    expect(await Promise.all([first, second].map((by) => accounts.open(account, by)))).toEqual([
      approvalId,
      approvalId,
    ]);
    expect(await room.get(BankService).accounts()).toEqual([account]);
    expect(await accounts.open(account, third)).toBe(approvalId);
    await expect(accounts.open(paper('MDL', 1), first)).rejects.toMatchObject({ code: 'bank-account-taken' });
    await expect(accounts.open(paper('EUR', 0), first)).rejects.toMatchObject({ code: 'bank-account-taken' });
    await expect(accounts.open({ ...paper('EUR', 1), bank: ' ' }, first)).rejects.toMatchObject({ fields: [{ pointer: '/bank', code: 'required' }] }); // prettier-ignore
    await close(account.id);
  });

  it('are not closed while a line of them is being entered', async () => {
    const id = await opened(paper('USD'));
    const free = () => room.db.transaction((tx) => rowsOf(tx, 'select 1 from banking.account where id = $1 for update skip locked', [id])); // prettier-ignore
    expect(await free()).toHaveLength(1);
    await room.db.transaction(async (tx) => {
      await accountOpen(tx, id);
      expect(await free()).toHaveLength(0);
    });
    await close(id);
    await expect(room.db.transaction((tx) => accountOpen(tx, id))).rejects.toMatchObject({ code: 'bank-account-missing' }); // prettier-ignore
  });

  it('are one a currency: of two signed at once the loser is refused, and may be refused by the second person', async () => {
    const both = [paper('EUR', 0), paper('EUR', 1)] as const;
    const asked = [await accounts.open(both[0], first), await accounts.open(both[1], first)];
    const done = await Promise.allSettled(both.map((account) => accounts.open(account, second)));
    const lost = done.findIndex(({ status }) => status === 'rejected');
    expect(done[lost]).toMatchObject({ reason: { code: 'bank-account-taken' } });
    expect(await openIds()).toEqual([both[1 - lost]!.id]);
    await accounts.refuse(asked[lost] as ApprovalId, second, 'Avem deja unul.');
    expect(await room.get(ApprovalsQueries).waiting('operator')).toEqual([]);
    await close(both[1 - lost]!.id);
  });

  it('say in the trail which one it was, with a masked number', async () => {
    const account = paper('USD', 2);
    await opened(account);
    await close(account.id);
    const rows = await room.db.rows<{ action: string; data: object; actor: PersonId }>(
      `select action, data, actor from platform.trail where subject = $1 and action like 'bank-account.%' order by id`,
      [`bank-account:${account.id}`],
    );
    const data = { currency: 'USD', iban: 'RO49…0000' };
    expect(rows).toEqual([
      { action: 'bank-account.asked', data, actor: first },
      { action: 'bank-account.opened', data, actor: second },
      { action: 'bank-account.closing-asked', data, actor: first },
      { action: 'bank-account.closed', data, actor: second },
    ]);
  });

  it('are closed by two, never while lines are open or money is on them; the number may be opened again', async () => {
    const id = await opened(paper('GBP', 2));
    const asked = await ask(id);
    await expect(accounts.confirmClosing(asked, first)).rejects.toMatchObject({ code: 'second-person-needed' });
    await expect(ask(id)).rejects.toMatchObject({ code: 'approval-waiting' });
    await expect(accounts.askClosing(asked, id, first)).resolves.toBeUndefined();
    await expect(accounts.askClosing(asked, newId<'BankAccount'>(), first)).rejects.toMatchObject({ code: 'id-taken' }); // prettier-ignore
    const amount = Money.parse('10.00', 'GBP');
    const [{ now }] = (await room.db.rows<{ now: Date }>('select platform.now() as now')) as [{ now: Date }];
    const line = (meaning: 'own-means' | 'bank-fee') => ({ id: newId<'BankLine'>(), accountId: id, bookedOn: civilDate(now), amount, reference: newId(), meaning }); // prettier-ignore
    const approvalId = await room.get(BankService).enterLine(line('own-means'), first);
    await expect(accounts.confirmClosing(asked, second)).rejects.toMatchObject({ code: 'bank-account-busy' });
    await room.get(BankService).confirmLine(approvalId, second);
    const full = { code: 'bank-account-not-empty', params: { left: amount } };
    await expect(accounts.confirmClosing(asked, second)).rejects.toMatchObject(full);
    await room.get(BankService).confirmLine(await room.get(BankService).enterLine(line('bank-fee'), first), second);
    await accounts.confirmClosing(asked, second);
    expect(await openIds()).not.toContain(id);
    await expect(room.get(BankService).enterLine(line('own-means'), first)).rejects.toMatchObject({ fields: [{ code: 'bank-account-missing' }] }); // prettier-ignore
    await expect(ask(id)).rejects.toMatchObject({ code: 'not-found' });
    await close(await opened(paper('GBP', 2)));
  });

  it('take no line that arrives while they are being closed', async () => {
    const id = await opened(paper('CHF', 1));
    const asked = await ask(id);
    const [{ now }] = (await room.db.rows<{ now: Date }>('select platform.now() as now')) as [{ now: Date }];
    const enter = () =>
      room.get(BankService).enterLine(
        { id: newId<'BankLine'>(), accountId: id, bookedOn: civilDate(now), amount: Money.parse('1.00', 'CHF'), reference: newId(), meaning: 'gift' }, // prettier-ignore
        first,
      );
    await Promise.allSettled([enter(), accounts.confirmClosing(asked, second), enter(), enter()]);
    const [left] = await room.db.rows<{ closed: boolean; lines: number }>(
      `select closed_at is not null as closed, (select count(*)::int from banking.line where account_id = a.id) as lines
         from banking.account a where id = $1`,
      [id],
    );
    expect(left!.closed ? left!.lines : 0).toBe(0);
  });
});
