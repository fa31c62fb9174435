import { Fragment, type JSX } from 'preact';
import { formatIban } from '#libs/hometowns/src/index.js';
import type { DisputeSeen, WarningSeen } from '#libs/payments/src/index.js';
import type { GiftRefund, Payer, Pledge, RefundRequest } from '#libs/pledges/src/index.js';
import type { Project } from '#libs/projects/src/index.js';
import { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field, TextArea } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { capital } from '../projects/capital.js';
import { deskPage, WaitsSecond } from './desk.view.js';
import { fraudOf } from './disputes.view.js';
import { payerFacts } from './payer-facts.js';
import { AgainForm, AskForm, OrderForm, Refunds, TONES } from './money-back.view.js';

/** Finding a gift by its reference, and refunds that wait for a person. */
export function refundsPage(reading: Reading, { ref, waiting }: { ref: string; waiting: readonly GiftRefund[] }): Page {
  const { say } = reading;
  return deskPage(reading, {
    title: say('operator.room.refunds'),
    room: 'refunds',
    lead: say('operator.refunds.lead'),
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
        <Waiting waiting={waiting} />
      </>
    ),
  });
}

function Waiting({ waiting }: { waiting: readonly GiftRefund[] }): JSX.Element {
  const { say, href, moneyShort, dateShort } = useReading();
  return (
    <Part title={say('operator.refunds.waiting')}>
      <DeskTable
        title={say('operator.refunds.waiting')}
        head={['ref', 'amount', 'why', 'at', 'state'].map((name) => say(`operator.refunds.${name}`))}
        numbers={[1]}
        rows={waiting.map(({ id, pledgeId, fundGiftId, ref, amount, why, at, state }) => ({
          key: id,
          cells: [
            <a href={href(pledgeId ? `/operator/refunds/${pledgeId}` : `/operator/fund-gifts/${fundGiftId!}`)}>
              {ref}
            </a>,
            moneyShort(amount),
            say(`operator.refund.why.${why}`),
            dateShort(at),
            <Tag tone={TONES[state]}>{say(`operator.refund.${state}`)}</Tag>,
          ],
        }))}
      />
    </Part>
  );
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
  /** Whose bank transfers it claimed. */
  readonly payers: readonly Payer[];
  /** Who of the staff matched them. */
  readonly names: ReadonlyMap<string, string>;
}

/** One gift as far as money back needs it: the reference and sums, and of a transfer whose account it came from. */
export function giftPage(reading: Reading, view: GiftView, forms: { refund: Form; order: Form; refusal: Form }): Page {
  const { say } = reading;
  const { pledge, refunds, waits, dispute } = view;
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
        <Itself {...view} />
        <Payers {...view} />
        {refunds.length > 0 && <Refunds refunds={refunds} />}
        <WaitsSecond approval={waits} />
        {!waits &&
          toOrder.map((refund) => (
            <Fragment key={refund.id}>
              {refund.state === 'failed' && <AgainForm refund={refund} action={again} />}
              <OrderForm refund={refund} form={forms.order} action={`/operator/refunds/${pledge.id}/order`} />
            </Fragment>
          ))}
        {!waits && free && <AskForm currency={pledge.currency} form={forms.refund} />}
        <RefusalForm request={view.request} pledge={pledge} form={forms.refusal} />
      </>
    ),
  });
}

/** The gift itself. */
function Itself({ pledge, project }: GiftView): JSX.Element {
  const { say, money, href, text, moment } = useReading();
  return (
    <Part title={capital(say('term.contribution'))}>
      <Facts
        rows={[
          [say('operator.fact.project'), <a href={href(`/operator/projects/${project.id}`)}>{text(project.title).text}</a>],
          [say('operator.fact.amount'), money(pledge.gift)],
          ...(pledge.cover.isPositive() ? [[say('operator.gift.cover'), money(pledge.cover)] as const] : []),
          ...(pledge.currency === 'MDL' ? [] : [[say('operator.gift.lei'), money(pledge.lei)] as const]),
          [say('operator.gift.state'), say(`operator.pledge.${pledge.state}`)],
          [say('gift.made'), moment(pledge.madeAt)],
        ]}
      />
    </Part>
  ); // prettier-ignore
}

/** Who sent the money, as the bank's statement says: it goes back to him. */
function Payers({ payers, names }: GiftView): JSX.Element | null {
  const { say } = useReading();
  if (payers.length === 0) return null;
  const rowsOf = (payer: Payer) =>
    [...payerFacts(payer), ['matched-by', payer.matchedBy && names.get(payer.matchedBy)] as const].flatMap(
      ([name, value]) => (value ? [[say(`operator.fact.${name}`), value] as const] : []),
    );
  return (
    <Part title={say('operator.gift.payers')}>
      {payers.map((payer) => (
        <Facts rows={rowsOf(payer)} key={payer.reference} />
      ))}
    </Part>
  );
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
