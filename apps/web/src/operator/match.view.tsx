import type { JSX } from 'preact';
import { formatIban } from '#libs/hometowns/src/index.js';
import type { Deposit } from '#libs/cash/src/index.js';
import type { CallMoney } from '#libs/matching/src/index.js';
import type { Settlement } from '#libs/messages/src/index.js';
import type { BankLine, Suggested } from '#libs/banking/src/index.js';
import type { Pledge } from '#libs/pledges/src/index.js';
import { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { Choices, ErrorSummary, Field } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';
import type { Choice } from './line-choices.service.js';
import { becomeOf, Naming } from './naming.view.js';
import type { Suggestion } from './suggestions.js';

interface MatchView {
  readonly line: BankLine;
  /** The reference that was looked for. */
  readonly ref: string;
  readonly found: Pledge | null;
  readonly likely: readonly Suggestion[];
  /** Projects whose town hall may have sent it back. */
  readonly senders: readonly Choice[];
  /** What else it may be, when a statement has brought it. */
  readonly named: readonly Suggested[];
  /** The approval that waits for what somebody has said it is. */
  readonly waits: string | null;
  /** Nobody has claimed it in time. */
  readonly overdue: boolean;
  /** The deposit of cash whose code it carries, or that was looked for. */
  readonly deposit: Deposit | null;
  /** The settlement of an aggregator whose reference it carries, or that was looked for. */
  readonly settlement: Settlement | null;
  /** Sponsors' calls that take payments. */
  readonly calls: readonly CallMoney[];
  /** The journal of its meaning, where two may take that back. */
  readonly correctable: string | null;
}

/** One line of the statement; while it is a receipt without an owner: whose it may be, or which town hall sent it back. */
export function matchPage(reading: Reading, view: MatchView, form: Form): Page {
  const { say, money } = reading;
  const { line, senders } = view;
  const receipt = line.meaning === 'gift' || line.meaning === 'unidentified';
  const open = receipt && line.state === 'confirmed' && !line.claimedBy;
  return deskPage(reading, {
    title: say(open ? 'operator.match.title' : 'operator.line.title', { sum: money(line.amount) }),
    room: 'bank',
    inside: true,
    body: (
      <>
        <ErrorSummary form={form} />
        <LineFacts line={line} />
        <WaitsSecond approval={line.state === 'entered' ? line.approvalId : null} />
        {line.claimedBy && <Claimed by={line.claimedBy} />}
        {open && (
          <>
            {view.settlement && <OfSettlement line={line} settlement={view.settlement} />}
            {view.deposit && <OfDeposit line={line} deposit={view.deposit} />}
            <Candidates view={view} form={form} />
            <SearchForm view={view} />
            {view.calls.length > 0 && <OfSponsor line={line} calls={view.calls} form={form} />}
            {senders.length > 0 && <MoneyBack line={line} senders={senders} form={form} />}
          </>
        )}
        <WaitsSecond approval={view.waits} />
        {!view.waits && <Naming line={line} suggested={view.named} />}
        {open && !view.waits && <SendBack view={view} form={form} />}
        {view.correctable && (
          <p>
            <a href={reading.href(`/operator/journals/${view.correctable}`)}>{say('operator.journal.wrong-line')}</a>
          </p>
        )}
      </>
    ),
  });
}

/** Where what a line belongs to is shown, by what its claim begins with. */
const OWNERS: Readonly<Record<string, string>> = {
  pledge: '/operator/refunds/',
  order: '/operator/orders/',
  deposit: '/operator/cash/',
  settlement: '/operator/messages/settlements/',
  call: '/operator/calls/',
  return: '/operator/projects/',
};

function Claimed({ by }: { by: string }): JSX.Element {
  const { say, href } = useReading();
  const [kind, id] = by.split(':');
  return (
    <Note tone="ok">
      <a href={href(`${OWNERS[kind!]}${id}`)}>{say(`operator.match.claimed.${kind}`)}</a>
    </Note>
  );
}

function LineFacts({ line }: Pick<MatchView, 'line'>): JSX.Element {
  const { say, href, date } = useReading();
  return (
    <Facts
      rows={[
        [say('operator.fact.booked-on'), date(line.bookedOn)],
        [say('operator.fact.counterparty'), line.counterparty.name ?? say('operator.nothing')],
        [say('operator.fact.iban'), line.counterparty.iban ? formatIban(line.counterparty.iban) : say('operator.nothing')], // prettier-ignore
        [say('operator.fact.reference'), line.reference],
        [say('operator.fact.purpose'), line.purpose ?? say('operator.nothing')],
        [say('operator.fact.meaning'), say(`operator.meaning.${becomeOf(line)}`)],
        [say('operator.fact.state'), say(`operator.line.${line.state}`)],
        ...(line.statementId
          ? [[say('operator.fact.statement'), <a href={href(`/operator/bank/statements/${line.statementId}`)}>{say('operator.statement.see')}</a>] as const] // prettier-ignore
          : []),
      ]}
    />
  );
}

/** The order that sends nobody's money back, prepared as far as the statement says where it came from. */
function SendBack({ view: { line, overdue }, form }: { view: MatchView; form: Form }): JSX.Element {
  const { say, href } = useReading();
  const { iban, name } = line.counterparty;
  const filled = form.errors.length > 0 ? form : Form.blank({ iban, holder: name });
  return (
    <form method="post" action={href(`/operator/bank/lines/${line.id}/return`)} class="stack" novalidate>
      <h2>{say('operator.return')}</h2>
      {overdue && <Note tone="bad">{say('operator.return.overdue')}</Note>}
      <p>{say('operator.return.lead')}</p>
      <Field form={filled} name="iban" label={say('operator.fact.iban')} maxlength={50} />
      <Field form={filled} name="holder" label={say('operator.fact.holder')} maxlength={140} />
      <button class={overdue ? 'btn' : 'btn line'}>{say('operator.ask-second')}</button>
    </form>
  );
}

function MoneyBack({ line, senders, form }: { line: BankLine; senders: readonly Choice[]; form: Form }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form method="post" action={href(`/operator/bank/lines/${line.id}/money-back`)} class="stack" novalidate>
      <h2>{say('operator.money-back')}</h2>
      <Choices form={form} name="projectId" label={say('operator.money-back.which')} options={senders} />
      <button class="btn line">{say('operator.money-back.take')}</button>
    </form>
  );
}

