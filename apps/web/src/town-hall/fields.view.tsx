import type { ComponentChildren, JSX } from 'preact';
import { placeName } from '#libs/hometowns/src/index.js';
import { type BudgetLine, CAMPAIGN_DAYS, coreOf, EXTENSION_DAYS, MODELS, neededFor, type ScopeTier, SECTORS, totalOf } from '#libs/projects/src/index.js'; // prettier-ignore
import { type Lang, LANGS } from '#libs/platform/src/index.js';
import type { Form } from '../edge/form.js';
import { useReading } from '../layout/context.js';
import { Check, Choices, Field, Select, TextArea, Ticks } from '../layout/form.view.js';
import { Facts, FoldOut } from '../layout/parts.view.js';
import { partOf } from '../projects/versions.view.js';
import { EditedRows } from './rows.view.js';
import { wordsName } from './section.form.js';
import type { SectionView } from './shown-section.js';

/** A text in the project's language, its other languages behind a fold. */
function Words({
  form,
  name,
  lang,
  label,
  hint,
  rows,
}: {
  form: Form;
  name: string;
  lang: Lang;
  label: string;
  hint?: ComponentChildren;
  rows?: number;
}): JSX.Element {
  const { say } = useReading();
  const input = (one: Lang, words: string, more?: ComponentChildren) =>
    rows ? (
      <TextArea form={form} name={wordsName(name, one)} label={words} hint={more} rows={rows} key={one} />
    ) : (
      <Field form={form} name={wordsName(name, one)} label={words} hint={more} key={one} />
    );
  const others = LANGS.filter((one) => one !== lang);
  return (
    <>
      {input(lang, label, hint)}
      <FoldOut summary={say('file.other-languages', { field: label })}>
        {others.map((one) => input(one, say('file.in-language', { field: label, lang: one })))}
      </FoldOut>
    </>
  );
}

/** Where, for whom and why. */
export function Place({ view: { form, plan, places } }: { view: SectionView }): JSX.Element {
  const { say, lang, demo } = useReading();
  const own = { form, lang: plan.project.lang };
  return (
    <>
      <Select form={form} name="data.placeCode" label={say('file.placeCode')} options={places.map((one) => [one.code, placeName(lang, one)])} />
      <Words {...own} name="data.title" label={say('file.title')} hint={say('file.title-hint')} />
      <Words {...own} name="data.summary" label={say('file.summary')} hint={say('file.summary-hint')} rows={2} />
      <Words {...own} name="data.why" label={say('file.why')} hint={say('file.why-hint')} rows={6} />
      <Field form={form} name="data.peopleServed" label={say('file.peopleServed')} hint={say('file.peopleServed-hint')} inputmode="numeric" short />
      <Select form={form} name="data.sector" label={say('file.sector')} options={[['', '—'], ...SECTORS.map((one): [string, string] => [one, say(`sector.${one}`)])]} />
      {demo && <Check form={form} name="data.illustrative" label={say('file.illustrative')} />}
    </>
  ); // prettier-ignore
}

/** How the people's money is raised, from when to when, and what is built if less comes. */
export function Campaign({ view }: { view: SectionView }): JSX.Element {
  const { say, money } = useReading();
  const { form, plan } = view;
  return (
    <>
      <Facts
        rows={[
          [say('file.sum.total'), money(totalOf(plan))],
          [say('file.sum.core'), money(coreOf(plan))],
          [say('file.sum.others'), money(plan.sources.filter(({ kind }) => kind !== 'people').reduce((sum, { amount }) => sum.plus(amount), totalOf(plan).minus(totalOf(plan))))],
        ]}
      />
      <Choices form={form} name="data.model" label={say('file.model')} options={MODELS.map((one) => [one, say(`model.${one}`), say(`file.model.${one}`)])} />
      <div class="halves">
        <Field form={form} name="data.minimum" label={say('file.minimum')} hint={say('file.minimum-hint')} inputmode="decimal" />
        <Field form={form} name="data.optimum" label={say('file.optimum')} hint={say('file.optimum-hint')} inputmode="decimal" />
        <Field form={form} name="data.bufferPercent" label={say('file.buffer')} hint={say('file.buffer-hint')} inputmode="decimal" />
        <Field form={form} name="data.opensOn" label={say('file.opensOn')} hint={say('file.days-hint', CAMPAIGN_DAYS)} type="date" />
        <Field form={form} name="data.closesOn" label={say('file.closesOn')} type="date" />
        <Field form={form} name="data.extendPercent" label={say('file.extendPercent')} hint={say('file.extendPercent-hint')} inputmode="decimal" />
        <Field form={form} name="data.extendDays" label={say('file.extendDays')} hint={say('file.extendDays-hint', { ...EXTENSION_DAYS, most: CAMPAIGN_DAYS.max })} inputmode="numeric" />
      </div>
      <Versions view={view} />
    </>
  ); // prettier-ignore
}

