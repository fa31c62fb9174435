import type { JSX } from 'preact';
import { formatIban } from '#libs/hometowns/src/index.js';
import type { OrderState, PaymentOrder } from '#libs/payments/src/index.js';
import { ScrollTable } from '../books/table.view.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, TextArea } from '../layout/form.view.js';
import { Crumbs, Facts, Note } from '../layout/parts.view.js';
import { deskPage } from './desk.view.js';

const TONES = { ordered: 'now', 'in-transit': 'now', arrived: 'ok', rejected: 'bad', returned: 'bad' } as const;

function StateMark({ state, reading }: { state: OrderState; reading: Reading }) {
  return <Tag tone={TONES[state]}>{reading.say(`operator.order.${state}`)}</Tag>;
}

/** Payment orders, the newest first. */
export function ordersPage(reading: Reading, orders: readonly PaymentOrder[]): Page {
  const { say, href, money, moment } = reading;
  const head = ['ordered', 'amount', 'holder', 'state'].map((name) => say(`operator.orders.${name}`));
  return deskPage(reading, {
    title: say('operator.room.orders'),
    room: 'orders',
    body:
      orders.length === 0 ? (
        <p class="empty">{say('operator.none')}</p>
      ) : (
        <ScrollTable caption={say('operator.room.orders')} head={head} numbers={[1]}>
          {orders.map((order) => (
            <tr key={order.id}>
              <th scope="row">
                <a href={href(`/operator/orders/${order.id}`)}>{moment(order.orderedAt)}</a>
              </th>
              <td class="n">{money(order.amount)}</td>
              <td>{order.holder}</td>
              <td>
                <StateMark state={order.state} reading={reading} />
              </td>
            </tr>
          ))}
        </ScrollTable>
      ),
  });
}

/** One order: everything that goes into the bank's form; mark it sent, or say that the bank refused it. */
export function orderPage(reading: Reading, order: PaymentOrder, asked: string | null, form: Form): Page {
  const { say, href, money } = reading;
  const path = `/operator/orders/${order.id}`;
  return deskPage(reading, {
    title: say('operator.order-of', { sum: money(order.amount) }),
    room: 'orders',
    body: (
      <div class="narrow stack loose">
        <Crumbs links={[[href('/operator/orders'), say('operator.room.orders')]]} />
        <p>
          <StateMark state={order.state} reading={reading} />
        </p>
        <ErrorSummary form={form} />
        <Facts
          rows={[
            [say('operator.fact.holder'), order.holder],
            [say('operator.fact.iban'), formatIban(order.iban)],
            [say('operator.fact.amount'), money(order.amount)],
            [say('operator.fact.purpose'), order.purpose],
            [say('operator.orders.ordered'), reading.moment(order.orderedAt)],
            ...(order.reason ? [[say('operator.fact.reason'), order.reason] as const] : []),
          ]}
        />
        {order.state === 'ordered' && (
          <form method="post" action={href(`${path}/sent`)}>
            <button class="btn">{say('operator.order.mark-sent')}</button>
          </form>
        )}
        <Rejection order={order} asked={asked} form={form} />
      </div>
    ),
  });
}

function Rejection({ order, asked, form }: { order: PaymentOrder; asked: string | null; form: Form }): JSX.Element {
  const { say, href } = useReading();
  return (
    <>
      {asked && (
        <Note>
          <a href={href(`/operator/approvals/${asked}`)}>{say('operator.order.rejection-waits')}</a>
        </Note>
      )}
      {!asked && (order.state === 'ordered' || order.state === 'in-transit') && (
        <form method="post" action={href(`/operator/orders/${order.id}/rejection`)} class="stack" novalidate>
          <h2>{say('operator.order.rejected-by-bank')}</h2>
          <TextArea form={form} name="reason" label={say('operator.order.bank-reason')} rows={3} maxlength={500} />
          <button class="btn line">{say('operator.ask-second')}</button>
        </form>
      )}
    </>
  );
}
