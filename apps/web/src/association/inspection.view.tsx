import type { JSX } from 'preact';
import type { FileId } from '#libs/kernel/src/index.js';
import {
  checklistOf,
  type Evidence,
  FINDINGS,
  type Inspection,
  inspectorsOf,
  mayBePaid,
  type TrancheRequest,
} from '#libs/delivery/src/index.js';
import type { ProjectPlan } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { RowContext, useReading } from '../layout/context.js';
import { Choices, ErrorSummary, Field, FileField } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import { Built } from '../projects/versions.view.js';
import type { Office } from '../town-hall/offices.js';
import { EvidenceList, InspectionResult } from '../town-hall/tranche.view.js';

/** A tranche request as the association's inspector gets it. */
export interface InspectionView {
  readonly office: Office;
  readonly plan: ProjectPlan;
  readonly request: TrancheRequest;
  /** Since when payments of the project wait for the audit; null while they go on. */
  readonly paused: Date | null;
  readonly evidence: readonly Evidence[];
  readonly inspection: Inspection | null;
  readonly names: ReadonlyMap<FileId, string>;
  readonly form: Form;
}

/** Evidence, then one question for every line of the estimate. */
export function inspectionPage(reading: Reading, view: InspectionView): Page {
  const { say, money, moment, href, text } = reading;
  const { office, plan, request, paused, inspection } = view;
  const waits = !inspection && request.state === 'asked';
  const mine = inspectorsOf(request).some((role) => office.roles.includes(role));
  const title = say(waits ? 'inspect.title' : 'works.tranche', { n: request.number });
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead
        crumbs={[[href(`/association/${office.body.id}`), <Written text={office.body.name} key="body" />]]}
        title={title}
        lead={`${text(plan.project.title).text}, ${money(request.amount)}`}
      />
      {paused && mayBePaid(request) && <Note>{say('desk.paused', { since: moment(paused) })}</Note>}
      <p>{request.note}</p>
      <Built plan={plan} />
      <EvidenceList evidence={view.evidence} names={view.names} />
      {inspection && <InspectionResult inspection={inspection} lines={plan.lines} />}
      {waits && mine && <Checklist view={view} />}
      {waits && !mine && (
        <Note>
          <p>{say('inspect.not-inspector')}</p>
          <p>{say('inspect.overdue', { since: moment(request.officersFrom) })}</p>
        </Note>
      )}
    </div>
  );
  return page({ title, index: false, body });
}

function Checklist({ view: { plan, form } }: { view: InspectionView }): JSX.Element {
  const { say, money, text } = useReading();
  const findings = FINDINGS.map((one) => [one, say(`inspection.finding.${one}`)] as const);
  return (
    <form method="post" class="stack" novalidate enctype="multipart/form-data">
      <h2>{say('inspect.checklist')}</h2>
      <p class="hint">{say('inspect.lead')}</p>
      <ErrorSummary form={form} />
      {checklistOf(plan).map(({ id, name, quantity, unit, amount }, index) => (
        <section class="stack tight" key={id}>
          <input type="hidden" name={`items.${index}.lineId`} value={id} />
          <RowContext.Provider value={text(name).text}>
          <Choices form={form} name={`items.${index}.finding`} label={<Written text={name} />} hint={`${quantity ?? ''} ${unit ? say(`measure.${unit}`) : ''}, ${money(amount)}`} options={findings} />
          <Field form={form} name={`items.${index}.note`} label={say('inspect.note')} />
          <FileField form={form} name={`photo.${index}`} label={say('inspect.photo')} accept="image/jpeg,image/png,image/webp" />
          </RowContext.Provider>
        </section>
      ))}
      <Choices form={form} name="verdict" label={say('inspect.verdict')} hint={say('inspect.verdict-hint')} options={(['accepted', 'refused'] as const).map((one) => [one, say(`inspection.verdict.${one}`)])} />
      <button class="btn">{say('inspect.send')}</button>
    </form>
  ); // prettier-ignore
}
