import type { JSX } from 'preact';
import type { FundGift, Plan } from '#libs/funds/src/index.js';
import { placeName, townOrVillage } from '#libs/hometowns/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { Carpet } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Check, Choices, CommandIdField, ErrorSummary, Field } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { TotalBox } from '../layout/total.view.js';
import { grouped } from '../pledging/gift-rows.view.js';
import type { SumSheet } from '../pledging/give.sheet.js';
import { NameFold } from '../pledging/give-fields.view.js';
import { sampleOf, Sums } from '../pledging/give-sums.view.js';
import { arrivesWords } from '../pledging/promise-words.js';
import type { ProjectFace } from '../projects/project.faces.js';
import type { FundFace } from './fund-faces.js';
import { fundTitle } from './fund.view.js';

const REFRESH_SECONDS = 4;

interface FormView {
  readonly sheet: SumSheet;
  /** The sums have just been turned into another currency. */
  readonly turned: boolean;
  /** The project that he came from and that has all it needs already. */
  readonly full: ProjectFace | null;
}

/** The form of a gift to a fund: one page, one form. */
export function fundGivePage(reading: Reading, face: FundFace, view: FormView): Page {
  const { say, href } = reading;
  const title = say('fund.form.title');
  return page({
    title: `${title}: ${placeLine(reading, face.place)}`,
    plain: { back: href(face.path), label: say('fund.form.back') },
    index: !reading.query.has('left'),
    body: (
      <div class="wrap pay">
        <GiveForm face={face} view={view} />
        <aside class="for stack" aria-label={say('giving.for')}>
          <Carpet code={face.place.code} size={160} />
          <p class="num">{fundTitle(reading, face)}</p>
          <p class="small mute">{say('fund.form.refund')}</p>
        </aside>
      </div>
    ),
  });
}

function GiveForm({ face, view: { sheet, turned, full } }: { face: FundFace; view: FormView }): JSX.Element {
  const { form, instead } = sheet;
  const { say, href, lang, query } = useReading();
  return (
    <form method="post" action={href(`${face.path}/give`)} novalidate>
      {/* Enter in any field means "on", never "another currency". */}
      <button class="vh" tabindex={-1} aria-hidden="true">
        {say('give.continue')}
      </button>
      <div class="stack">
        {full && <Full face={face} full={full} />}
        <h1>{say('fund.form.legend', { place: placeName(lang, face.place) })}</h1>
        <ErrorSummary form={form} />
        {query.has('left') && <Note tone="ok">{say('fund.form.left')}</Note>}
        {turned && !instead && <Note tone="ok">{say('giving.turned')}</Note>}
        <Note>
          <p class="small">{say('fund.form.card')}</p>
        </Note>
      </div>
      <CommandIdField form={form} />
      <input type="hidden" name="shown" value={sheet.currency} />
      {full ? <Consent form={form} /> : <Often form={form} />}
      <Sums sheet={sheet} form={form} feeHint="fund.form.fee-hint" />
      <Where form={form} />
      <NameFold form={form} hint={say('fund.form.list-hint')} />
      <Total sheet={sheet} />
      <div class="stack free small mute">
        <p>
          {say('giving.stripe')} <a href={href('/terms')}>{say('giving.terms')}</a>
        </p>
        <p>{say('privacy.never_ask')}</p>
      </div>
    </form>
  );
}

/** Before anything else: the project needs nothing more, and where the money goes instead. */
function Full({ face: { place }, full }: { face: FundFace; full: ProjectFace }): JSX.Element {
  const { say, lang, text } = useReading();
  return (
    <Note>
      <p>
        <b>{say('fund.full', { project: text(full.plan.project.title).text })}</b>
      </p>
      <p>{say('fund.full-lead', { place: placeName(lang, place), kind: townOrVillage(place) })}</p>
    </Note>
  );
}

function Consent({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <>
      <input type="hidden" name="from" value={form.value('from')} />
      <input type="hidden" name="often" value="once" />
      <Check form={form} name="consent" label={say('fund.consent')} />
    </>
  );
}

function Often({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <Choices
      form={form}
      name="often"
      label={say('fund.form.often')}
      options={[
        ['monthly', say('fund.form.monthly'), say('fund.form.monthly-hint')],
        ['once', say('fund.form.once'), say('fund.form.once-hint')],
      ]}
    />
  );
}

/** Where the receipt goes. */
function Where({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  const hint = say('give.email.hint');
  return (
    <section>
      <h2>{say('giving.where-receipt')}</h2>
      <Field form={form} name="email" label={say('giving.email')} hint={hint} type="email" autocomplete="email" />
    </section>
  );
}

function Total({ sheet }: { sheet: SumSheet }): JSX.Element {
  const reading = useReading();
  const { say } = reading;
  const { quote, currency, rate, fee, step } = sheet;
  return (
    <TotalBox
      view={{
        now: quote && { pays: quote.total, arrives: arrivesWords(reading, quote.gift, quote.lei) },
        sample: sampleOf(currency),
        ...{ fee, step, rate: rate.perUnit, action: 'give.pay' },
        paysLabel: say('giving.pays'),
        arrivesLabel: say('fund.arrives'),
      }}
    />
  );
}

/** After the payment page: what has become of the gift, by our own books. */
export function fundThanksPage(reading: Reading, face: FundFace, found: FundGift | Plan): Page {
  const { say, href } = reading;
  const { title, lead, waiting } = wordsOf(reading, found);
  return page({
    title,
    index: false,
    plain: { back: href(face.path), label: say('fund.form.back') },
    refreshSeconds: waiting ? REFRESH_SECONDS : undefined,
    body: (
      <div class="wrap narrow sect stack loose">
        <div class="stack">
          <h1 class="h-page">{title}</h1>
          {lead && (
            <p class="lead" role="status">
              {lead}
            </p>
          )}
        </div>
        <Facts rows={thanksRows(reading, found)} />
        <p class="row">
          <a class="btn line" href={href(face.path)}>
            {say('fund.see')}
          </a>
          {found.state === 'abandoned' && (
            <a class="btn" href={href(`${face.path}/give`)}>
              {say('fund.give')}
            </a>
          )}
        </p>
      </div>
    ),
  });
}

function thanksRows({ say, money, date, lang }: Reading, found: FundGift | Plan) {
  const next = 'nextOn' in found ? found.nextOn : null;
  const code = 'receiptCode' in found && found.countedAt ? found.receiptCode : null;
  return [
    [say('thanks.ref'), found.ref] as const,
    [say('thanks.sum'), money(found.gift)] as const,
    ...(found.cover.isPositive() ? [[say('thanks.cover'), money(found.cover)] as const] : []),
    ...(next ? [[say('plan.next'), date(next)] as const] : []),
    ...(code ? [[say('thanks.receipt'), <a href={`/v/${code}?lang=${lang}`}>{grouped(code)}</a>] as const] : []),
  ];
}

function wordsOf({ say, date }: Reading, found: FundGift | Plan): { title: string; lead: string; waiting: boolean } {
  const words = (title: string, lead: string, waiting = false) => ({ title, lead, waiting });
  if (found.state === 'started') return words(say('fund.thanks.waiting'), say('fund.thanks.waiting-lead'), true);
  if (found.state === 'abandoned') return words(say('fund.thanks.left'), '');
  if ('receiptCode' in found) return words(say('fund.thanks.title'), say('fund.thanks.lead'));
  if (found.nextOn)
    return words(say('fund.thanks.monthly'), say('fund.thanks.monthly-lead', { date: date(found.nextOn) }));
  return words(say('plan.title', { ref: found.ref }), say(`plan.state.${found.state}`));
}
