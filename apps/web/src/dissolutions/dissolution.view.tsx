import type { JSX } from 'preact';
import type { Dissolution, Succession } from '#libs/dissolutions/src/index.js';
import type { Body } from '#libs/hometowns/src/index.js';
import type { BodyId } from '#libs/kernel/src/index.js';
import type { HandedOver, ProjectCard } from '#libs/projects/src/index.js';
import { AssociationNav } from '../association/desk.view.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Select, TextArea } from '../layout/form.view.js';
import { FoldOut, Note } from '../layout/parts.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import type { Office } from '../town-hall/offices.js';
import { type InTheWay, Settle, Stands, Undecided } from './steps.view.js';

const TONES = { offered: 'now', agreed: 'ok', declined: 'bad', 'taken-back': undefined } as const;

/** What another association that ends offers to this one. */
interface OfferSeen {
  readonly succession: Succession;
  readonly projects: readonly ProjectCard[];
  /** How many more there are, which are not public: only the president who answers sees them. */
  readonly more: number;
}

/** The end of an association as one of its members sees it. */
export interface DissolutionView {
  readonly office: Office;
  readonly dissolution: Dissolution | null;
  /** Its open projects. */
  readonly projects: readonly ProjectCard[];
  readonly inTheWay: InTheWay;
  /** Of associations that are asked, or ask. */
  readonly names: ReadonlyMap<BodyId, Body>;
  /** Whom its president may ask; for others none. */
  readonly candidates: readonly Body[];
  readonly offers: readonly OfferSeen[];
  readonly form: Form;
}

interface Props {
  readonly view: DissolutionView;
}

/** What has to be settled before the end, who goes on with the projects, and what others offer. */
export function dissolutionPage(reading: Reading, view: DissolutionView): Page {
  const { say, href } = reading;
  const { office, dissolution, offers } = view;
  const at = href(`/association/${office.body.id}`);
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={[[at, <Written text={office.body.name} key="body" />]]} title={say('dissolution.title')} lead={say('dissolution.lead')} />
      <AssociationNav id={office.body.id} />
      <ErrorSummary form={view.form} />
      {offers.length > 0 && <Offers view={view} />}
      {dissolution ? <Decided view={view} dissolution={dissolution} /> : <Undecided view={view} />}
    </div>
  ); // prettier-ignore
  return page({ title: say('dissolution.title'), index: false, body: content });
}

function Decided({ view, dissolution }: Props & { dissolution: Dissolution }): JSX.Element {
  const { say, href, date } = useReading();
  return (
    <>
      <Note>
        {say('dissolution.decided', { date: date(dissolution.decidedAt) })}{' '}
        <a href={href(`/votes/${dissolution.voteId}`)}>{say('dissolution.vote')}</a>
      </Note>
      <Settle />
      {!dissolution.doneAt && <Stands view={view} />}
      <section class="stack" aria-labelledby="projects">
        <h2 id="projects">{say('dissolution.projects')}</h2>
        <ProjectList projects={view.projects} />
      </section>
      <Successor view={view} asked={dissolution.succession} />
    </>
  );
}

function Successor({ view, asked }: Props & { asked: Succession | null }): JSX.Element {
  const { say, href, text } = useReading();
  const { office, candidates, names, form } = view;
  const at = href(`/association/${office.body.id}/dissolution/successor`);
  const living = asked !== null && ['offered', 'agreed'].includes(asked.state);
  const head = office.roles.includes('president');
  return (
    <section class="stack" aria-labelledby="successor">
      <h2 id="successor">{say('succession.title')}</h2>
      <p>{say('succession.lead')}</p>
      {asked ? <Asked asked={asked} name={names.get(asked.successorId)} /> : <p class="empty">{say('dissolution.no-successor')}</p>}
      {living && head && (
        <form method="post" action={`${at}/end`}>
          <button class="btn line">{say('succession.take-back')}</button>
        </form>
      )}
      {!living && head && (
        <form method="post" action={at} class="stack" novalidate>
          <CommandIdField form={form} />
          <Select form={form} name="successorId" label={say('succession.successor')} options={[['', say('succession.choose')], ...candidates.map((one) => [one.id, text(one.name).text] as const)]} />
          <p>
            <button class="btn">{say('succession.offer')}</button>
          </p>
        </form>
      )}
    </section>
  ); // prettier-ignore
}

