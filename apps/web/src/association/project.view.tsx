import type { JSX } from 'preact';
import type { FileId, Money } from '#libs/kernel/src/index.js';
import type { TrancheRequest } from '#libs/delivery/src/index.js';
import type { FileInfo } from '#libs/platform/src/index.js';
import type { CampaignProgress } from '#libs/pledges/src/index.js';
import type { VoteView } from '#libs/voting/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { StateTag, Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import { PlanInShort } from '../projects/plan-in-short.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import { type OwnProject, speaksFor } from '../town-hall/offices.js';
import { Course } from '../town-hall/course.view.js';
import { VoteRows } from './desk.view.js';

/** A project of an association with all that its people decide about. */
export interface ProjectView extends OwnProject {
  readonly votes: readonly VoteView[];
  readonly requests: readonly TrancheRequest[];
  /** Since when its payments wait for the audit; null while they go on. */
  readonly paused: Date | null;
  readonly papers: ReadonlyMap<FileId, FileInfo>;
  /** Null while it is not published. */
  readonly publicPath: string | null;
  /** What its campaign lacks until it may be closed early; null when nothing. */
  readonly missing: Money | null;
  /** Who has signed to close the campaign early; null when none runs. */
  readonly signatures: CampaignProgress['signatures'] | null;
  readonly form: Form;
}

interface Props {
  readonly view: ProjectView;
}

/** Where the project stands and whose turn it is, then votes, tranches and papers. */
export function projectPage(reading: Reading, view: ProjectView): Page {
  const { say, href } = reading;
  const { body, plan } = view;
  const { project } = plan;
  const at = `/association/${body.id}`;
  const signs = speaksFor(view);
  // News and the campaign are for the association of the town whose project it is.
  const leads = signs && project.associationId === body.id;
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={[[href(at), <Written text={body.name} key="body" />]]} title={<Written text={project.title} />} />
      <p>
        <StateTag state={project.state} lateDays={plan.late?.days ?? 0} /> <Tag>{project.code}</Tag>
      </p>
      <ErrorSummary form={view.form} />
      <Course plan={plan} votes={view.votes} />
      {view.publicPath && (
        <p class="row">
          <a class="btn line" href={href(view.publicPath)}>{say('hall.public-page')}</a>{' '}
          {leads && <a class="btn line" href={href(`${at}/projects/${project.id}/updates`)}>{say('hall.updates')}</a>}
        </p>
      )}
      <section class="stack" aria-labelledby="votes">
        <h2 id="votes">{say('desk.project-votes')}</h2>
        {view.votes.length === 0 && <p class="empty">{say('desk.no-project-votes')}</p>}
        <VoteRows votes={view.votes} />
      </section>
      {(view.requests.length > 0 || view.paused) && <Requests view={view} />}
      {view.signatures && leads && <CloseEarly view={view} />}
      <Plan view={view} />
    </div>
  ); // prettier-ignore
  return page({ title: reading.text(project.title).text, index: false, body: content });
}

function Requests({ view: { requests, paused, body } }: Props): JSX.Element {
  const { say, href, money, moment } = useReading();
  return (
    <section class="stack" aria-labelledby="requests">
      <h2 id="requests">{say('file.tranches')}</h2>
      {paused && <Note>{say('desk.paused', { since: moment(paused) })}</Note>}
      <ul class="tasks">
        {requests.map(({ id, number, amount, state }) => (
          <li key={id}>
            <span>
              <a href={href(`/association/${body.id}/requests/${id}`)}>{say('works.tranche', { n: number })}</a>
              <span class="hint">{money(amount)}</span>
            </span>
            <Tag tone={state === 'received' ? 'ok' : 'now'}>{say(`tranche.state.${state}`)}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}

function CloseEarly({ view: { body, plan, signatures, missing } }: Props): JSX.Element {
  const { say, href, date } = useReading();
  const side = (name: string) => signatures?.find((one) => one.side === name);
  return (
    <section class="stack" aria-labelledby="close-early">
      <h2 id="close-early">{say('hall.close-early')}</h2>
      <p class="hint">{say('hall.close-early-hint')}</p>
      <ul class="bullets">
        {(['town-hall', 'association'] as const).map((name) => (
          <li key={name}>{say(`hall.signed.${name}`, { date: side(name) ? date(side(name)!.at) : '–' })}</li>
        ))}
      </ul>
      {missing && <p>{say('error.threshold-missing', { missing })}</p>}
      {!missing && !side('association') && (
        <form method="post" action={href(`/association/${body.id}/projects/${plan.project.id}/close-early`)}>
          <button class="btn line">{say('hall.sign')}</button>
        </form>
      )}
    </section>
  );
}

/** What the town hall has sent: enough to decide on, with every paper. */
function Plan({ view }: Props): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack" aria-labelledby="plan">
      <h2 id="plan">{say('votes.project')}</h2>
      <PlanInShort plan={view.plan} />
      <Papers view={view} />
    </section>
  );
}

function Papers({ view: { plan, papers } }: Props): JSX.Element {
  const { say } = useReading();
  const { documents, photos } = plan;
  return (
    <>
      <ul class="docs">
        {documents.map(({ fileId, what, title }) => (
          <li key={fileId}>
            <a href={`/files/${fileId}/${papers.get(fileId)?.kind === 'photo' ? 'wide' : 'original'}`}>
              {title ? <Written text={title} /> : say(`document.what.${what}`)}
            </a>
          </li>
        ))}
      </ul>
      {photos.length > 0 && (
        <p class="row">
          {photos.map(({ fileId }) => (
            <a href={`/files/${fileId}/wide`} key={fileId}>
              <img src={`/files/${fileId}/small`} alt={say('works.photo')} width={160} loading="lazy" />
            </a>
          ))}
        </p>
      )}
    </>
  );
}
