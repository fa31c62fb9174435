import type { JSX } from 'preact';
import type { ApprovalId, Money } from '#libs/kernel/src/index.js';
import type { DisputeSeen, Owner, WarningSeen } from '#libs/payments/src/index.js';
import type { GiftDispute } from '#libs/pledges/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { DeskTable, Older, Part } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';
import type { NamedLoss } from './losses.view.js';

const REASONS = ['bank_cannot_process', 'check_returned', 'credit_not_processed', 'customer_initiated', 'debit_not_authorized', 'duplicate', 'fraudulent', 'general', 'incorrect_account_details', 'insufficient_funds', 'noncompliant', 'product_not_received', 'product_unacceptable', 'subscription_canceled', 'unrecognized']; // prettier-ignore
const FRAUDS = ['card_never_received', 'fraudulent_card_application', 'made_with_counterfeit_card', 'made_with_lost_card', 'made_with_stolen_card', 'unauthorized_use_of_card']; // prettier-ignore

interface DisputesView {
  readonly disputes: readonly DisputeSeen[];
  /** The last one shown, when there are more. */
  readonly next: string | null;
  readonly warnings: readonly WarningSeen[];
  readonly losses: readonly NamedLoss[];
  readonly reserve: Money;
  /** The filling of the reserve that waits for its second signature. */
  readonly waits: ApprovalId | null;
}

/** What donors' banks want back, what they warn of, what it costs which project, and the reserve for it. */
export function disputesPage(reading: Reading, view: DisputesView, form: Form): Page {
  const { say, href } = reading;
  return deskPage(reading, {
    title: say('operator.disputes'),
    room: 'disputes',
    lead: say('operator.disputes.lead'),
    body: (
      <>
        <Disputes disputes={view.disputes} />
        <Older href={view.next && href(`/operator/disputes?after=${view.next}`)} />
        <Warnings warnings={view.warnings} />
        <Losses losses={view.losses} />
        <Reserve reserve={view.reserve} waits={view.waits} form={form} />
      </>
    ),
  });
}

function Disputes({ disputes }: Pick<DisputesView, 'disputes'>): JSX.Element {
  const { say, href, moneyShort, dateShort } = useReading();
  return (
    <DeskTable
      title={say('operator.disputes')}
      head={['amount', 'why', 'opened', 'answer-by', 'state'].map((name) => say(`operator.dispute.${name}`))}
      empty={say('operator.disputes.none')}
      rows={disputes.map((dispute) => ({
        key: dispute.id,
        cells: [
          <a href={href(`/operator/disputes/${dispute.id}`)}>{moneyShort(dispute.amount)}</a>,
          reasonOf(say, dispute),
          dateShort(dispute.openedAt),
          dispute.answerBy && !dispute.outcome && dateShort(dispute.answerBy),
          <State dispute={dispute} />,
        ],
      }))}
    />
  );
}

function State({ dispute: { outcome, inquiry, status } }: { dispute: DisputeSeen }): JSX.Element {
  const { say } = useReading();
  const state = inquiry && outcome ? 'closed' : (outcome ?? (status.endsWith('needs_response') ? (inquiry ? 'inquiry' : 'open') : 'under-review')); // prettier-ignore
  return <Tag tone={outcome === 'lost' ? 'bad' : outcome ? 'ok' : 'now'}>{say(`operator.dispute.${state}`)}</Tag>;
}

function Warnings({ warnings }: Pick<DisputesView, 'warnings'>): JSX.Element | null {
  const { say, href, moneyShort, dateShort } = useReading();
  if (warnings.length === 0) return null;
  return (
    <Part title={say('operator.warnings')}>
      <p class="small mute">{say('operator.warnings.lead')}</p>
      <DeskTable
        title={say('operator.warnings')}
        head={[
          say('operator.dispute.amount'),
          say('operator.dispute.why'),
          say('operator.warning.at'),
          say('operator.warning.do'),
        ]}
        rows={warnings.map(({ id, owner, amount, fraudType, actionable, warnedAt }) => ({
          key: id,
          cells: [
            <a href={href(giftDesk(owner))}>{moneyShort(amount)}</a>,
            fraudOf(say, fraudType),
            dateShort(warnedAt),
            say(`operator.warning.${actionable ? 'refund' : 'none'}`),
          ],
        }))}
      />
    </Part>
  );
}

function Losses({ losses }: Pick<DisputesView, 'losses'>): JSX.Element | null {
  const { say, href, moneyShort } = useReading();
  if (losses.length === 0) return null;
  return (
    <Part title={say('operator.losses')}>
      <p class="small mute">{say('operator.losses.lead')}</p>
      <DeskTable
        title={say('operator.losses')}
        head={['of', 'open', 'free', 'covered'].map((name) => say(`operator.loss.${name}`))}
        numbers={[1, 2, 3]}
        rows={losses.map(({ home, name, open, free, covered }) => ({
          key: home.id,
          cells: [
            <a href={href(`/operator/losses/${home.id}`)}>{name}</a>,
            moneyShort(open),
            moneyShort(free),
            moneyShort(covered),
          ],
        }))}
      />
    </Part>
  );
}

