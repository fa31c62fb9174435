import type { JSX } from 'preact';
import type { Evidence, Inspection, RequestStep, TrancheObjection, TrancheRequest } from '#libs/delivery/src/index.js';
import type { TreasuryAccount } from '#libs/hometowns/src/index.js';
import type { ApprovalId } from '#libs/kernel/src/index.js';
import type { Project } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { DecisionForm } from '../layout/decision.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { Part } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';
import type { SignedThing } from './signed.service.js';

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