function Asked({ asked: { state, reason }, name }: { asked: Succession; name: Body | undefined }): JSX.Element {
  const { say } = useReading();
  return (
    <p>
      {name && <Written text={name.name} />} <Tag tone={TONES[state]}>{say(`succession.state.${state}`)}</Tag>
      {reason && <span class="hint">{reason}</span>}
    </p>
  );
}

function Offers({ view: { offers, names, office, form } }: Props): JSX.Element {
  const { say, href, text } = useReading();
  const head = office.roles.includes('president');
  return (
    <section class="stack" aria-labelledby="offers">
      <h2 id="offers">{say('succession.offers')}</h2>
      {offers.map(({ succession, projects, more }) => {
        const from = names.get(succession.associationId);
        const action = href(`/association/${office.body.id}/dissolution/offers/${succession.id}`);
        return (
          <article class="stack" key={succession.id}>
            <p>{say('succession.offered-by', { body: from ? text(from.name).text : '–' })}</p>
            {(projects.length > 0 || more === 0) && <ProjectList projects={projects} />}
            {more > 0 && <p class="hint">{say('succession.more', { n: more })}</p>}
            <p>
              <Tag tone={TONES[succession.state]}>{say(`succession.state.${succession.state}`)}</Tag>
            </p>
            {succession.state === 'offered' && !head && <p class="hint">{say('succession.head')}</p>}
            {succession.state === 'offered' && head && <Answer action={action} form={form} />}
          </article>
        );
      })}
    </section>
  );
}

function Answer({ action, form }: { action: string; form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <>
      <form method="post" action={action}>
        <button class="btn" name="answer" value="agree">
          {say('succession.agree')}
        </button>
      </form>
      <FoldOut summary={say('succession.decline')} open={form.errorOf('reason') !== undefined}>
        <form method="post" action={action} class="stack" novalidate>
          <TextArea form={form} name="reason" label={say('succession.reason')} rows={2} maxlength={2000} />
          <p>
            <button class="btn line" name="answer" value="decline">
              {say('succession.decline')}
            </button>
          </p>
        </form>
      </FoldOut>
    </>
  );
}

function ProjectList({ projects }: { projects: readonly ProjectCard[] }): JSX.Element {
  const { say, href } = useReading();
  if (projects.length === 0) return <p class="empty">{say('dissolution.no-projects')}</p>;
  return (
    <ul class="bullets">
      {projects.map(({ id, title, place, slug, publishedAt }) => (
        <li key={id}>
          {publishedAt ? (
            <a href={href(`/p/${place.slug}/${slug}`)}>
              <Written text={title} />
            </a>
          ) : (
            <Written text={title} />
          )}
        </li>
      ))}
    </ul>
  );
}

/** On its public page: that its members have decided to end it, or that it has ended and who goes on. */
export function Ending({
  dissolution,
  moved,
  successor,
}: {
  dissolution: Dissolution;
  moved: readonly HandedOver[];
  successor: Body | null;
}): JSX.Element {
  const { say, href, date } = useReading();
  const { decidedAt, doneAt, voteId } = dissolution;
  const n = moved.length;
  return (
    <Note>
      <p>
        {doneAt ? say('dissolution.done', { date: date(doneAt) }) : say('dissolution.decided-public', { date: date(decidedAt) })}{' '}
        <a href={href(`/votes/${voteId}`)}>{say('dissolution.vote')}</a>
      </p>
      {n > 0 && successor && (
        <p>
          {say('dissolution.went-to', { n })}{' '}
          <a href={href(`/a/${successor.slug}`)}>
            <Written text={successor.name} />
          </a>
        </p>
      )}
      {n > 0 && !successor && <p>{say('dissolution.went-public', { n })}</p>}
    </Note>
  ); // prettier-ignore
}