function Candidates({ view: { line, found, likely }, form }: { view: MatchView; form: Form }): JSX.Element {
  const { say, money, date, href } = useReading();
  const words = (pledge: Pledge, why: string) => {
    const name = `${pledge.ref} – ${money(pledge.gross)}`;
    return [pledge.id, name, say('operator.match.promised', { why, date: date(pledge.madeAt) })] as const;
  };
  const options = [
    ...(found ? [words(found, say('operator.match.by.search'))] : []),
    ...likely
      .filter(({ pledge }) => pledge.id !== found?.id)
      .map(({ pledge, by }) => words(pledge, say(`operator.match.by.${by}`))),
  ];
  if (options.length === 0) return <p class="empty">{say('operator.match.none')}</p>;
  return (
    <form method="post" action={href(`/operator/bank/lines/${line.id}`)} class="stack" novalidate>
      <Choices form={form} name="pledgeId" label={say('operator.match.whose')} options={options} />
      <button class="btn">{say('operator.match.count')}</button>
    </form>
  );
}

function OfDeposit({ line, deposit }: { line: BankLine; deposit: Deposit }): JSX.Element {
  const { say, href, money } = useReading();
  return (
    <form method="post" action={href(`/operator/bank/lines/${line.id}/deposit`)} class="stack">
      <h2>
        <a href={href(`/operator/cash/${deposit.id}`)}>{say('cash.deposit-title', { code: deposit.code })}</a>
      </h2>
      <p>{say('operator.cash.match', { sum: money(deposit.sum), came: money(deposit.came) })}</p>
      <input type="hidden" name="depositId" value={deposit.id} />
      <button class="btn">{say('operator.cash.attach')}</button>
    </form>
  );
}

function OfSettlement({ line, settlement }: { line: BankLine; settlement: Settlement }): JSX.Element {
  const { say, href, money } = useReading();
  const { id, reference, net, came } = settlement;
  return (
    <form method="post" action={href(`/operator/bank/lines/${line.id}/settlement`)} class="stack">
      <h2>
        <a href={href(`/operator/messages/settlements/${id}`)}>{say('messages.settlement-title', { reference })}</a>
      </h2>
      <p>{say('messages.match', { net: money(net), came: money(came) })}</p>
      <input type="hidden" name="settlementId" value={id} />
      <button class="btn">{say('messages.attach')}</button>
    </form>
  );
}

function OfSponsor({ line, calls, form }: { line: BankLine; calls: readonly CallMoney[]; form: Form }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form method="post" action={href(`/operator/bank/lines/${line.id}/sponsor`)} class="stack" novalidate>
      <h2>{say('calls.line')}</h2>
      <Choices form={form} name="callId" label={say('calls.sponsor')} options={calls.map(({ id, sponsor, ref }) => [id, `${sponsor} · ${ref}`])} />
      <button class="btn line">{say('calls.line-take')}</button>
    </form>
  );
} // prettier-ignore

function SearchForm({ view: { line, ref, found } }: { view: MatchView }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form method="get" action={href(`/operator/bank/lines/${line.id}`)} class="stack">
      <Field
        form={Form.blank({ ref })}
        name="ref"
        label={say('operator.find-by-ref')}
        hint={ref && !found ? say('operator.find-none') : say('operator.find-hint')}
        maxlength={40}
        short
      />
      <button class="btn line">{say('term.search')}</button>
    </form>
  );
}
