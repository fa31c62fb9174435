import type { JSX } from 'preact';
import type { BankAccount } from '#libs/banking/src/index.js';
import type { Deposit, Receipt } from '#libs/cash/src/index.js';
import { formatIban } from '#libs/hometowns/src/index.js';
import { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { askingPage } from '../layout/asking.view.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { SecondSignature } from '../layout/decision.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import { deskForm } from '../town-hall/form.page.js';
import type { CashSeat } from './cash-desk.service.js';

interface NewDeposit {
  readonly seat: CashSeat;
  /** What is in hand and on no slip. */
  readonly receipts: readonly Receipt[];
  readonly form: Form;
}

/** Which receipts go to the bank together. */
export function depositFormPage(reading: Reading, { seat, receipts, form }: NewDeposit): Page {
  const { say, href } = reading;
  const { body } = seat.office;
  return deskForm({
    crumbs: [
      [href(`/association/${body.id}`), <Written text={body.name} key="body" />],
      [href(`/association/${body.id}/cash`), say('cash.title')],
    ],
    title: say('cash.bring'),
    lead: say('cash.bring-lead'),
    form,
    button:
      receipts.length > 0 ? say('cash.slip') : <a href={href(`/association/${body.id}/cash`)}>{say('cash.title')}</a>,
    fields: <ReceiptBoxes legend={say('cash.which')} receipts={receipts} form={form} cashiers={seat.cashiers} />,
  });
}

/** Receipts to tick: number, sum, cashier. */
export function ReceiptBoxes({
  legend,
  receipts,
  form,
  cashiers,
}: Omit<NewDeposit, 'seat'> & { legend: string; cashiers: CashSeat['cashiers'] }): JSX.Element {
  const { say, money, dateShort } = useReading();
  const cashierOf = (id: string) => cashiers.find((one) => one.id === id)?.name ?? '–';
  return (
    <fieldset class="fld">
      <legend>{legend}</legend>
      {receipts.length === 0 && <p class="empty">{say('cash.none-in-hand')}</p>}
      {receipts.map(({ id, n, lei, signedAt, cashierId }) => (
        <label class="opt" key={id}>
          <input type="checkbox" name="receipts[]" value={id} checked={form.has('receipts[]', id)} />
          <span>
            <b>
              {say('cash.receipt', { n })}, {money(lei)}
            </b>
            <span class="hint">
              {dateShort(signedAt!)}, {cashierOf(cashierId)}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface DepositView {
  readonly seat: CashSeat;
  readonly deposit: Deposit;
  readonly receipts: readonly Receipt[];
  /** What the sum at the bank covers, as the operator says. */
  readonly covered: readonly Receipt[];
  /** The operator's account in lei. */
  readonly account: BankAccount | null;
}

/** The slip: what to write at the bank, until when; and what came. */
export function depositPage(reading: Reading, view: DepositView): Page {
  const { say, href } = reading;
  const { seat, deposit } = view;
  const at = `/association/${seat.office.body.id}`;
  const title = say('cash.deposit-title', { code: deposit.code });
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <div class="stack">
        <DeskHead crumbs={[[href(at), <Written text={seat.office.body.name} key="body" />], [href(`${at}/cash`), say('cash.title')]]} title={title} />
        <p>
          <DepositTag deposit={deposit} />
        </p>
      </div>
      {deposit.state === 'open' && <ToBank view={view} />}
      {deposit.state === 'open' && deposit.came.isPositive() && <Differs view={view} />}
      <Covered view={view} />
      {mayCancel(deposit) && (
        <div class="stack">
          <p>{say('cash.cancel-hint')}</p>
          <p class="row">
            <a class="btn line" href={href(`${at}/cash/deposits/${deposit.id}/cancel`)}>
              {say('cash.cancel')}
            </a>
          </p>
        </div>
      )}
    </div>
  ); // prettier-ignore
  return page({ title, index: false, body: content });
}

/** While nothing came to the bank with its code. */
export function mayCancel({ state, came }: Deposit): boolean {
  return state === 'open' && came.isZero();
}

/** Asks once more before a slip is cancelled: its code is dead then, and cash that goes to the bank with it waits unidentified. */
export function depositCancelPage(
  reading: Reading,
  { office }: CashSeat,
  { id, code, sum }: Deposit,
  form: Form,
): Page {
  const { say, href, money } = reading;
  const at = href(`/association/${office.body.id}/cash/deposits/${id}`);
  const asking = {
    title: say('cash.cancel-title', { code }),
    lead: say('cash.cancel-lead', { code, sum: money(sum) }),
    action: `${at}/cancel`,
    does: say('cash.cancel'),
    keep: [at, say('cash.cancel-keep')],
  } as const;
  return askingPage(asking, form);
}

/** Where a deposit is; over its day in another colour. */
export function DepositTag({ deposit: { state, late } }: { deposit: Pick<Deposit, 'state' | 'late'> }): JSX.Element {
  const { say } = useReading();
  if (late) return <Tag tone="bad">{say('cash.deposit.late')}</Tag>;
  return (
    <Tag tone={state === 'counted' ? 'ok' : state === 'open' ? 'now' : undefined}>{say(`cash.deposit.${state}`)}</Tag>
  );
}

function ToBank({ view: { deposit, account } }: { view: DepositView }): JSX.Element {
  const { say, money, date } = useReading();
  const bank = account
    ? ([[say('account.holder'), account.holder], ['IBAN', <span class="hash" key="iban">{formatIban(account.iban)}</span>], [say('account.bank'), account.bank]] as const)
    : []; // prettier-ignore
  return (
    <section class="stack">
      {deposit.late && <Note tone="bad">{say('cash.over', { date: date(deposit.dueAt) })}</Note>}
      <p class="lead">{say('cash.slip-lead', { sum: money(deposit.sum) })}</p>
      <Facts
        rows={[
          [say('cash.head.sum'), money(deposit.sum)],
          [say('cash.purpose'), <b class="hash">{deposit.code}</b>],
          ...bank,
          [say('cash.bring-by'), date(deposit.dueAt)],
        ]}
      />
      {!account && <Note tone="bad">{say('cash.no-account')}</Note>}
    </section>
  );
}

/** The bank shows another sum: what the association may do. */
function Differs({ view: { deposit, covered, seat } }: { view: DepositView }): JSX.Element {
  const { say, money, href } = useReading();
  const missing = deposit.sum.minus(deposit.came);
  return (
    <Note tone="bad">
      <p>{say('cash.came', { came: money(deposit.came), sum: money(deposit.sum) })}</p>
      {missing.isPositive() && <p>{say('cash.bring-rest', { sum: money(missing) })}</p>}
      {!deposit.coverWish && <p>{say('cash.or-agree')}</p>}
      {deposit.coverWish && <p>{say('cash.cover-asked', { receipts: covered.map(({ n }) => n).join(', ') })}</p>}
      {deposit.coverWish && seat.officer && (
        <SecondSignature form={Form.blank()} action={href(`/association/${seat.office.body.id}/cash/approvals/${deposit.coverWish}`)} />
      )}
    </Note>
  ); // prettier-ignore
}

function Covered({ view: { receipts, seat } }: { view: DepositView }): JSX.Element | null {
  const { say, money, href, dateShort } = useReading();
  if (receipts.length === 0) return null;
  return (
    <Part title={say('cash.on-slip')}>
      <DeskTable
        title={say('cash.on-slip')}
        head={[say('cash.head.number'), say('cash.head.date'), say('cash.head.sum')]}
        numbers={[2]}
        rows={receipts.map(({ id, n, lei, signedAt }) => ({
          key: id,
          cells: [
            <a href={href(`/association/${seat.office.body.id}/cash/receipts/${id}`)} key="n">
              {say('cash.receipt', { n })}
            </a>,
            dateShort(signedAt!),
            money(lei),
          ],
        }))}
      />
    </Part>
  );
}
