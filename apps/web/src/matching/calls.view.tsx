import type { JSX } from 'preact';
import type { CallMoney, Figures, SponsorPayment, Unspent } from '#libs/matching/src/index.js';
import { SECTORS } from '#libs/projects/src/index.js';
import { type Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field, Select, Ticks } from '../layout/form.view.js';
import { Facts, FoldOut } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from '../operator/desk.view.js';
import type { TownFound } from './call-entry.service.js';
import { callPath, daysWords, limitWords, projectsWords, ruleWords } from './call-words.js';
import { CallSums, type CallView, EquityReserve, Projects } from './call.view.js';
import { Returned, SendBack } from './sponsor-returns.view.js';
import { TownPicker } from './town-picker.view.js';

/** Sponsors at the operator's desk: who adds what, and how much of it is used. */
export function callsPage(reading: Reading, calls: readonly CallMoney[]): Page {
  const { say, href, money } = reading;
  return deskPage(reading, {
    title: say('calls.title'),
    room: 'calls',
    lead: say('calls.lead'),
    body: (
      <>
        <DeskTable
          title={say('calls.title')}
          head={['sponsor', 'rule', 'paid', 'drawn', 'reserved', 'free', 'state'].map((name) => say(`calls.head.${name}`))}
          numbers={[2, 3, 4, 5]}
          empty={say('calls.none')}
          rows={calls.map((call) => ({
            key: call.id,
            cells: [
              <a href={href(`/operator/calls/${call.id}`)} key="sponsor">
                {call.sponsor}
              </a>,
              ruleWords(reading, call),
              ...[call.paid, call.drawn, call.reserved, call.free].map(money),
              say(`calls.state.${call.state}`),
            ],
          }))}
        />
        <p class="row">
          <a class="btn line" href={href('/operator/calls/new')}>
            {say('calls.new')}
          </a>
          <a href={href('/operator/figures')}>{say('figures.title')}</a>
        </p>
      </>
    ),
  });
} // prettier-ignore

interface NewCallView {
  readonly form: Form;
  readonly figures: readonly Figures[];
  /** Those that are chosen or were found. */
  readonly towns: readonly TownFound[];
}

/** What a second of the staff has to sign before anything is added. */
export function newCallPage(reading: Reading, { form, figures, towns }: NewCallView): Page {
  const { say } = reading;
  return deskPage(reading, {
    title: say('calls.new'),
    room: 'calls',
    lead: say('calls.new-lead'),
    inside: true,
    body: (
      <form method="post" class="stack" novalidate>
        <ErrorSummary form={form} />
        <input type="hidden" name="id" value={form.value('id')} />
        <Field form={form} name="sponsor" label={say('calls.sponsor')} maxlength={80} autocomplete="off" />
        <Field form={form} name="num" label={say('calls.num')} inputmode="numeric" maxlength={2} short />
        <Field form={form} name="den" label={say('calls.den')} inputmode="numeric" maxlength={2} short />
        <Field form={form} name="perDonor" label={say('calls.per-donor')} hint={say('calls.optional')} inputmode="decimal" maxlength={20} short />
        <Field form={form} name="perProject" label={say('calls.per-project')} hint={say('calls.optional')} inputmode="decimal" maxlength={20} short />
        <Field form={form} name="minDonors" label={say('calls.min-donors')} hint={say('calls.min-donors-hint')} inputmode="numeric" maxlength={3} short />
        <TownPicker form={form} towns={towns} />
        <Ticks form={form} name="sectors" label={say('calls.sectors')} hint={say('calls.sectors-hint')} options={SECTORS.map((sector) => [sector, say(`sector.${sector}`)])} />
        <Field form={form} name="opensOn" label={say('calls.opens-on')} type="date" short />
        <Field form={form} name="closesOn" label={say('calls.closes-on')} type="date" short />
        <ReserveFields form={form} figures={figures} />
        <p>
          <button class="btn" name="step" value="ask">{say('operator.ask-second')}</button>
        </p>
      </form>
    ),
  });
} // prettier-ignore

