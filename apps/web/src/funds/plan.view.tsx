import type { JSX } from 'preact';
import type { FundGift, Plan } from '#libs/funds/src/index.js';
import type { WordsToRead } from '#libs/pledges/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { askingPage } from '../layout/asking.view.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Check, ErrorSummary, Field } from '../layout/form.view.js';
import { Facts, Note, Rows } from '../layout/parts.view.js';
import { grouped } from '../pledging/gift-rows.view.js';
import { publicWordsRows } from '../pledging/public-words.view.js';
import type { FundFace } from './fund-faces.js';
import { fundTitle } from './fund.view.js';

interface PlanView {
  readonly face: FundFace;
  readonly months: readonly FundGift[];
  readonly words: WordsToRead | null;
  readonly form: Form;
  /** "?token=…" for whoever came by a link, else "". */
  readonly query: string;
}

const TONES = { active: 'ok', paused: 'now', started: 'now', abandoned: undefined, ended: undefined } as const;
const MONTH_TONES = { counted: 'ok', charging: 'now', declined: 'bad' } as const;

/** The tone of a monthly gift's state. */
export function planTone(state: Plan['state']): 'ok' | 'now' | undefined {
  return TONES[state];
}

/** The tone of a gift's state. */
export function giftTone(state: FundGift['state']): 'ok' | 'now' | 'bad' | undefined {
  return (MONTH_TONES as Partial<Record<FundGift['state'], 'ok' | 'now' | 'bad'>>)[state];
}

/** "noiembrie 2026": the month of a monthly gift in words. */
function monthWords({ lang }: Pick<Reading, 'lang'>, month: string): string {
  const format = new Intl.DateTimeFormat(lang, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return format.format(new Date(`${month}-15T00:00:00Z`));
}

/** A monthly gift as its giver sees it: what is charged when, what can be done, every month so far. */
export function planPage(reading: Reading, plan: Plan, view: PlanView): Page {
  const { say, href } = reading;
  const title = say('plan.title', { ref: plan.ref });
  const declined = plan.state === 'active' ? view.months.filter(({ state }) => state === 'declined') : [];
  const body = (
    <div class="wrap narrow sect stack loose">
      <div class="stack">
        <h1 class="h-page">{title}</h1>
        <ErrorSummary form={view.form} />
        <p>
          <Tag tone={declined.length > 0 ? 'now' : planTone(plan.state)}>{say(`plan.state.${plan.state}`)}</Tag>
        </p>
        {plan.endedWhy && <Note>{say(`plan.ended.${plan.endedWhy}`)}</Note>}
        {declined.map((month) => (
          <Declined plan={plan} month={month} query={view.query} key={month.id} />
        ))}
      </div>
      <Facts
        rows={[
          ...rowsOf(reading, plan, view.face),
          ...publicWordsRows(reading, view.words, { path: `/monthly/${plan.id}`, query: view.query }),
        ]}
      />
      {(plan.state === 'active' || plan.state === 'paused') && <Actions plan={plan} view={view} />}
      {view.months.length > 0 && <Months months={view.months} />}
      <p>
        <a href={href(view.face.path)}>{say('fund.see')}</a>
      </p>
    </div>
  );
  return page({ title, nav: 'account', index: false, body });
}

function rowsOf({ say, money, date, href, ...reading }: Reading, plan: Plan, face: FundFace) {
  const { gross, cover, nextOn, madeAt } = plan;
  const sum = cover.isPositive() ? say('plan.with-cover', { sum: money(gross), cover: money(cover) }) : money(gross);
  return [
    [say('fund.label'), <a href={href(face.path)}>{fundTitle({ say, lang: reading.lang }, face)}</a>] as const,
    [say('plan.sum'), sum] as const,
    ...(nextOn ? [[say('plan.next'), date(nextOn)] as const] : []),
    [say('plan.since'), date(madeAt)] as const,
  ];
}

function Declined({ plan, month, query }: { plan: Plan; month: FundGift; query: string }): JSX.Element {
  const reading = useReading();
  const { say, href, moment } = reading;
  const params = {
    month: monthWords(reading, month.month!),
    until: moment(month.repairUntil!),
    why: month.failure === 'authentication_required' ? 'person' : 'other',
  };
  return (
    <Note tone="bad">
      <p>{say('plan.declined', params)}</p>
      <form method="post" action={href(`/monthly/${plan.id}/month${query}`)} class="fld">
        <input type="hidden" name="giftId" value={month.id} />
        <button class="btn give">{say('plan.pay-month')}</button>
      </form>
    </Note>
  );
}

/** Asks once more before a monthly gift ends: it begins again only as a new one, with the card entered again. */
export function stopPlanPage(reading: Reading, plan: Plan, { form, query }: Pick<PlanView, 'form' | 'query'>): Page {
  const { say, href } = reading;
  const at = `/monthly/${plan.id}`;
  const asking = {
    title: say('plan.stop-title'),
    lead: say('plan.stop-lead', { pauses: plan.state === 'active' ? 'yes' : 'no' }),
    action: href(`${at}/stop${query}`),
    does: say('plan.stop'),
    keep: [href(`${at}${query}`), say('plan.stop-keep')],
    nav: 'account',
  } as const;
  return askingPage(asking, form);
}

function Actions({ plan, view: { form, query } }: { plan: Plan; view: PlanView }): JSX.Element {
  const { say, href } = useReading();
  const to = (what: string) => href(`/monthly/${plan.id}/${what}${query}`);
  const rest = plan.state === 'active' ? 'pause' : 'resume';
  return (
    <section class="stack loose">
      <div class="row">
        <form method="post" action={to(rest)}>
          <button class="btn line">{say(`plan.${rest}`)}</button>
        </form>
        <form method="post" action={to('card')}>
          <button class="btn line">{say('plan.card')}</button>
        </form>
      </div>
      <form method="post" action={to('sum')} novalidate>
        <Field
          form={form}
          name="sum"
          label={say('plan.change', { currency: plan.currency })}
          inputmode="decimal"
          short
        />{' '}
        {/* prettier-ignore */}
        <Check form={form} name="cover" label={say('plan.cover')} />
        <p class="fld">
          <button class="btn line">{say('plan.change-do')}</button>
        </p>
      </form>
      <p>
        <a class="btn line" href={to('stop')}>
          {say('plan.stop')}
        </a>
      </p>
    </section>
  );
}

function Months({ months }: { months: readonly FundGift[] }): JSX.Element {
  const reading = useReading();
  const { say, money, date, lang } = reading;
  return (
    <section>
      <h2>{say('plan.months')}</h2>
      <Rows
        rows={months.map((month) => ({
          title: `${monthWords(reading, month.month!)}, ${money(month.gift)}`,
          line: (
            <>
              {month.ref}
              {month.countedAt && `, ${date(month.countedAt)}, ${money(month.lei)}`}
              {month.countedAt && ', '}
              {month.countedAt && <a href={`/v/${month.receiptCode}?lang=${lang}`}>{grouped(month.receiptCode)}</a>}
            </>
          ),
          end: <Tag tone={giftTone(month.state)}>{say(`plan.month.${month.state}`)}</Tag>,
        }))}
      />
    </section>
  );
}
