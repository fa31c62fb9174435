import type { JSX } from 'preact';
import { LANGS } from '#libs/platform/src/index.js';
import { type Condition, type Edition, RULED_PARTIES, WANTED_PAPERS, WANTED_REPORTS } from '#libs/programmes/src/index.js'; // prettier-ignore
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { Check, CommandIdField, ErrorSummary, Field, FieldRow, Select, Ticks } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import { Part } from '../layout/table.view.js';
import { deskPage } from '../operator/desk.view.js';
import { RULE_KINDS } from './editions.requests.js';

const CURRENCIES = ['MDL', 'EUR', 'USD', 'RON', 'CHF', 'GBP'];

interface WriteView {
  readonly form: Form;
  /** The draft that is gone on with; null for a new one. */
  readonly edition: Edition | null;
  /** The kind of the rule that a blank row is for. */
  readonly add: string | null;
}

/** An edition as a form: its rules one under another, each with the fields that its kind needs. */
export function writePage(reading: Reading, { form, edition, add }: WriteView): Page {
  const { say, href } = reading;
  const kinds = kindsIn(form, add);
  return deskPage(reading, {
    title: say(edition ? 'edition.write' : 'edition.new'),
    room: 'programmes',
    lead: say('edition.write-lead'),
    inside: true,
    body: (
      <form method="post" action={href(`/operator/programmes/${edition ? `${edition.id}/edit` : 'new'}`)} class="stack loose" novalidate>
        <ErrorSummary form={form} />
        <CommandIdField form={form} />
        {form.value('version') && <input type="hidden" name="version" value={form.value('version')} />}
        <Which form={form} />
        <section class="stack" id="rules">
          <h2>{say('edition.rules')}</h2>
          <p class="hint">{say('edition.rules-hint')}</p>
          {kinds.map((kind, index) => (
            <Rule form={form} kind={kind} index={index} key={index} />
          ))}
          <AddRule form={form} />
        </section>
        <Papers form={form} />
        <Window form={form} />
        <p class="row">
          <button class="btn">{say('edition.keep')}</button>
          {edition && <a href={href(`/operator/programmes/${edition.id}`)}>{say('edition.back')}</a>}
        </p>
      </form>
    ),
  });
} // prettier-ignore

/** The kinds of the rows that the form shows: those that stand there, and the one to be written. */
function kindsIn(form: Form, add: string | null): Condition['kind'][] {
  const standing = Array.from({ length: form.rows('conditions') }, (_, index) => form.value(`conditions.${index}.kind`));
  return [...standing, add].filter((kind): kind is Condition['kind'] => RULE_KINDS.some((one) => one === kind));
} // prettier-ignore

function Which({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  const parties = [['', say('edition.lead-none')], ...RULED_PARTIES.map((one) => [one, say(`programme.party.${one}`)] as const)] as const; // prettier-ignore
  return (
    <Part title={say('edition.which')}>
      <Field form={form} name="programme" label={say('edition.programme')} hint={say('edition.programme-hint')} maxlength={40} autocomplete="off" />
      {LANGS.map((lang) => (
        <Field form={form} name={`title.${lang}`} label={say(`edition.title-${lang}`)} maxlength={120} autocomplete="off" key={lang} />
      ))}
      <Field form={form} name="year" label={say('edition.year')} inputmode="numeric" maxlength={4} short />
      <Select form={form} name="lead" label={say('programmes.lead-party')} options={parties} />
      <Select form={form} name="currency" label={say('edition.currency')} hint={say('edition.currency-hint')} options={CURRENCIES.map((code) => [code, code])} />
      <Check form={form} name="example" label={say('programmes.example')} hint={say('edition.example-hint')} />
    </Part>
  );
} // prettier-ignore

function Rule({ form, kind, index }: { form: Form; kind: Condition['kind']; index: number }): JSX.Element {
  const { say } = useReading();
  const at = (name: string) => `conditions.${index}.${name}`;
  const parties = RULED_PARTIES.map((one) => [one, say(`programme.party.${one}`)] as const);
  const sum = (name: string) => (
    <Field form={form} name={at(name)} label={say(`edition.${name}`)} inputmode="decimal" maxlength={20} short />
  );
  return (
    <FieldRow name={say('edition.rule', { n: index + 1, kind: say(`edition.kind.${kind}`) })}>
      <input type="hidden" name={at('kind')} value={kind} />
      <div class="halves">
        {kind !== 'total-at-least' && (
          <Select form={form} name={at('party')} label={say('edition.party')} options={parties} />
        )}
        {kind.startsWith('share-') && (
          <Field form={form} name={at('percent')} label={say('edition.percent')} inputmode="decimal" maxlength={8} short />
        )}
        {kind.includes('amount') || kind === 'total-at-least' ? sum('amount') : null}
        {kind === 'equals' && (
          <>
            <Field form={form} name={at('num')} label={say('edition.num')} inputmode="numeric" maxlength={2} short />
            <Field form={form} name={at('den')} label={say('edition.den')} inputmode="numeric" maxlength={2} short />
            <Select form={form} name={at('to')} label={say('edition.to')} options={parties} />
            {sum('min')}
            {sum('max')}
          </>
        )}
      </div>
    </FieldRow>
  );
} // prettier-ignore

/** Keeps the draft and gives a row for a rule of this kind. */
function AddRule({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  const kinds = RULE_KINDS.map((kind) => [kind, say(`edition.kind.${kind}`)] as const);
  return (
    <>
      <Select form={form} name="add" label={say('edition.add')} options={[['', say('edition.add-none')], ...kinds]} />
      <p>
        <button class="btn line">{say('edition.add-button')}</button>
      </p>
    </>
  );
}

function Papers({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  const papers = WANTED_PAPERS.map((paper) => [paper, say(`programme.paper.${paper}`)] as const);
  return (
    <Part title={say('programmes.papers')}>
      <p class="hint">{say('edition.papers-hint')}</p>
      <div class="halves">
        {WANTED_PAPERS.map((_, index) => (
          <Select
            form={form}
            name={`papers.${index}`}
            label={say('edition.paper', { n: index + 1 })}
            options={[['', say('edition.paper-none')], ...papers]}
            key={index}
          />
        ))}
      </div>
      <Ticks
        form={form}
        name="reports"
        label={say('programmes.reports')}
        hint={say('edition.reports-hint')}
        options={WANTED_REPORTS.map((report) => [report, say(`programme.report.${report}`)] as const)}
      />
    </Part>
  );
}

function Window({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <>
      <Part title={say('edition.window')}>
        <Field form={form} name="opensOn" label={say('edition.opens-on')} hint={say('edition.opens-hint')} type="date" short />
        <Field form={form} name="closesOn" label={say('edition.closes-on')} hint={say('edition.closes-hint')} type="date" short />
      </Part>
      <Part title={say('programmes.source')}>
        <Note>{say('edition.source-lead')}</Note>
        <Field form={form} name="source.title" label={say('edition.source-title')} hint={say('edition.source-title-hint')} maxlength={200} autocomplete="off" />
        <Field form={form} name="source.url" label={say('edition.source-url')} type="url" maxlength={500} autocomplete="off" />
        <Field form={form} name="source.on" label={say('edition.source-on')} hint={say('edition.source-on-hint')} maxlength={10} autocomplete="off" short />
      </Part>
    </>
  );
} // prettier-ignore
