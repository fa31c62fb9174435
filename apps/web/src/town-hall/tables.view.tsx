import type { JSX } from 'preact';
import type { FileId } from '#libs/kernel/src/index.js';
import {
  ACT_KINDS,
  coreOf,
  DOCUMENT_KINDS,
  SOURCE_KINDS,
  SOURCE_STAGES,
  totalOf,
  UNITS,
} from '#libs/projects/src/index.js';
import { useReading } from '../layout/context.js';
import { Check, Field, FieldRow, FileField, PAPERS, Select } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { Eligibility } from '../programmes/eligibility.view.js';
import { EditedRows, rowAt } from './rows.view.js';
import type { SectionView } from './shown-section.js';

interface Props {
  readonly view: SectionView;
}

/** The estimate, line by line; its sums are counted here when it is saved. */
export function Budget({ view }: Props): JSX.Element {
  const { say, money } = useReading();
  const { form, plan } = view;
  const sumOf = (id: string) => plan.lines.find((line) => line.id === id)?.amount;
  return (
    <>
      <p class="hint">{say('file.rows-hint')}</p>
      <EditedRows
        view={view}
        table="lines"
        blank={3}
        keep={['name']}
        legend={(n) => say('file.line', { n })}
        row={({ field, id }) => (
          <>
            <Field form={form} name={field('name', true)} label={say('file.line.name')} />
            <Field form={form} name={field('quantity')} label={say('file.line.quantity')} inputmode="decimal" />
            <Select form={form} name={field('unit')} label={say('file.line.unit')} options={[['', '—'], ...UNITS.map((one): [string, string] => [one, say(`measure.${one}`)])]} />
            <Field form={form} name={field('unitPrice')} label={say('file.line.price')} inputmode="decimal" />
            <Check form={form} name={field('core')} label={say('file.line.core')} />
            <Field form={form} name={field('coreQuantity')} label={say('file.line.core-quantity')} inputmode="decimal" />
            {sumOf(id) && <p class="sum">{say('file.line.sum', { sum: money(sumOf(id)!) })}</p>}
          </>
        )}
      />
      <Facts rows={[[say('file.sum.total'), money(totalOf(plan))], [say('file.sum.core'), money(coreOf(plan))]]} />
    </>
  ); // prettier-ignore
}

/** Who pays what, and by which paper. */
export function Funding({ view }: Props): JSX.Element {
  const { say, money, text } = useReading();
  const { form, plan, names } = view;
  const total = totalOf(plan);
  const sources = plan.sources.reduce((sum, { amount }) => sum.plus(amount), total.minus(total));
  const towns = view.partners.map(({ townHallId, name }): [string, string] => [townHallId, text(name).text]);
  return (
    <>
      <Select form={form} name="data.programmeEdition" label={say('file.programme')} hint={say('file.programme-hint')} options={[['', say('file.programme-none')], ...view.editions.map((one): [string, string] => [one.id, text(one.title).text])]} />
      <Eligibility plan={plan} />
      <p class="hint">{say('file.rows-hint')}</p>
      <EditedRows
        view={view}
        table="sources"
        blank={2}
        keep={['name']}
        legend={(n) => say('file.source', { n })}
        row={({ field, index }) => (
          <>
            <Select form={form} name={field('kind')} label={say('file.source.kind')} options={SOURCE_KINDS.map((one) => [one, say(`source.kind.${one}`)])} />
            <Field form={form} name={field('name', true)} label={say('file.source.name')} />
            {towns.length > 0 && <Select form={form} name={field('townHallId')} label={say('file.source.town')} options={[['', '—'], ...towns]} />}
            <Field form={form} name={field('amount')} label={say('file.source.amount')} inputmode="decimal" />
            <Select form={form} name={field('stage')} label={say('file.source.stage')} options={SOURCE_STAGES.map((one) => [one, say(`source.stage.${one}`)])} />
            <Select form={form} name={field('actKind')} label={say('file.source.act')} options={[['', '—'], ...ACT_KINDS.map((one): [string, string] => [one, say(`act.kind.${one}`)])]} />
            <Field form={form} name={field('actNo')} label={say('file.source.act-no')} />
            <Field form={form} name={field('actDate')} label={say('file.source.act-date')} type="date" />
            <input type="hidden" name={field('actFile')} value={form.value(field('actFile'))} />
            <FileField form={form} name={`act.${index}`} label={say('file.source.act-file')} hint={names.get(form.value(field('actFile')) as FileId) ?? say('shares.act-public')} accept={PAPERS} />
          </>
        )}
      />
      <Facts rows={[[say('file.sum.total'), money(total)], [say('file.sum.sources'), money(sources)]]} />
    </>
  ); // prettier-ignore
}