/** The part of the pool that is only for towns under a line; left empty, there is none. */
function ReserveFields({ form, figures }: { form: Form; figures: readonly Figures[] }): JSX.Element {
  const { say, href, date } = useReading();
  const options = figures.map(({ id, name, publishedOn }) => [id, `${name} (${date(publishedOn)})`] as const);
  return (
    <fieldset class="fld entry stack">
      <legend>{say('matching.reserve-title')}</legend>
      <p class="hint">
        {say('calls.reserve-lead')} <a href={href('/operator/figures')}>{say('figures.title')}</a>
      </p>
      <Field form={form} name="reserve" label={say('calls.reserve')} hint={say('calls.reserve-hint')} inputmode="decimal" maxlength={7} short />
      <Select form={form} name="figuresId" label={say('calls.figures')} options={[['', say('calls.figures-none')], ...options]} />
      <Field form={form} name="line" label={say('calls.line-sum')} hint={say('calls.line-hint')} inputmode="decimal" maxlength={20} short />
      <Field form={form} name="lineSource" label={say('calls.line-source')} maxlength={300} autocomplete="off" />
      <Field form={form} name="reserveUntil" label={say('calls.reserve-until')} hint={say('calls.reserve-until-hint')} type="date" short />
    </fieldset>
  );
} // prettier-ignore

interface DeskView extends CallView {
  readonly payments: readonly SponsorPayment[];
  /** The approval that waits for a second signature. */
  readonly waits: string | null;
  /** What may go back to the sponsor next; null for nothing. */
  readonly unspent: Unspent | null;
  readonly form: Form;
}

/** One sponsor's call: its rule, its code, its money, the button that closes it, and then what goes back. */
export function deskCallPage(reading: Reading, view: DeskView): Page {
  const { say, href } = reading;
  const { call, names } = view;
  const limits = limitWords(reading, call);
  return deskPage(reading, {
    title: call.sponsor,
    room: 'calls',
    inside: true,
    body: (
      <>
        <ErrorSummary form={view.form} />
        <WaitsSecond approval={view.waits} />
        <Facts
          rows={[
            [say('operator.fact.matching-rule'), ruleWords(reading, call)],
            ...(limits.length > 0 ? [[say('operator.fact.matching-limits'), limits.join(' ')] as const] : []),
            [say('operator.fact.matching-places'), projectsWords(reading, call, names)],
            [say('operator.fact.matching-days'), daysWords(reading, call)],
            [say('calls.head.state'), say(`calls.state.${call.state}`)],
          ]}
        />
        {call.openedAt && <Code call={call} />}
        <CallSums call={call} />
        <EquityReserve view={view} />
        {call.openedAt && (
          <p>
            <a href={href(callPath(call))}>{say('calls.public')}</a>
          </p>
        )}
        <Payments payments={view.payments} />
        <Part title={say('matching.projects')}>
          <Projects projects={view.projects} />
        </Part>
        {call.closedAt && <Returned returns={view.returns} leadsTo={(id) => href(`/operator/orders/${id}`)} />}
        <SendBack view={view} />
        {call.state === 'open' && <Close call={call} />}
      </>
    ),
  });
}

function Code({ call }: { call: CallMoney }): JSX.Element {
  const { say } = useReading();
  return (
    <p>
      {say('calls.code')}: <code>{call.ref}</code>. {say('calls.code-hint')}
    </p>
  );
}

function Payments({ payments }: { payments: readonly SponsorPayment[] }): JSX.Element {
  const { say, href, date, money } = useReading();
  return (
    <Part title={say('calls.payments')}>
      <DeskTable
        title={say('calls.payments')}
        head={['day', 'came', 'lei'].map((name) => say(`calls.head.${name}`))}
        numbers={[1, 2]}
        empty={say('calls.payments-none')}
        rows={payments.map(({ lineId, bookedOn, came, lei }) => ({
          key: lineId,
          cells: [
            <a href={href(`/operator/bank/lines/${lineId}`)} key="day">
              {date(bookedOn)}
            </a>,
            money(came),
            money(lei),
          ],
        }))}
      />
    </Part>
  );
}

function Close({ call }: { call: CallMoney }): JSX.Element {
  const { say, href } = useReading();
  return (
    <FoldOut summary={say('calls.close')}>
      <p>{say('calls.close-lead')}</p>
      <form method="post" action={href(`/operator/calls/${call.id}/close`)}>
        <button class="btn line">{say('calls.close-yes')}</button>
      </form>
    </FoldOut>
  );
}
