import type { JSX } from 'preact';
import { lastDayOf, type Money } from '#libs/kernel/src/index.js';
import type { Body } from '#libs/hometowns/src/index.js';
import type { CampaignProgress } from '#libs/pledges/src/index.js';
import type { Objection, Partner, ProjectFile, ProjectPlan, Transition } from '#libs/projects/src/index.js';
import type { VoteView } from '#libs/voting/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { shownState, StateTag, Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, TextArea } from '../layout/form.view.js';
import { FoldOut, Note, Steps } from '../layout/parts.view.js';
import { FilePartners } from '../together/file-partners.view.js';
import { VoteLinks } from '../together/vote-links.view.js';
import { Course } from './course.view.js';
import { DeskHead } from './desk.view.js';
import { Send, Tasks } from './file-tasks.view.js';
import { type Origin, OriginNote } from './origin.view.js';

/** A project's file with what happened to it. */
export interface FileView {
  readonly body: Body;
  readonly plan: ProjectPlan;
  readonly file: ProjectFile;
  readonly steps: readonly Transition[];
  readonly objections: readonly Objection[];
  readonly votes: readonly VoteView[];
  /** Town halls that are asked to build it together, with what each said. */
  readonly partners: readonly Partner[];
  /** The associations that answer for it: its town's own, and those of the towns that build it together. */
  readonly associations: readonly Body[];
  /** Null while nobody outside may see it. */
  readonly publicPath: string | null;
  /** What its campaign lacks until it may be closed early; null when nothing. */
  readonly missing: Money | null;
  /** Who has signed to close the campaign early; null when no campaign runs. */
  readonly signatures: CampaignProgress['signatures'] | null;
  /** The vote that chose it; null where none did. */
  readonly origin: Origin | null;
  readonly form: Form;
}

interface Props {
  readonly view: FileView;
}

const WORKING = ['funded', 'in-delivery', 'completed'];

/** Its works have a page: also when it was given up after they had begun, for what the town hall had received. */
function hasWorks({ plan, steps }: FileView): boolean {
  return WORKING.includes(plan.project.state) || steps.some(({ to }) => to === 'in-delivery');
}

/** The file as a list of tasks, then what can be done with it now. */
export function filePage(reading: Reading, view: FileView): Page {
  const { body, plan, form } = view;
  const { project } = plan;
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={[[reading.href(`/town-hall/${body.id}`), <Written text={body.name} key="body" />]]} title={<Written text={project.title} />} />
      <p>
        <StateTag state={shownState(project)} lateDays={plan.late?.days ?? 0} /> <Tag>{project.code}</Tag>
      </p>
      <ErrorSummary form={form} />
      {project.state !== 'draft' && <Course plan={plan} votes={view.votes} />}
      <Doors view={view} />
      {view.origin && project.state === 'draft' && <OriginNote origin={view.origin} />}
      <Notes view={view} />
      <Tasks body={body} plan={plan} file={view.file} />
      <FilePartners body={body} plan={plan} partners={view.partners} />
      {project.state === 'draft' && <Send body={body} plan={plan} file={view.file} partners={view.partners} />}
      {project.takesObjections && <Objections view={view} />}
      {view.signatures && <CloseEarly view={view} />}
      {(project.state === 'review' || (project.takesObjections && !view.votes.some(({ state }) => state === 'open'))) && <Withdraw view={view} />}
      <History view={view} />
    </div>
  ); // prettier-ignore
  return page({ title: reading.text(project.title).text, index: false, body: content });
}

/** Where the project goes on outside its file. */
function Doors({ view }: Props): JSX.Element {
  const { say, href } = useReading();
  const { body, plan, votes, publicPath } = view;
  const at = `/town-hall/${body.id}/projects/${plan.project.id}`;
  // Those that are open, else the last one.
  const open = votes.filter(({ state }) => state === 'open');
  const shown = open.length > 0 ? open : votes.slice(0, 1);
  return (
    <p class="row">
      {hasWorks(view) && (
        <a class="btn" href={href(`${at}/works`)}>
          {say('hall.works')}
        </a>
      )}{' '}
      {plan.project.publishedAt && (
        <>
          <a class="btn line" href={href(`${at}/updates`)}>
            {say('hall.updates')}
          </a>{' '}
          <a class="btn line" href={href(`${at}/shares`)}>
            {say('hall.shares')}
          </a>{' '}
          <a class="btn line" href={href(`${at}/programme`)}>
            {say('hall.programme')}
          </a>{' '}
        </>
      )}
      {publicPath && (
        <a class="btn line" href={href(publicPath)}>
          {say('hall.public-page')}
        </a>
      )}{' '}
      <VoteLinks
        votes={shown.map(({ id, associationId }) => ({ voteId: id, associationId }))}
        bodies={view.associations}
        button
      />
    </p>
  );
}

