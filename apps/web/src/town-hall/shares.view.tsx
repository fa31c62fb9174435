import type { JSX } from 'preact';
import { type InKindLine, type ShareLine, type SourceShares, STAGES } from '#libs/cofunding/src/index.js';
import { ACT_KINDS } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Choices, Field, FileField, PAPERS, Select } from '../layout/form.view.js';
import { FoldOut } from '../layout/parts.view.js';
import { DeskTable } from '../layout/table.view.js';
import { capital } from '../projects/capital.js';
import { deskForm, type DeskForm } from './form.page.js';
import type { OwnProject } from './offices.js';
import { crumbsOf } from './works.view.js';

/** Co-funders' shares as one town hall records them. */
export interface SharesView extends OwnProject {
  readonly shares: readonly SourceShares[];
  readonly steps: readonly ShareLine[];
  readonly form: Form;
  /** Of a joint project a partner records its own town's share alone; its page has a way back of its own. */
  readonly partner?: Pick<DeskForm, 'crumbs' | 'title' | 'lead'>;
}

/** How far co-funders' money has come, and the next step with its paper. */
export function sharesPage(reading: Reading, view: SharesView): Page {
  const { say, text, href } = reading;
  const { form, shares, partner } = view;
  const named = ({ name, kind }: SourceShares) => (name ? text(name).text : say(`source.kind.${kind}`));
  return deskForm({
    ...(partner ?? { crumbs: crumbsOf(view, reading, false), title: say('hall.shares'), lead: say('shares.lead') }),
    form,
    files: true,
    button: say('shares.record'),
    before: <ShareTable shares={shares} />,
    after: (
      <>
        <ShareSteps steps={view.steps} shares={shares} />
        {!partner && (
          <p>
            <a class="btn line" href={href(`${projectOf(view)}/in-kind`)}>{say('in-kind.title')}</a>
          </p>
        )}
      </>
    ),
    fields: (
      <>
        <h2>{say('shares.new')}</h2>
        <Choices form={form} name="kind" label={say('shares.kind')} options={(['step', 'fall'] as const).map((one) => [one, say(`shares.${one}`), say(`shares.${one}-hint`)])} />
        <Select form={form} name="sourceId" label={say('file.source.kind')} options={[['', '—'], ...shares.map((one): [string, string] => [one.sourceId, named(one)])]} />
        <Select form={form} name="stage" label={say('shares.stage')} options={STAGES.map((one) => [one, say(`share.step.${one}`)])} />
        <Field form={form} name="amount" label={say('file.source.amount')} inputmode="decimal" short />
        <Select form={form} name="act.kind" label={say('file.source.act')} options={ACT_KINDS.map((one) => [one, say(`act.kind.${one}`)])} />
        <ActNumber form={form} />
        <ActFile form={form} />
      </>
    ),
  });
} // prettier-ignore

function ShareTable({ shares }: { shares: readonly SourceShares[] }): JSX.Element {
  const { say, moneyShort } = useReading();
  return (
    <DeskTable
      title={say('hall.shares')}
      head={[
        say('shares.source'),
        say('works.final.planned'),
        ...STAGES.map((one) => capital(say(`share.step.${one}`))),
      ]}
      numbers={[1, ...STAGES.map((_, index) => index + 2)]}
      rows={shares.map((one) => ({
        key: one.sourceId,
        cells: [
          one.name ? <Written text={one.name} /> : say(`source.kind.${one.kind}`),
          moneyShort(one.planned),
          ...STAGES.map((stage) => moneyShort(one[stage])),
        ],
      }))}
    />
  );
}

function ShareSteps({ steps, shares }: { steps: readonly ShareLine[]; shares: readonly SourceShares[] }): JSX.Element {
  const { say, money, date, text } = useReading();
  const named = (id: string) => shares.find(({ sourceId }) => sourceId === id)?.name;
  return (
    <FoldOut summary={say('shares.steps')}>
      <ul class="bullets">
        {steps.map((one) => (
          <li key={one.id}>
            {date(one.at)}: {named(one.sourceId) && text(named(one.sourceId)!).text}, {say(`share.step.${one.step}`)}, {money(one.amount)} ({say(`act.kind.${one.actKind}`)} {one.actNumber})
          </li>
        ))}
      </ul>
    </FoldOut>
  );
} // prettier-ignore

function ActNumber({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <div class="halves">
      <Field form={form} name="act.number" label={say('file.source.act-no')} />
      <Field form={form} name="act.date" label={say('file.source.act-date')} type="date" />
    </div>
  );
}

function ActFile({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  const hint = `${say('file.files-hint')} ${say('shares.act-public')}`;
  return <FileField form={form} name="file" label={say('file.source.act-file')} hint={hint} accept={PAPERS} />;
}

function projectOf({ body, plan }: OwnProject): string {
  return `/town-hall/${body.id}/projects/${plan.project.id}`;
}

/** Work and materials given to a project, each with the act that values it. */
export function inKindPage(reading: Reading, view: OwnProject & { lines: readonly InKindLine[]; form: Form }): Page {
  const { say, href } = reading;
  const { form } = view;
  return deskForm({
    crumbs: [...crumbsOf(view, reading, false), [href(`${projectOf(view)}/shares`), say('hall.shares')]],
    title: say('in-kind.title'),
    lead: say('in-kind.lead'),
    form,
    files: true,
    button: say('in-kind.send'),
    after: <InKindLines lines={view.lines} />,
    fields: (
      <>
        <Field form={form} name="what" label={say('in-kind.what')} hint={say('in-kind.what-hint')} maxlength={300} />
        <Field form={form} name="amount" label={say('in-kind.amount')} inputmode="decimal" short />
        <ActNumber form={form} />
        <ActFile form={form} />
      </>
    ),
  });
}

function InKindLines({ lines }: { lines: readonly InKindLine[] }): JSX.Element {
  const { say, money, date } = useReading();
  return (
    <section class="stack" aria-labelledby="in-kind">
      <h2 id="in-kind">{say('in-kind.earlier')}</h2>
      {lines.length === 0 && <p class="empty">{say('in-kind.none')}</p>}
      <ul class="tasks">
        {lines.map(({ id, what, amount, actNumber, actDate, file }) => (
          <li key={id}>
            <span>
              <Written text={what} />
              <span class="hint">
                {say('in-kind.act', { number: actNumber, date: date(actDate) })}
                {file && (
                  <>
                    {' · '}
                    <a href={`/files/${file}/original`}>{say('term.download')}</a>
                  </>
                )}
              </span>
            </span>
            <b>{money(amount)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
