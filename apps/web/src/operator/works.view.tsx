import type { JSX } from 'preact';
import type {
  Closing,
  Evidence,
  Inspection,
  RequestStep,
  TrancheObjection,
  TrancheRequest,
} from '#libs/delivery/src/index.js';
import { placeName, type TreasuryAccount } from '#libs/hometowns/src/index.js';
import type { ApprovalId, ProjectId } from '#libs/kernel/src/index.js';
import type { Project, ProjectCard, ProjectState } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { StateTag, Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { DecisionForm } from '../layout/decision.view.js';
import { ErrorSummary, TextArea } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { DeskTable, Older, Part } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';
import type { SignedThing } from './signed.service.js';

/** Every published project, the newest first. */
export function projectsPage(reading: Reading, cards: readonly ProjectCard[], next: ProjectId | null): Page {
  const { say, href, lang, dateShort, money } = reading;
  return deskPage(reading, {
    title: say('operator.room.projects'),
    room: 'projects',
    body: (
      <>
        <DeskTable
          title={say('operator.room.projects')}
          head={['project', 'place', 'code', 'sum', 'since', 'state'].map((name) => say(`operator.projects.${name}`))}
          numbers={[3]}
          rows={cards.map(({ id, title, place, code, total, since, state, lateDays }) => ({
            key: id,
            cells: [
              <a href={href(`/operator/projects/${id}`)}>
                <Written text={title} />
              </a>,
              placeName(lang, { nameRo: place.ro, nameRu: place.ru ?? '' }),
              code,
              money(total),
              dateShort(since),
              <StateTag state={state} lateDays={lateDays} />,
            ],
          }))}
        />
        <Older href={next && href(`/operator/projects?after=${next}`)} />
      </>
    ),
  });
}

interface ProjectView {
  readonly project: Project;
  readonly requests: readonly TrancheRequest[];
  readonly closing: Closing;
  /** The cancellation that waits for its second signature. */
  readonly waits: ApprovalId | null;
}

/** One project: its tranches, and its end: completed after the act of acceptance, or given up while nothing has left. */
export function projectPage(reading: Reading, { project, requests, closing, waits }: ProjectView, form: Form): Page {
  const { say, href, money } = reading;
  return deskPage(reading, {
    title: reading.text(project.title).text,
    room: 'projects',
    inside: true,
    body: (
      <>
        <p>
          <StateTag state={project.state} /> {project.code}{' '}
          <a href={href(`/operator/bodies/${project.townHallId}`)}>{say('operator.fact.town-hall')}</a>
        </p>
        <ErrorSummary form={form} />
        <Part title={say('operator.tranches')}>
          <DeskTable
            title={say('operator.tranches')}
            head={['tranche', 'amount', 'state'].map((name) => say(`operator.fact.${name}`))}
            numbers={[1]}
            empty={say('operator.tranches.none')}
            rows={requests.map(({ id, number, amount, state }) => ({
              key: id,
              cells: [
                <a href={href(`/operator/tranches/${id}`)}>{say('operator.tranche-n', { n: number })}</a>,
                money(amount),
                <Tag>{say(`tranche.state.${state}`)}</Tag>,
              ],
            }))}
          />
        </Part>
        {project.state === 'in-delivery' && <Completion project={project} closing={closing} />}
        <WaitsSecond approval={waits} />
        {!waits && mayCancel(project, requests) && <Cancellation project={project} form={form} />}
      </>
    ),
  });
}

function Completion({ project, closing }: Pick<ProjectView, 'project' | 'closing'>): JSX.Element {
  const { say, href, date } = useReading();
  return (
    <form method="post" action={href(`/operator/projects/${project.id}/completion`)} class="stack">
      <h2>{say('operator.complete')}</h2>
      <p>
        {closing.acceptance
          ? say('operator.complete.act', {
              number: closing.acceptance.number,
              date: date(closing.acceptance.date),
            })
          : say('operator.complete.no-act')}
      </p>
      <p class="small mute">{say('operator.complete.rest')}</p>
      {closing.acceptance && <button class="btn">{say('operator.complete.button')}</button>}
    </form>
  );
}

const MAY_CANCEL: readonly ProjectState[] = ['published', 'campaign', 'collecting', 'funded', 'in-delivery'];

/** Nothing has left yet: what was sent to the town hall cannot be given back by giving the project up. */
function mayCancel({ state }: Project, requests: readonly TrancheRequest[]): boolean {
  return MAY_CANCEL.includes(state) && !requests.some((one) => one.state === 'released' || one.state === 'received');
}

function Cancellation({ project, form }: Pick<ProjectView, 'project'> & { form: Form }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form method="post" action={href(`/operator/projects/${project.id}/cancellation`)} class="stack" novalidate>
      <h2>{say('operator.cancel')}</h2>
      <p>{say('operator.cancel.lead')}</p>
      <TextArea
        form={form}
        name="reason"
        label={say('operator.reason')}
        hint={say('operator.reason.everybody')}
        rows={3}
        maxlength={2000}
      />
      <button class="btn line">{say('operator.ask-second')}</button>
    </form>
  );
}