/** The smaller versions of the work: a name, what is built, and the lines that each leaves out. */
function Versions({ view }: { view: SectionView }): JSX.Element {
  const { say } = useReading();
  const { form, plan } = view;
  return (
    <>
      <h2>{say('file.tiers')}</h2>
      <p class="hint">{say('file.tiers-hint')}</p>
      <EditedRows
        view={view}
        table="tiers"
        blank={1}
        legend={(n) => say('file.tier', { n })}
        keep={['name', 'description']}
        row={({ field, id }) => (
          <>
            <Field form={form} name={field('name', true)} label={say('file.tier.name')} />
            <Field form={form} name={field('description', true)} label={say('file.tier.description')} />
            <LeftOut view={view} name={field('without')} tier={plan.tiers.find((one) => one.id === id)} />
          </>
        )}
      />
    </>
  );
}

/** The lines that a version may leave out, and what it then costs. */
function LeftOut({ view: { form, plan }, name, tier }: { view: SectionView; name: string; tier?: ScopeTier }): JSX.Element {
  const reading = useReading();
  const { say, money, text } = reading;
  const lines = plan.lines.filter(({ amount, core }) => !amount.equals(core));
  const more = (line: BudgetLine) => [partOf(reading, line), money(line.amount.minus(line.core))].filter(Boolean).join(', ');
  const options = lines.map((line) => [line.id, text(line.name).text, more(line)] as const);
  return (
    <div>
      <Ticks form={form} name={name} label={say('file.tier.without')} hint={lines.length === 0 && say('file.tier.no-lines')} options={options} />
      {tier && <p class="sum">{say('file.tier.sum', { sum: money(tier.amount), people: money(neededFor(plan, tier)) })}</p>}
    </div>
  );
} // prettier-ignore

/** Who keeps what is built, from which money, and what can go wrong. */
export function Maintenance({ view: { form, plan } }: { view: SectionView }): JSX.Element {
  const { say } = useReading();
  const own = { form, lang: plan.project.lang };
  return (
    <>
      <Words {...own} name="data.maintainer" label={say('file.maintainer')} hint={say('file.maintainer-hint')} />
      <Words {...own} name="data.maintenancePayer" label={say('file.maintenancePayer')} hint={say('file.maintenancePayer-hint')} />
      <Field form={form} name="data.upkeep" label={say('file.upkeep')} hint={say('file.upkeep-hint')} inputmode="decimal" short />
      <Words {...own} name="data.risks" label={say('file.risks')} hint={say('file.risks-hint')} rows={5} />
    </>
  ); // prettier-ignore
}

/** Who verifies: an association of the place, or ten days of objections where there is none. */
export function Association({ view: { form, associations } }: { view: SectionView }): JSX.Element {
  const { say, text } = useReading();
  const options = associations.map(({ id, name, form: kind }) => [id, text(name).text, kind ? say(`body.form.${kind}`) : ''] as const); // prettier-ignore
  return (
    <>
      {options.length > 0 && <Choices form={form} name="data.associationId" label={say('file.association')} hint={say('file.association-hint')} options={options} />}
      {options.length === 0 && <Check form={form} name="data.noAssociation" label={say('file.noAssociation')} hint={say('file.noAssociation-hint')} />}
    </>
  ); // prettier-ignore
}
