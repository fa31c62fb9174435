import type { JSX } from 'preact';
import type { BankAccount, NextFile, OrderFile, PaymentOrder } from '#libs/banking/src/index.js';
import { formatIban } from '#libs/hometowns/src/index.js';
import { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary } from '../layout/form.view.js';
import { Facts } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';

const TONES = { asked: 'now', signed: 'ok', refused: 'bad', fallen: 'bad' } as const;

interface FileView {
  readonly file: OrderFile;
  readonly account: BankAccount | null;
  readonly orders: readonly PaymentOrder[];
  /** The approval that waits for it. */
  readonly waits: string | null;
}

/** One file of payment orders: what two sign, and the way to take it. */
export function orderFilePage(reading: Reading, { file, account, orders, waits }: FileView, form: Form): Page {
  const { say, money, href } = reading;
  const path = href(`/operator/order-files/${file.id}`);
  return deskPage(reading, {
    title: say('operator.order-file.of', { sum: money(file.sum) }),
    room: 'orders',
    inside: true,
    body: (
      <>
        <p>
          <Tag tone={TONES[file.state]}>{say(`operator.order-file.${file.state}`)}</Tag>
        </p>
        <ErrorSummary form={form} />
        <WaitsSecond approval={waits} />
        <Facts
          rows={orderFileFacts(reading, file, account).map(([name, value]) => [say(`operator.fact.${name}`), value])}
        />
        {orders.length > 0 && <OrdersInFile orders={orders} />}
        {file.open && (
          <form method="post" action={`${path}/taking`} class="stack">
            <p>{say(file.taken === 0 ? 'operator.order-file.take-note' : 'operator.order-file.copy-note')}</p>
            <button class="btn">{say('operator.order-file.take')}</button>
          </form>
        )}
        {file.state === 'signed' && !file.open && !waits && (
          <form method="post" action={`${path}/copies`} class="stack">
            <p>{say('operator.order-file.copy-note')}</p>
            <button class="btn line">{say('operator.order-file.copy')}</button>
          </form>
        )}
      </>
    ),
  });
}

/** Who is paid what with a file. */
function OrdersInFile({ orders }: Pick<FileView, 'orders'>): JSX.Element {
  const { say, href, money } = useReading();
  return (
    <Part title={say('operator.room.orders')}>
      <DeskTable
        title={say('operator.room.orders')}
        head={[
          ...['purpose', 'amount', 'holder'].map((name) => say(`operator.orders.${name}`)),
          say('operator.fact.iban'),
        ]}
        numbers={[1]}
        rows={orders.map(({ id, purpose, amount, holder, iban }) => ({
          key: id,
          cells: [<a href={href(`/operator/orders/${id}`)}>{purpose}</a>, money(amount), holder, formatIban(iban)],
        }))}
      />
    </Part>
  );
}

/** The facts that two sign, by the name of their words. */
export function orderFileFacts(
  { money, date }: Reading,
  file: OrderFile,
  account: BankAccount | null,
): (readonly [string, string])[] {
  return [
    ...(account ? [['own-account', `${account.bank}, ${formatIban(account.iban)}`] as const] : []),
    ['orders-count', String(file.count)],
    ['amount', money(file.sum)],
    ['execute-on', date(file.executeOn)],
    ['message-id', file.messageId],
    ['sha256', file.sha256],
    ['taken', String(file.taken)],
  ];
}

/** What the page of orders knows of files. */
export interface FilesView {
  readonly files: readonly OrderFile[];
  readonly accounts: readonly BankAccount[];
  readonly next: readonly NextFile[];
  readonly form: Form;
}

/** Files for the bank: one tap makes one of everything that waits. */
export function OrderFiles({ files, accounts, next }: FilesView): JSX.Element {
  const { say, href, money, date } = useReading();
  const bankOf = (accountId: string) => accounts.find(({ id }) => id === accountId)?.bank ?? '';
  return (
    <Part title={say('operator.order-files')}>
      <p>{say('operator.order-files.lead')}</p>
      {next.map(({ accountId, count, sum }) => (
        <form method="post" action={href('/operator/orders')} key={accountId}>
          <CommandIdField form={Form.blank()} />
          <input type="hidden" name="accountId" value={accountId} />
          <button class="btn">
            {say('operator.order-file.make', { account: bankOf(accountId), n: count, sum: money(sum) })}
          </button>
        </form>
      ))}
      {files.length > 0 && (
        <DeskTable
          title={say('operator.order-files')}
          head={['message-id', 'amount', 'orders-count', 'execute-on', 'state'].map((name) =>
            say(`operator.fact.${name}`),
          )}
          numbers={[1, 2]}
          rows={files.map((file) => ({
            key: file.id,
            cells: [
              <a href={href(`/operator/order-files/${file.id}`)}>{file.messageId}</a>,
              money(file.sum),
              String(file.count),
              date(file.executeOn),
              <Tag tone={TONES[file.state]}>{say(`operator.order-file.${file.state}`)}</Tag>,
            ],
          }))}
        />
      )}
    </Part>
  );
}
