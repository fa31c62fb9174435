import type { JSX } from 'preact';
import { formatIban } from '#libs/hometowns/src/index.js';
import type { OrderState, PaymentOrder } from '#libs/banking/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, TextArea } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { DeskTable } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';
import { type FilesView, OrderFiles } from './order-files.view.js';

const TONES = { ordered: 'now', 'in-transit': 'now', arrived: 'ok', rejected: 'bad', returned: 'bad' } as const;

function StateMark({ state }: { state: OrderState }): JSX.Element {
  return <Tag tone={TONES[state]}>{useReading().say(`operator.order.${state}`)}</Tag>;
}

/** Payment orders, the newest first. */
export function ordersPage(reading: Reading, orders: readonly PaymentOrder[], files: FilesView): Page {
  const { say, href, money, date } = reading;
  return deskPage(reading, {
    title: say('operator.room.orders'),
    room: 'orders',
    lead: say('operator.orders.lead', { n: orders.filter(({ state }) => state === 'ordered').length }),
    body: (
      <>
        <ErrorSummary form={files.form} />
        {(files.next.length > 0 || files.files.length > 0) && <OrderFiles {...files} />}
        <DeskTable
          title={say('operator.room.orders')}
          head={['purpose', 'amount', 'holder', 'ordered', 'state'].map((name) => say(`operator.orders.${name}`))}
          numbers={[1]}
          rows={orders.map(({ id, purpose, amount, holder, orderedAt, state }) => ({
            key: id,
            cells: [
              <a href={href(`/operator/orders/${id}`)}>{purpose}</a>,
              money(amount),
              holder,
              date(orderedAt),
              <StateMark state={state} />,
            ],
          }))}
        />
      </>
    ),
  });
}

/** One order: everything that goes into the bank's form; mark it sent, or say that the bank refused it. */
export function orderPage(reading: Reading, order: PaymentOrder, waits: string | null, form: Form): Page {
  const { say, href, money } = reading;
  const { id, state } = order;
  const path = href(`/operator/orders/${id}`);
  const open = state === 'ordered' || state === 'in-transit';
  return deskPage(reading, {
    title: say('operator.order-of', { sum: money(order.amount) }),
    room: 'orders',
    inside: true,
    body: (
      <>
        <p>
          <StateMark state={state} />
        </p>
        <ErrorSummary form={form} />
        <OrderFacts order={order} />
        {order.fileId && (
          <p>
            <a href={href(`/operator/order-files/${order.fileId}`)}>{say('operator.order.file')}</a>
          </p>
        )}
        {state === 'ordered' && !order.fileId && !waits && (
          <form method="post" action={`${path}/sent`}>
            <button class="btn">{say('operator.order.mark-sent')}</button>
          </form>
        )}
        {state === 'in-transit' && (
          <Note>
            <a href={href(`/operator/bank/new?meaning=order&refersTo=${id}`)}>{say('operator.order.enter-line')}</a>
          </Note>
        )}
        <WaitsSecond approval={waits} />
        {!waits && open && <Rejection action={`${path}/rejection`} form={form} />}
      </>
    ),
  });
}

function OrderFacts({ order }: { order: PaymentOrder }): JSX.Element {
  const { say, money, moment } = useReading();
  const { sentAt, arrivedAt, endedAt, reason, state } = order;
  return (
    <Facts
      rows={[
        [say('operator.fact.holder'), order.holder],
        [say('operator.fact.iban'), formatIban(order.iban)],
        [say('operator.fact.amount'), money(order.amount)],
        [say('operator.fact.purpose'), order.purpose],
        [say('operator.orders.ordered'), moment(order.orderedAt)],
        ...(sentAt ? [[say('operator.orders.sent'), moment(sentAt)] as const] : []),
        ...(arrivedAt ? [[say('operator.orders.arrived'), moment(arrivedAt)] as const] : []),
        ...(endedAt ? [[say(`operator.orders.${state}`), moment(endedAt)] as const] : []),
        ...(reason ? [[say('operator.order.bank-reason'), reason] as const] : []),
      ]}
    />
  );
}

function Rejection({ action, form }: { action: string; form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <form method="post" action={action} class="stack" novalidate>
      <h2>{say('operator.order.rejected-by-bank')}</h2>
      <TextArea form={form} name="reason" label={say('operator.order.bank-reason')} rows={3} maxlength={500} />
      <button class="btn line">{say('operator.ask-second')}</button>
    </form>
  );
}