/** Stages of the work, and the parts in which the people's money leaves. */
export function Stages({ view }: Props): JSX.Element {
  const { say, percent } = useReading();
  const { form, plan } = view;
  const shares = plan.tranches.reduce((sum, { shareBp }) => sum + (shareBp ?? 0), 0) / 100;
  return (
    <>
      <h2>{say('file.stages')}</h2>
      <EditedRows
        view={view}
        table="milestones"
        blank={2}
        keep={['name']}
        legend={(n) => say('file.stage', { n })}
        row={({ field }) => (
          <>
            <Field form={form} name={field('name', true)} label={say('file.stage.name')} />
            <Field form={form} name={field('plannedOn')} label={say('file.stage.day')} type="date" />
          </>
        )}
      />
      <Tranches view={view} />
      <Facts rows={[[say('file.sum.shares'), percent(String(shares))]]} />
    </>
  );
}

function Tranches({ view }: Props): JSX.Element {
  const { say } = useReading();
  const { form } = view;
  const rows = Array.from({ length: form.rows('data.milestones') }, (_, index) => rowAt(view, 'milestones', index));
  const stages = rows.map(({ id, field }, index): [string, string] => [id, `${index + 1}. ${form.value(field('name', true))}`]); // prettier-ignore
  return (
    <>
      <h2>{say('file.tranches')}</h2>
      <p class="hint">{say('file.tranches-hint')}</p>
      <EditedRows
        view={view}
        table="tranches"
        blank={2}
        keep={['evidence']}
        legend={(n) => say('file.tranche', { n })}
        row={({ field }) => (
          <>
            <Select form={form} name={field('milestoneId')} label={say('file.tranche.stage')} options={[['', '—'], ...stages]} />
            <Field form={form} name={field('sharePercent')} label={say('file.tranche.share')} inputmode="decimal" />
            <Field form={form} name={field('evidence', true)} label={say('file.tranche.evidence')} />
          </>
        )}
      />
    </>
  ); // prettier-ignore
}

/** Papers and pictures that hang on the project. */
export function Documents({ view }: Props): JSX.Element {
  const { say } = useReading();
  const { form } = view;
  return (
    <>
      <h2>{say('file.papers')}</h2>
      <FileRows view={view} table="documents" />
      <FileField form={form} name="papers" label={say('file.papers-add')} hint={say('file.files-hint')} accept={PAPERS} multiple />
      <Select form={form} name="paperKind" label={say('file.papers-kind')} options={DOCUMENT_KINDS.map((one) => [one, say(`document.what.${one}`)])} />
      <h2>{say('file.photos')}</h2>
      <Note>{say('file.photos-warning')}</Note>
      <FileRows view={view} table="photos" />
      <FileField form={form} name="photos" label={say('file.photos-add')} hint={say('file.photos-hint')} accept="image/jpeg,image/png,image/webp" multiple />
      <Check form={form} name="data.photosChecked" label={say('file.photosChecked')} />
    </>
  ); // prettier-ignore
}

function FileRows({ view, table }: Props & { table: 'documents' | 'photos' }): JSX.Element {
  const { say } = useReading();
  const { form, names } = view;
  const nameOf = (id: string) => names.get(id as FileId) ?? say('file.paper');
  const rows = Array.from({ length: form.rows(`data.${table}`) }, (_, index) => rowAt(view, table, index));
  return (
    <>
      {rows.map(({ field, index }) => {
        const id = form.value(field('fileId'));
        return (
          <FieldRow name={nameOf(id)} legend={<a href={`/files/${id}/${table === 'photos' ? 'wide' : 'original'}`}>{nameOf(id)}</a>} key={index}>
            <input type="hidden" name={field('fileId')} value={id} />
            <div class="halves">
              {table === 'documents' && <Select form={form} name={field('what')} label={say('file.papers-kind')} options={DOCUMENT_KINDS.map((one) => [one, say(`document.what.${one}`)])} />}
              <Field form={form} name={field(table === 'photos' ? 'caption' : 'title', true)} label={say(`file.${table}.title`)} />
              {table === 'documents' && <Check form={form} name={field('public')} label={say('file.public')} />}
              <Check form={form} name={field('remove')} label={say('file.remove')} />
            </div>
          </FieldRow>
        );
      })}
    </>
  ); // prettier-ignore
}
