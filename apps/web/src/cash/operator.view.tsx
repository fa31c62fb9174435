import type { JSX } from 'preact';
import type { CashDue, Cashier, Deposit, Receipt } from '#libs/cash/src/index.js';
import type { Body } from '#libs/hometowns/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { DeskTable, Older, Part } from '../layout/table.view.js';
import { deskPage } from '../operator/desk.view.js';
import { DepositTag, ReceiptBoxes } from './deposit.view.js';

interface CashList {
  readonly deposits: readonly Deposit[];
  /** Cashiers whose cash is over its day. */
  readonly due: readonly CashDue[];
  readonly bodies: readonly Body[];
  readonly next: string | null;
}

/** Cash that has not reached the account: what is over its day, and every open slip. */
export function cashListPage(reading: Reading, { deposits, due, bodies, next }: CashList): Page {
  const { say, href, money, date, text } = reading;
  const nameOf = (id: string) => {
    const body = bodies.find((one) => one.id === id);
    return body ? text(body.name).text : '–';
  };
  return deskPage(reading, {
    title: say('operator.cash.title'),
    room: 'cash',
    inside: true,
    body: (
      <>
        <p class="lead">{say('operator.cash.lead')}</p>
        <Late due={due} nameOf={nameOf} />
        <Part title={say('cash.deposits')}>
          <DeskTable
            title={say('cash.deposits')}
            head={[say('cash.purpose'), say('operator.cash.body'), say('cash.head.sum'), say('operator.cash.came'), say('cash.bring-by')]}
            numbers={[2, 3]}
            rows={deposits.map(({ id, code, associationId, sum, came, dueAt }) => ({
              key: id,
              cells: [<a href={href(`/operator/cash/${id}`)} key="code">{code}</a>, nameOf(associationId), money(sum), money(came), date(dueAt)],
            }))}
          />
          <Older href={next ? href(`/operator/cash?after=${next}`) : null} />
        </Part>
      </>
    ),
  }); // prettier-ignore
}

/** Cashiers whose cash is over its day. */
function Late({ due, nameOf }: Pick<CashList, 'due'> & { nameOf: (id: string) => string }): JSX.Element | null {
  const { say, money, date } = useReading();
  if (due.length === 0) return null;
  return (
    <Note tone="bad">
      <p>{say('operator.cash.late')}</p>
      <ul>
        {due.map(({ cashierId, associationId, lei, dueAt }) => (
          <li key={cashierId}>
            {say('operator.cash.late-one', { body: nameOf(associationId), sum: money(lei), date: date(dueAt) })}
          </li>
        ))}
      </ul>
    </Note>
  );
}

interface CoverView {
  readonly deposit: Deposit;
  /** Those on the slip, then what its cashier has in hand beside. */
  readonly receipts: readonly Receipt[];
  readonly cashiers: readonly Cashier[];
  readonly body: Body;
  readonly form: Form;
}

/** One deposit: what its slip says, what came, and which receipts that covers when it is another sum. */
export function coverPage(reading: Reading, { deposit, receipts, cashiers, body, form }: CoverView): Page {
  const { say, href, money, date, text } = reading;
  const differs = deposit.state === 'open' && deposit.came.isPositive();
  return deskPage(reading, {
    title: say('cash.deposit-title', { code: deposit.code }),
    room: 'cash',
    inside: true,
    body: (
      <>
        <Facts
          rows={[
            [say('operator.cash.body'), text(body.name).text],
            [say('cash.head.sum'), money(deposit.sum)],
            [say('operator.cash.came'), money(deposit.came)],
            [say('operator.fact.state'), <DepositTag deposit={deposit} key="state" />],
            [say('cash.bring-by'), date(deposit.dueAt)],
          ]}
        />
        {deposit.late && <Note tone="bad">{say('operator.cash.late')}</Note>}
        {deposit.coverWish && <Note>{say('operator.cash.asked')}</Note>}
        {differs && !deposit.coverWish && (
          <form method="post" action={href(`/operator/cash/${deposit.id}/cover`)} class="stack" novalidate>
            <h2>{say('operator.cash.cover')}</h2>
            <p>{say('operator.cash.cover-lead', { came: money(deposit.came) })}</p>
            <ErrorSummary form={form} />
            <CommandIdField form={form} />
            <ReceiptBoxes legend={say('cash.which')} receipts={receipts} form={form} cashiers={cashiers} />
            <p class="row">
              <button class="btn">{say('operator.cash.ask')}</button>
            </p>
          </form>
        )}
      </>
    ),
  });
}