function Reserve({ reserve, waits, form }: Pick<DisputesView, 'reserve' | 'waits'> & { form: Form }): JSX.Element {
  const { say, href, money } = useReading();
  return (
    <section class="stack" id="reserve">
      <h2>{say('operator.reserve')}</h2>
      <p>{say('operator.reserve.lead', { sum: money(reserve) })}</p>
      <WaitsSecond approval={waits} />
      {!waits && (
        <form method="post" action={href('/operator/disputes')} class="stack narrow" novalidate>
          <ErrorSummary form={form} />
          <CommandIdField form={form} />
          <Field form={form} name="amount" label={say('operator.reserve.add')} inputmode="decimal" short />
          <button class="btn line">{say('operator.ask-second')}</button>
        </form>
      )}
    </section>
  );
}

interface DisputeView {
  readonly dispute: DisputeSeen;
  /** What the books did; null for an inquiry, or while they have done nothing. */
  readonly did: GiftDispute | null;
  /** The gift, and in words to what it was given; null when it is not there. */
  readonly gift: { readonly ref: string; readonly to: string; readonly path: string } | null;
}

/** One dispute: what is asked, until when, what the books did, and what to do. */
export function disputePage(reading: Reading, { dispute, did, gift }: DisputeView): Page {
  const { say, href, money, moment } = reading;
  const { inquiry, outcome, status, answerBy } = dispute;
  const answer = !outcome && status.endsWith('needs_response');
  const ended = inquiry ? 'inquiry' : did?.loss.isPositive() ? 'loss' : outcome;
  const todo = outcome ? `ended-${ended!}` : answer ? (inquiry ? 'inquiry' : 'answer') : 'wait';
  const tone = answer || ended === 'loss' ? 'bad' : outcome === 'won' || (outcome && inquiry) ? 'ok' : undefined;
  return deskPage(reading, {
    title: say(inquiry ? 'operator.inquiry.title' : 'operator.dispute.title', { sum: money(dispute.amount) }),
    room: 'disputes',
    inside: true,
    body: (
      <>
        <p>
          <State dispute={dispute} />
        </p>
        <Note tone={tone}>
          {say(`operator.dispute.do.${todo}`, {
            of: homeKindOf(dispute.owner),
            until: answerBy ? moment(answerBy) : '',
            loss: did ? money(did.loss) : '',
          })}
        </Note>
        <Facts
          rows={[
            [say('operator.dispute.amount'), money(dispute.amount)],
            [say('operator.dispute.why'), reasonOf(say, dispute)],
            [say('operator.dispute.opened'), moment(dispute.openedAt)],
            ...(answerBy && !outcome ? [[say('operator.dispute.answer-by'), moment(answerBy)] as const] : []),
            ...(gift ? [[say('operator.fact.gift'), <a href={href(giftDesk(dispute.owner))}>{gift.ref}</a>] as const, [say('operator.dispute.to'), <a href={href(gift.path)}>{gift.to}</a>] as const] : []),
            [say('operator.dispute.stripe-id'), <code>{dispute.id}</code>],
          ]} // prettier-ignore
        />
        <Part title={say('operator.dispute.books')}>
          {did ? <Did did={did} /> : <p>{say('operator.dispute.nothing')}</p>}
        </Part>
      </>
    ),
  });
}

function Did({ did }: { did: GiftDispute }): JSX.Element {
  const { say, href, money } = useReading();
  const rows =
    ([['reserved', did.reserved], ['taken', did.taken], ['loss', did.loss], ['owed', did.owed], ['cover', did.cover]] as const) // prettier-ignore
      .filter(([name, sum]) => sum.isPositive() && (name === 'reserved') === (did.state === 'open'))
      .map(([name, sum]) => [say(`operator.dispute.did.${name}`, { of: did.home.kind }), money(sum)] as const);
  return (
    <>
      {rows.length > 0 ? (
        <Facts rows={rows} />
      ) : (
        <p>{say(`operator.dispute.did.none-${did.state}`, { of: did.home.kind })}</p>
      )}
      {did.loss.isPositive() && (
        <p>
          <a href={href(`/operator/losses/${did.home.id}`)}>{say('operator.loss.see')}</a>
        </p>
      )}
    </>
  );
}

/** Whether a payment was for a project or for a town's fund. */
const homeKindOf = (owner: Owner) => (owner.startsWith('fund-gift:') ? 'town' : 'project');

/** A gift's page at the desk, by whose payment it is. */
function giftDesk(owner: Owner): string {
  return `/operator/${homeKindOf(owner) === 'town' ? 'fund-gifts' : 'refunds'}/${owner.split(':')[1]}`;
}

/** The bank's reason in words. */
export function reasonOf(say: Reading['say'], { reason }: Pick<DisputeSeen, 'reason'>): string {
  return say(`operator.dispute.reason.${REASONS.includes(reason) ? reason : 'general'}`);
}

/** What a bank says happened with a card. */
export function fraudOf(say: Reading['say'], fraudType: string): string {
  return say(`operator.fraud.${FRAUDS.includes(fraudType) ? fraudType : 'misc'}`);
}
