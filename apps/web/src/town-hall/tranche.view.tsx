import type { JSX } from 'preact';
import type { FileId, Money } from '#libs/kernel/src/index.js';
import { type Evidence, type Inspection, mayBePaid, type RequestStep, type TrancheObjection, type TrancheRequest } from '#libs/delivery/src/index.js'; // prettier-ignore
import type { Body } from '#libs/hometowns/src/index.js';
import type { Milestone, PlannedTranche, ProjectPlan } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Choices, ErrorSummary, Field, FileField, PAPERS, TextArea } from '../layout/form.view.js';
import { Facts, Note, Steps } from '../layout/parts.view.js';
import { VoteLinks } from '../together/vote-links.view.js';
import { DeskHead } from './desk.view.js';
import { deskForm } from './form.page.js';
import type { OwnProject } from './offices.js';
import { crumbsOf } from './works.view.js';

/** One request with everything that happened to it. */
export interface RequestView extends OwnProject {
  readonly request: TrancheRequest;
  /** Since when payments of the project wait for the audit; null while they go on. */
  readonly paused: Date | null;
  readonly steps: readonly RequestStep[];
  readonly evidence: readonly Evidence[];
  readonly inspection: Inspection | null;
  readonly objections: readonly TrancheObjection[];
  readonly names: ReadonlyMap<FileId, string>;
  /** The associations that vote on it. */
  readonly associations: readonly Body[];
  readonly form: Form;
}

/** Asks for a tranche: the sum is counted here, the evidence comes as files. */
export function tranchePage(
  reading: Reading,
  view: OwnProject & { tranche: PlannedTranche; amount: Money; paused: Date | null; form: Form },
): Page {
  const { say, money, moment } = reading;
  const { tranche, form, amount, paused } = view;
  return deskForm({
    crumbs: crumbsOf(view, reading),
    title: say('works.ask', { n: tranche.number }),
    lead: say('works.ask.lead', { sum: money(amount) }),
    form,
    files: true,
    button: say('works.ask.send'),
    before: (
      <>
        {paused && <Note>{say('works.paused', { since: moment(paused) })}</Note>}
        {tranche.evidence && (
          <Facts rows={[[say('file.tranche.evidence'), <Written text={tranche.evidence} key="evidence" />]]} />
        )}
      </>
    ),
    fields: (
      <>
        <TextArea form={form} name="note" label={say('works.note')} hint={say('works.note-hint')} />
        <FileField form={form} name="evidence" label={say('works.evidence')} hint={say('works.evidence-hint')} accept={PAPERS} multiple />
        <Note>{say('file.photos-warning')}</Note>
      </>
    ),
  }); // prettier-ignore
}

/** One request on its way. */
export function requestPage(reading: Reading, view: RequestView): Page {
  const { say, money, moment } = reading;
  const { request, form, paused } = view;
  const title = say('works.tranche', { n: request.number });
  const open = ['asked', 'objections'].includes(request.state);
  const body = (
    <div class="wrap narrow-page sect stack">
      <DeskHead crumbs={crumbsOf(view, reading)} title={title} lead={money(request.amount)} />
      <p>
        <Tag tone="now">{say(`tranche.state.${request.state}`)}</Tag>{' '}
        <VoteLinks votes={request.votes} bodies={view.associations} />
      </p>
      <Note tone={request.state === 'received' ? 'ok' : undefined}>
        {request.held && paused
          ? say('works.held', { since: moment(paused) })
          : say(`works.next.${request.state}`)}
      </Note>
      {paused && !request.held && mayBePaid(request) && <Note>{say('works.paused', { since: moment(paused) })}</Note>}
      <p>{request.note}</p>
      <RequestSteps steps={view.steps} />
      <EvidenceList evidence={view.evidence} names={view.names} />
      {view.inspection && <InspectionResult inspection={view.inspection} lines={view.plan.lines} />}
      {view.objections.map(({ id, text }) => (
        <Note key={id}>{text}</Note>
      ))}
      {open && (
        <form method="post" class="stack" novalidate enctype="multipart/form-data">
          <ErrorSummary form={form} />
          <FileField form={form} name="evidence" label={say('works.evidence-add')} hint={say('works.evidence-hint')} accept={PAPERS} multiple />
          <button class="btn line">{say('works.evidence-send')}</button>
        </form>
      )}
    </div>
  ); // prettier-ignore
  return page({ title, index: false, body });
}

