import type { JSX } from 'preact';
import type { Currency, Money } from '#libs/kernel/src/index.js';
import { type Form } from '../edge/form.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field, TextArea } from '../layout/form.view.js';
import { DeskTable, Part } from '../layout/table.view.js';

/** The tone of what goes back, by where it stands. */
export const TONES = {
  requested: 'now',
  'to-order': 'now',
  ordered: 'now',
  paid: 'ok',
  failed: 'bad',
  settled: 'ok',
} as const;

/** Money on its way back, as the desk shows it of any gift. */
export interface RefundRow {
  readonly id: string;
  readonly amount: Money;
  readonly state: keyof typeof TONES;
  readonly why: string;
  readonly at: Date;
}

/** What went or is going back of a gift. */
export function Refunds({ refunds }: { refunds: readonly RefundRow[] }): JSX.Element {
  const { say, moneyShort, momentShort } = useReading();
  return (
    <Part title={say('operator.gift.refunds')}>
      <DeskTable
        title={say('operator.gift.refunds')}
        head={['at', 'amount', 'why', 'state'].map((name) => say(`operator.refunds.${name}`))}
        numbers={[1]}
        rows={refunds.map(({ id, amount, state, why, at }) => ({
          key: id,
          cells: [
            momentShort(at),
            moneyShort(amount),
            say(`operator.refund.why.${why}`),
            <Tag tone={TONES[state]}>{say(`operator.refund.${state}`)}</Tag>,
          ],
        }))}
      />
    </Part>
  );
}

/** Asks to give a gift, or a part of it, back. */
export function AskForm({ currency, form }: { currency: Currency; form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <form method="post" class="stack" novalidate>
      <h2>{say('operator.refund.ask')}</h2>
      <ErrorSummary form={form} />
      <CommandIdField form={form} />
      <Field
        form={form}
        name="amount"
        label={say('operator.refund.amount', { currency })}
        hint={say('operator.refund.amount-hint')}
        inputmode="decimal"
        short
      />
      <TextArea form={form} name="reason" label={say('operator.reason')} rows={3} maxlength={500} />
      <button class="btn">{say('operator.ask-second')}</button>
    </form>
  );
}

/** Tries a refund that a card refused once more. */
export function AgainForm({ refund, action }: { refund: RefundRow; action: string }): JSX.Element {
  const { say, href, money } = useReading();
  return (
    <form method="post" action={href(action)} class="stack">
      <h2>{say('operator.refund.again-title', { sum: money(refund.amount) })}</h2>
      <p class="mute">{say('operator.refund.again-lead')}</p>
      <input type="hidden" name="refundId" value={refund.id} />
      <button class="btn">{say('operator.refund.again')}</button>
    </form>
  );
}

/** Orders from the bank what a card did not take back, or what came by transfer. */
export function OrderForm({ refund, form, action }: { refund: RefundRow; form: Form; action: string }): JSX.Element {
  const { say, href, money } = useReading();
  return (
    <form method="post" action={href(action)} class="stack" novalidate>
      <h2>{say('operator.refund.order', { sum: money(refund.amount) })}</h2>
      <ErrorSummary form={form} />
      <CommandIdField form={form} />
      <input type="hidden" name="refundId" value={refund.id} />
      <Field form={form} name="holder" label={say('operator.fact.holder')} maxlength={140} />
      <Field form={form} name="iban" label={say('operator.fact.iban')} maxlength={50} />
      <button class="btn">{say('operator.ask-second')}</button>
    </form>
  );
}
