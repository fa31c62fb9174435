import { Fragment, type JSX } from 'preact';
import { formatIban } from '#libs/hometowns/src/index.js';
import type { Currency, Money } from '#libs/kernel/src/index.js';
import type { DisputeSeen, WarningSeen } from '#libs/payments/src/index.js';
import type { GiftRefund, Pledge, RefundRequest } from '#libs/pledges/src/index.js';
import type { Project } from '#libs/projects/src/index.js';
import { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field, TextArea } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';
import { fraudOf } from './disputes.view.js';

const TONES = {
  requested: 'now',
  'to-order': 'now',
  ordered: 'now',
  paid: 'ok',
  failed: 'bad',
  settled: 'ok',
} as const;

/** Finding a gift by its reference, and refunds that wait for a person. */
export function refundsPage(reading: Reading, { ref, waiting }: { ref: string; waiting: readonly GiftRefund[] }): Page {
  const { say, href, moneyShort, dateShort } = reading;
  return deskPage(reading, {
    title: say('operator.room.refunds'),
    room: 'refunds',
    body: (
      <>
        <form method="get" class="stack narrow">
          <Field
            form={Form.blank({ ref })}
            name="ref"
            label={say('operator.find-by-ref')}
            hint={ref ? say('operator.find-none') : say('operator.find-hint')}
            maxlength={40}
            short
          />
          <button class="btn">{say('term.search')}</button>
        </form>
        <Part title={say('operator.refunds.waiting')}>
          <DeskTable
            title={say('operator.refunds.waiting')}
            head={['ref', 'amount', 'why', 'at', 'state'].map((name) => say(`operator.refunds.${name}`))}
            numbers={[1]}
            rows={waiting.map(({ id, pledgeId, ref, amount, why, at, state }) => ({
              key: id,
              cells: [
                <a href={href(`/operator/refunds/${pledgeId}`)}>{ref}</a>,
                moneyShort(amount),
                say(`operator.refund.why.${why}`),
                dateShort(at),
                <Tag tone={TONES[state]}>{say(`operator.refund.${state}`)}</Tag>,
              ],
            }))}
          />
        </Part>
      </>
    ),
  });
}

interface GiftView {
  readonly pledge: Pledge;
  readonly project: Project;
  /** What the donor's bank asks or wants back now. */
  readonly dispute: DisputeSeen | null;
  /** What the bank warns of, while a refund still answers it. */
  readonly warning: WarningSeen | null;
  readonly refunds: readonly GiftRefund[];
  /** What its donor last asked back. */
  readonly request: RefundRequest | null;
  /** What about this gift waits for its second signature. */
  readonly waits: string | null;
}

/** One gift as far as money back needs it: no name of the donor, only the reference and sums. */
export function giftPage(reading: Reading, view: GiftView, forms: { refund: Form; order: Form; refusal: Form }): Page {
  const { say, money, href, text } = reading;
  const { pledge, project, refunds, waits, dispute } = view;
  // Whoever gives it back while the bank decides would pay twice.
  const free = pledge.state === 'counted' && (!dispute || dispute.inquiry);
  const again = `/operator/refunds/${pledge.id}/again`;
  const toOrder = refunds.filter(({ state }) => state === 'to-order' || state === 'failed');
  return deskPage(reading, {
    title: say('operator.gift.title', { ref: pledge.ref }),
    room: 'refunds',
    inside: true,
    body: (
      <>
        <Said {...view} />
        <Facts
          rows={[
            [say('operator.fact.project'), <a href={href(`/operator/projects/${project.id}`)}>{text(project.title).text}</a>],
            [say('operator.fact.amount'), money(pledge.gift)],
            [say('operator.gift.cover'), money(pledge.cover)],
            [say('operator.gift.lei'), money(pledge.lei)],
            [say('operator.gift.state'), say(`operator.pledge.${pledge.state}`)],
            [say('operator.fact.asked-at'), reading.moment(pledge.madeAt)],
          ]} // prettier-ignore
        />
        {refunds.length > 0 && <Refunds refunds={refunds} />}
        <WaitsSecond approval={waits} />
        {!waits &&
          toOrder.map((refund) => (
            <Fragment key={refund.id}>
              {refund.state === 'failed' && <AgainForm refund={refund} action={again} />}
              <OrderForm refund={refund} form={forms.order} />
            </Fragment>
          ))}
        {!waits && free && <AskForm currency={pledge.currency} form={forms.refund} />}
        <RefusalForm request={view.request} pledge={pledge} form={forms.refusal} />
      </>
    ),
  });
}

/** What the donor asked back: how much, why, where to, and until when he is answered. */
function Asked({ request }: Pick<GiftView, 'request'>): JSX.Element | null {
  const { say, money, moment, date } = useReading();
  if (!request) return null;
  const { amount, why, account, state, at, until, reason } = request;
  return (
    <Part title={say('operator.request')}>
      <Facts
        rows={[
          [say('operator.request.state'), say(`operator.request.state.${state}`)],
          [say('operator.fact.amount'), money(amount)],
          [say('operator.fact.asked-at'), moment(at)],
          ...(state === 'waiting' ? [[say('operator.queue.by'), date(until)] as const] : []),
          ...(why ? [[say('operator.fact.reason'), why] as const] : []),
          ...(reason ? [[say('operator.request.refused'), reason] as const] : []),
          ...(account
            ? [
                [say('operator.fact.holder'), account.holder] as const,
                [say('operator.fact.iban'), formatIban(account.iban)] as const,
              ]
            : []),
        ]}
      />
    </Part>
  );
}

function RefusalForm({
  request,
  pledge,
  form,
}: Pick<GiftView, 'request' | 'pledge'> & { form: Form }): JSX.Element | null {
  const { say, href } = useReading();
  if (request?.state !== 'waiting') return null;
  return (
    <form method="post" action={href(`/operator/refunds/${pledge.id}/refusal`)} class="stack" novalidate>
      <h2>{say('operator.request.refuse')}</h2>
      <ErrorSummary form={form} />
      <input type="hidden" name="requestId" value={request.id} />
      <TextArea form={form} name="reason" label={say('operator.request.refuse-why')} rows={3} maxlength={500} />
      <button class="btn line">{say('operator.request.refuse')}</button>
    </form>
  );
}

/** What the donor's bank says about the payment, above what may be done with it. */
function Said({ dispute, warning, request }: GiftView): JSX.Element {
  const { say, href } = useReading();
  return (
    <>
      {dispute && (
        <Note tone="bad">
          {say(dispute.inquiry ? 'operator.gift.inquired' : 'operator.gift.disputed')}{' '}
          <a href={href(`/operator/disputes/${dispute.id}`)}>{say('operator.gift.see-dispute')}</a>
        </Note>
      )}
      {warning && (
        <Note tone="bad">
          {say('operator.gift.warned', { why: fraudOf(say, warning.fraudType) })} {say('operator.warnings.lead')}
        </Note>
      )}
      <Asked request={request} />
    </>
  );
}

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

function OrderForm({ refund, form }: { refund: GiftRefund; form: Form }): JSX.Element {
  const { say, href, money } = useReading();
  return (
    <form method="post" action={href(`/operator/refunds/${refund.pledgeId}/order`)} class="stack" novalidate>
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