function RequestSteps({ steps }: { steps: readonly RequestStep[] }): JSX.Element {
  const { say, moment } = useReading();
  const line = ({ at, reason }: RequestStep) => (reason ? `${moment(at)} · ${reason}` : moment(at));
  return (
    <section class="stack" aria-labelledby="steps">
      <h2 id="steps">{say('works.steps')}</h2>
      <Steps steps={steps.map((step) => ({ title: say(`tranche.state.${step.state}`), line: line(step), state: 'done' }))} />
    </section>
  ); // prettier-ignore
}

/** Evidence as links, photos as pictures. */
export function EvidenceList({ evidence, names }: Pick<RequestView, 'evidence' | 'names'>): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack" aria-labelledby="evidence">
      <h2 id="evidence">{say('works.evidence')}</h2>
      <ul class="docs">
        {evidence.map(({ fileId, what }) => (
          <li key={fileId}>
            <a href={`/files/${fileId}/${what === 'photo' ? 'wide' : 'original'}`}>
              {what === 'photo' && <img src={`/files/${fileId}/small`} alt="" width={160} loading="lazy" />}{' '}
              {names.get(fileId) ?? say('file.paper')}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the inspector found, line by line. */
export function InspectionResult({
  inspection,
  lines,
}: {
  inspection: Inspection;
  lines: ProjectPlan['lines'];
}): JSX.Element {
  const { say } = useReading();
  const nameOf = (id: string) => lines.find((line) => line.id === id)?.name;
  return (
    <section class="stack" aria-labelledby="inspection">
      <h2 id="inspection">{say('works.inspection')}</h2>
      <p>
        <Tag tone={inspection.verdict === 'accepted' ? 'ok' : 'bad'}>{say(`inspection.verdict.${inspection.verdict}`)}</Tag>
      </p>
      <Facts
        rows={inspection.items.map(({ lineId, finding, note, photo }) => [
          nameOf(lineId) ? <Written text={nameOf(lineId)!} key="name" /> : '–',
          <span key="found">
            {say(`inspection.finding.${finding}`)}
            {note && ` · ${note}`} {photo && <a href={`/files/${photo}/wide`}>{say('works.photo')}</a>}
          </span>,
        ])}
      />
    </section>
  ); // prettier-ignore
}

/** A stage is met, with proof, or comes later, with the reason. */
export function stagePage(reading: Reading, view: OwnProject & { stage: Milestone; form: Form }): Page {
  const { say, text, date } = reading;
  const { stage, form } = view;
  return deskForm({
    crumbs: crumbsOf(view, reading),
    title: text(stage.name).text,
    lead: stage.plannedOn && say('works.planned', { date: date(stage.plannedOn) }),
    form,
    files: true,
    button: say('works.stage.send'),
    fields: (
      <>
        <Choices form={form} name="what" label={say('works.stage.what')} options={[['met', say('works.stage.met'), say('works.stage.met-hint')], ['delayed', say('works.stage.delayed'), say('works.stage.delayed-hint')]]} />
        <Field form={form} name="on" label={say('works.stage.on')} type="date" short />
        <FileField form={form} name="file" label={say('works.stage.file')} hint={say('file.files-hint')} accept={PAPERS} />
        <TextArea form={form} name="reason" label={say('works.stage.reason')} hint={say('works.stage.reason-hint')} rows={3} />
      </>
    ),
  }); // prettier-ignore
}
