import type { JSX } from 'preact';
import type { Closing, Evidence, Inspection, RequestStep, TrancheRequest } from '#libs/delivery/src/index.js';
import { formatIban, type TreasuryAccount } from '#libs/hometowns/src/index.js';
import type { ApprovalId } from '#libs/kernel/src/index.js';
import type { Project, ProjectCard, ProjectState } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { StateTag, Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Choices, ErrorSummary, TextArea } from '../layout/form.view.js';
import { Crumbs, Facts, Note, Rows } from '../layout/parts.view.js';
import { deskPage } from './desk.view.js';

/** Every published project, the newest first. */
export function projectsPage(reading: Reading, cards: readonly ProjectCard[]): Page {
  const { say, href } = reading;
  const rows = cards.map(({ id, title, state, lateDays, code, place }) => ({
    title: (
      <a href={href(`/operator/projects/${id}`)}>
        <Written text={title} />
      </a>
    ),
    line: `${place.ro}, ${code}`,
    end: <StateTag state={state} lateDays={lateDays} />,
  }));
  return deskPage(reading, {
    title: say('operator.room.projects'),
    room: 'projects',
    body: cards.length === 0 ? <p class="empty">{say('operator.none')}</p> : <Rows rows={rows} />,
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
    body: (
      <div class="narrow stack loose">
        <Crumbs links={[[href('/operator/projects'), say('operator.room.projects')]]} />
        <p>
          <StateTag state={project.state} /> {project.code}
        </p>
        <ErrorSummary form={form} />
        <section class="stack">
          <h2>{say('operator.tranches')}</h2>
          {requests.length === 0 && <p class="empty">{say('operator.none')}</p>}
          <Rows
            rows={requests.map((request) => ({
              title: (
                <a href={href(`/operator/tranches/${request.id}`)}>
                  {say('operator.tranche-n', { n: request.number })}
                </a>
              ),
              line: <Tag>{say(`tranche.state.${request.state}`)}</Tag>,
              end: money(request.amount),
            }))}
          />
        </section>
        {project.state === 'in-delivery' && <Completion project={project} closing={closing} />}
        <Cancellation project={project} waits={waits} form={form} />
      </div>
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
      <button class="btn">{say('operator.complete.button')}</button>
    </form>
  );
}

const MAY_CANCEL: readonly ProjectState[] = ['published', 'campaign', 'collecting', 'funded', 'in-delivery'];

function Cancellation({ project, waits, form }: Pick<ProjectView, 'project' | 'waits'> & { form: Form }): JSX.Element {
  const { say, href } = useReading();
  return (
    <>
      {waits && (
        <Note>
          <a href={href(`/operator/approvals/${waits}`)}>{say('operator.waits-second')}</a>
        </Note>
      )}
      {MAY_CANCEL.includes(project.state) && !waits && (
        <form method="post" action={href(`/operator/projects/${project.id}/cancellation`)} class="stack" novalidate>
          <h2>{say('operator.cancel')}</h2>
          <p>{say('operator.cancel.lead')}</p>
          <TextArea
            form={form}
            name="reason"
            label={say('operator.reason')}
            hint={say('operator.reason.everybody')}
            maxlength={2000}
          />
          <button class="btn line">{say('operator.ask-second')}</button>
        </form>
      )}
    </>
  );
}

interface TrancheView {
  readonly request: TrancheRequest;
  readonly project: Project;
  readonly account: TreasuryAccount | null;
  readonly steps: readonly RequestStep[];
  readonly evidence: readonly Evidence[];
  readonly inspection: Inspection | null;
  readonly waits: ApprovalId | null;
}

/** A tranche: what was asked, proven, inspected and decided; ask for its payment, or refuse it. */
export function tranchePage(reading: Reading, view: TrancheView, form: Form): Page {
  const { say, href, money } = reading;
  const { request, project, account } = view;
  return deskPage(reading, {
    title: say('operator.tranche-of', {
      n: request.number,
      project: reading.text(project.title).text,
      sum: money(request.amount),
    }),
    room: 'projects',
    body: (
      <div class="narrow stack loose">
        <Crumbs links={[[href(`/operator/projects/${project.id}`), reading.text(project.title).text]]} />
        <p>
          <Tag tone="now">{say(`tranche.state.${request.state}`)}</Tag>
        </p>
        <Facts
          rows={[
            [say('operator.fact.amount'), money(request.amount)],
            [say('operator.fact.note'), request.note],
            [say('operator.fact.holder'), account?.holder ?? say('error.treasury-missing')],
            ...(account ? [[say('operator.fact.iban'), `${formatIban(account.iban)}, ${account.bank}`] as const] : []),
          ]}
        />
        <Proofs view={view} />
        {view.waits && (
          <Note>
            <a href={href(`/operator/approvals/${view.waits}`)}>{say('operator.waits-second')}</a>
          </Note>
        )}
        {!view.waits && request.state === 'approved' && <ReleaseForm form={form} />}
      </div>
    ),
  });
}

function Proofs({ view: { evidence, inspection, steps } }: { view: TrancheView }): JSX.Element {
  const { say, moment } = useReading();
  return (
    <>
      <section class="stack">
        <h2>{say('operator.evidence')}</h2>
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
      </section>
      <section class="stack">
        <h2>{say('operator.steps')}</h2>
        <ul class="bullets">
          {steps.map(({ state, at, reason }) => (
            <li key={state + at.toISOString()}>
              {say(`tranche.state.${state}`)}, {moment(at)} {reason && `: ${reason}`}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function ReleaseForm({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <form method="post" class="stack" novalidate>
      <ErrorSummary form={form} />
      <Choices
        form={form}
        name="decision"
        label={say('operator.answer')}
        options={[
          ['recommend', say('operator.release'), say('operator.recommend.hint')],
          ['refuse', say('operator.refuse')],
        ]}
      />
      <TextArea
        form={form}
        name="reason"
        label={say('operator.reason')}
        hint={say('operator.reason.hint')}
        maxlength={2000}
      />
      <button class="btn">{say('operator.send')}</button>
    </form>
  );
}