/** What the operator or the association asked to be changed, while the file is a draft again. */
function Notes({ view: { plan, steps } }: Props): JSX.Element | null {
  const { say } = useReading();
  const last = steps.at(-1);
  if (plan.project.state !== 'draft' || !last?.from) return null;
  return (
    <Note>
      <h2>{say(`project.cause.${last.cause}`)}</h2>
      {last.reason && !last.reason.startsWith('vote:') && <p>{last.reason}</p>}
      <ul>
        {last.notes.map(({ section, text }) => (
          <li key={section + text}>
            <b>{say(`section.${section}`)}:</b> {text}
          </li>
        ))}
      </ul>
    </Note>
  );
}

function Objections({ view: { body, plan, objections, form } }: Props): JSX.Element {
  const { say, href, date } = useReading();
  const at = href(`/town-hall/${body.id}/projects/${plan.project.id}/objections`);
  return (
    <section class="stack" aria-labelledby="objections">
      <h2 id="objections">{say('file.objections')}</h2>
      {plan.project.objectionsUntil && <p>{say('file.objections-until', { until: date(lastDayOf(plan.project.objectionsUntil)) })}</p>}
      {objections.length === 0 && <p class="empty">{say('file.no-objections')}</p>}
      {objections.map((one) => (
        <article class="stack tight" key={one.id}>
          <h3>{say('file.objection', { name: one.name ?? say('term.anonymous'), date: date(one.at) })}</h3>
          <p>{one.text}</p>
          {one.answer ? (
            <Note tone="ok">{one.answer}</Note>
          ) : (
            <form method="post" action={`${at}/${one.id}`} class="stack" novalidate>
              <TextArea form={form} name="text" label={say('file.answer')} hint={say('file.answer-hint')} rows={3} />
              <button class="btn">{say('file.answer-send')}</button>
            </form>
          )}
        </article>
      ))}
    </section>
  ); // prettier-ignore
}

function CloseEarly({ view: { body, plan, signatures, missing } }: Props): JSX.Element {
  const { say, href, date } = useReading();
  const side = (name: string) => signatures?.find((one) => one.side === name);
  return (
    <FoldOut summary={say('hall.close-early')} hint={say('hall.close-early-hint')}>
      <ul class="bullets">
        {(['town-hall', 'association'] as const).map((name) => (
          <li key={name}>{say(`hall.signed.${name}`, { date: side(name) ? date(side(name)!.at) : '–' })}</li>
        ))}
      </ul>
      {missing && <p>{say('error.threshold-missing', { missing })}</p>}
      {!missing && !side('town-hall') && (
        <form method="post" action={href(`/town-hall/${body.id}/projects/${plan.project.id}/close-early`)}>
          <button class="btn line">{say('hall.sign')}</button>
        </form>
      )}
    </FoldOut>
  );
}

function Withdraw({ view: { body, plan, form } }: Props): JSX.Element {
  const { say, href } = useReading();
  return (
    <FoldOut summary={say('file.withdraw')} open={form.errors.length > 0}>
      <form method="post" action={href(`/town-hall/${body.id}/projects/${plan.project.id}/withdraw`)} class="stack" novalidate>
        <TextArea form={form} name="reason" label={say('file.withdraw-reason')} rows={2} />
        <button class="btn line">{say('file.withdraw')}</button>
      </form>
    </FoldOut>
  ); // prettier-ignore
}

function History({ view: { steps } }: Props): JSX.Element {
  const { say, moment } = useReading();
  return (
    <FoldOut summary={say('file.history')}>
      <Steps steps={steps.map(({ cause, at }) => ({ title: say(`project.cause.${cause}`), line: moment(at), state: 'done' }))} />
    </FoldOut>
  ); // prettier-ignore
}