/** The audit has stopped what the page would have signed. */
function HeldByAudit(): JSX.Element {
  const { say, href } = useReading();
  return (
    <Note>
      {say('operator.audit.held-tranche')} <a href={href('/operator/audit')}>{say('operator.audit.held-see')}</a>
    </Note>
  );
}

interface TrancheView {
  readonly request: TrancheRequest;
  readonly project: Project;
  /** What is signed, the same for both. */
  readonly facts: SignedThing['facts'];
  /** The account that its reader has seen. */
  readonly account: TreasuryAccount['id'] | null;
  readonly steps: readonly RequestStep[];
  readonly evidence: readonly Evidence[];
  readonly inspection: Inspection | null;
  /** What people said where no association votes. */
  readonly objections: readonly TrancheObjection[];
  readonly waits: ApprovalId | null;
  /** Why the last second person said no. */
  readonly refusal: string | null;
}

/** A tranche: what was asked, proven, inspected and decided; ask for its payment, or refuse it. */
export function tranchePage(reading: Reading, view: TrancheView, form: Form): Page {
  const { say, href, money } = reading;
  const { request, project } = view;
  return deskPage(reading, {
    title: say('operator.tranche-of', {
      n: request.number,
      project: reading.text(project.title).text,
      sum: money(request.amount),
    }),
    room: 'projects',
    inside: true,
    body: (
      <>
        <p class="row">
          <Tag tone="now">{say(`tranche.state.${request.state}`)}</Tag>
          <a href={href(`/operator/projects/${project.id}`)}>{reading.text(project.title).text}</a>
        </p>
        <Facts rows={view.facts} />
        <Proofs view={view} />
        <WaitsSecond approval={view.waits} />
        {request.held && <HeldByAudit />}
        {view.refusal && <Note>{say('operator.refused-before', { reason: view.refusal })}</Note>}
        {request.state === 'approved' && (
          <DecisionForm
            form={form}
            options={[
              ...(view.waits || request.held
                ? []
                : [['recommend', say('operator.release'), say('operator.recommend.hint')] as const]),
              ['refuse', say('operator.refuse'), say('operator.refusal.tranche')],
            ]}
            seen={view.account ? { account: view.account } : {}}
          />
        )}
      </>
    ),
  });
}

function Proofs({ view: { evidence, inspection, objections, steps } }: { view: TrancheView }): JSX.Element {
  const { say, moment } = useReading();
  return (
    <>
      <Part title={say('operator.evidence')}>
        <ul class="docs">
          {evidence.map(({ fileId, what, at }) => (
            <li key={fileId}>
              <a href={`/files/${fileId}/${what === 'photo' ? 'wide' : 'original'}`}>
                {say(`operator.evidence.${what}`)}, {moment(at)}
              </a>
            </li>
          ))}
        </ul>
        {inspection && (
          <p>
            {say('operator.inspection')}: {say(`inspection.verdict.${inspection.verdict}`)}, {moment(inspection.at)}
          </p>
        )}
      </Part>
      <Objections objections={objections} />
      <Part title={say('operator.steps')}>
        <ul class="bullets">
          {steps.map(({ state, at, reason }) => (
            <li key={state + at.toISOString()}>
              {say(`tranche.state.${state}`)}, {moment(at)} {reason && `: ${reason}`}
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}

function Objections({ objections }: Pick<TrancheView, 'objections'>): JSX.Element | null {
  const { say, moment } = useReading();
  if (objections.length === 0) return null;
  return (
    <Part title={say('project.objections-title')}>
      <ul class="bullets">
        {objections.map(({ id, text, at }) => (
          <li key={id}>
            {moment(at)}: {text}
          </li>
        ))}
      </ul>
    </Part>
  );
}
