import type { JSX } from 'preact';
import { civilDate } from '#libs/kernel/src/index.js';
import type { CallMoney, SponsorReturn, Unspent } from '#libs/matching/src/index.js';
import { Form } from '../edge/form.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, Field } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';

/** Where money that goes back to a sponsor stands. */
function stateWords(
  { say, date }: Pick<Reading, 'say' | 'date'>,
  { state, arrivedAt, fallenAt }: SponsorReturn,
): string {
  if (fallenAt || state === 'rejected' || state === 'returned') return say('matching.return.fallen');
  return state === 'arrived' ? say('matching.return.arrived', { date: date(arrivedAt!) }) : say('matching.return.ordered'); // prettier-ignore
}

/** What of a call went back to its sponsor, and what the bank did not pay; `leadsTo`: where an order is read. */
export function Returned({ returns, leadsTo }: { returns: readonly SponsorReturn[]; leadsTo?: (id: string) => string }): JSX.Element {
  const reading = useReading();
  const { say, date, money } = reading;
  return (
    <Part title={say('matching.returns')}>
      <p>{say('matching.returns-lead')}</p>
      <DeskTable
        title={say('matching.returns')}
        head={['day', 'sum', 'state'].map((name) => say(`matching.head.${name}`))}
        numbers={[1]}
        empty={say('matching.returns-none')}
        rows={returns.map((one) => ({
          key: one.orderId,
          cells: [
            leadsTo ? (
              <a href={leadsTo(one.orderId)} key="day">
                {date(one.at)}
              </a>
            ) : (
              date(one.at)
            ),
            money(one.amount),
            stateWords(reading, one),
          ],
        }))}
      />
    </Part>
  );
} // prettier-ignore

interface ReturnView {
  readonly call: CallMoney;
  /** What may go back next; null for nothing. */
  readonly unspent: Unspent | null;
  /** The approval that waits for a second signature. */
  readonly waits: string | null;
  readonly now: Date;
  readonly form: Form;
}

/** The order that sends back what was not used, prepared as far as the statement says where it came from. */
export function SendBack({ view: { call, unspent, waits, now, form } }: { view: ReturnView }): JSX.Element | null {
  const { say, href, money, date } = useReading();
  if (call.state === 'open') {
    const over = call.closesOn < civilDate(now) && call.free.isPositive();
    return over ? <Note>{say('calls.return-closed-first')}</Note> : null;
  }
  if (!unspent || waits) return null;
  const { amount, lei, bookedOn, payer } = unspent;
  const filled = form.errors.length > 0 ? form : Form.blank({ ...payer });
  return (
    <Part title={say('calls.return')}>
      <p>{say('calls.return-lead', { sum: money(amount), date: date(bookedOn) })}</p>
      {amount.currency !== 'MDL' && <p>{say('calls.return-lei', { lei: money(lei) })}</p>}
      {call.reserved.isPositive() && <p>{say('calls.return-waits', { reserved: money(call.reserved) })}</p>}
      <form method="post" action={href(`/operator/calls/${call.id}/return`)} class="stack" novalidate>
        <CommandIdField form={filled} />
        <Field form={filled} name="iban" label={say('operator.fact.iban')} maxlength={50} />
        <Field form={filled} name="holder" label={say('operator.fact.holder')} maxlength={140} />
        <p>
          <button class="btn">{say('operator.ask-second')}</button>
        </p>
      </form>
    </Part>
  );
}
