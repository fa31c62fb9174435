import type { JSX } from 'preact';
import { type PlaceRow, placeName } from '#libs/hometowns/src/index.js';
import type { JointProject, ProjectCard } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { shownState, StateTag, Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { JointProjects } from '../together/joint-projects.view.js';
import { CommandIdField, ErrorSummary, Field, Select } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import { DeskHead, DeskList, DeskNav, FirstStepsList } from './desk.view.js';
import type { FirstStep } from './first-steps.service.js';
import type { Office } from './offices.js';
import type { Task, Wait } from './task.js';

/** A town hall's desk: what waits, what is with others, its projects. */
export interface Home {
  readonly office: Office;
  readonly tasks: readonly Task[];
  readonly waits: readonly Wait[];
  readonly cards: readonly ProjectCard[];
  /** Projects of others to which it is asked, or has agreed. */
  readonly joint: readonly JointProject[];
  readonly first: readonly FirstStep[];
}

/** The town halls that somebody works for; nothing but the way in for somebody who works for none. */
export function desksPage(reading: Reading, offices: readonly Office[]): Page {
  const { say, href } = reading;
  const body = (
    <div class="wrap narrow sect stack">
      <h1>{say('hall.title')}</h1>
      {offices.length === 0 && <p class="empty">{say('hall.none')}</p>}
      <DeskList bodies={offices.map((one) => one.body)} at="/town-hall" />
      {offices.length === 0 && (
        <p>
          <a class="btn" href={href('/apply?kind=town-hall')}>
            {say('hall.apply')}
          </a>
        </p>
      )}
    </div>
  );
  return page({ title: say('hall.title'), index: false, body });
}

/** What waits, then the projects. */
export function homePage(reading: Reading, home: Home): Page {
  const { say } = reading;
  const { body } = home.office;
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={[[reading.href('/town-hall'), say('hall.title')]]} title={<Written text={body.name} />} />
      <HallNav id={body.id} />
      {body.state !== 'verified' && <Note>{say(`hall.state.${body.state}`)}</Note>}
      <FirstStepsList steps={home.first} desk={`/town-hall/${body.id}`} />
      {(home.tasks.length > 0 || home.first.length === 0) && <ToDo home={home} />}
      {home.joint.length > 0 && <JointProjects desk={`/town-hall/${body.id}`} joint={home.joint} />}
      {home.waits.length > 0 && <Waits home={home} />}
      <Projects home={home} />
    </div>
  );
  return page({ title: reading.text(body.name).text, index: false, body: content });
}

/** The pages of a town hall's desk. */
export function HallNav({ id }: { id: string }): JSX.Element {
  const { say } = useReading();
  const at = `/town-hall/${id}`;
  return (
    <DeskNav
      label={say('hall.title')}
      links={[
        [at, say('hall.nav.to-do')],
        [`${at}/new`, say('hall.nav.new')],
        [`${at}/needs`, say('needs.crumb')],
        [`${at}/fund`, say('fund.label')],
        [`${at}/budget-votes`, say('budget.title')],
        [`${at}/people`, say('hall.nav.people')],
        [`${at}/account`, say('hall.nav.account')],
        [`${at}/profile`, say('hall.nav.profile')],
      ]}
    />
  );
}

function ToDo({ home: { office, tasks } }: { home: Home }): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack" aria-labelledby="to-do">
      <h2 id="to-do">{say('hall.nav.to-do')}</h2>
      {tasks.length === 0 && <p class="empty">{say('empty.inbox')}</p>}
      <ul class="tasks">
        {tasks.map((task, index) => (
          <TaskRow task={task} desk={`/town-hall/${office.body.id}`} key={index} />
        ))}
      </ul>
    </section>
  );
}

function TaskRow({ task: { what, project, n, by, at }, desk }: { task: Task; desk: string }): JSX.Element {
  const { say, href, date } = useReading();
  const late = what === 'late' || what === 'board-late';
  return (
    <li>
      <span>
        <a href={href(desk + at)}>{say(`hall.task.${what}`, { n })}</a>
        {project && (
          <span class="hint">
            <Written text={project.title} />
          </span>
        )}
        <span class="hint">{say(`hall.else.${what}`)}</span>
      </span>
      {by && (
        <Tag tone={late ? 'bad' : 'now'}>{say('hall.task.by', { what: late ? 'late' : what, date: date(by) })}</Tag>
      )}
    </li>
  );
}

/** What is with others now: nothing to do, and until when. */
function Waits({ home: { office, waits } }: { home: Home }): JSX.Element {
  const { say, href, date, moment } = useReading();
  return (
    <section class="stack" aria-labelledby="waits">
      <h2 id="waits">{say('hall.waiting')}</h2>
      <p class="hint">{say('hall.waiting-lead')}</p>
      <ul class="tasks">
        {waits.map(({ project, words, number, until, at }) => (
          <li key={at}>
            <span>
              <a href={href(`/town-hall/${office.body.id}${at}`)}>
                {number !== null && `${say('works.tranche', { n: number })}, `}
                <Written text={project.title} />
              </a>
              {until && (
                <span class="hint">
                  {say('desk.until', { closes: typeof until === 'string' ? date(until) : moment(until) })}
                </span>
              )}
            </span>
            <Tag tone="now">{say(words)}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Projects({ home: { office, cards } }: { home: Home }): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack" aria-labelledby="projects">
      <h2 id="projects">{say('hall.projects')}</h2>
      {cards.length === 0 && <p class="empty">{say('hall.no-projects')}</p>}
      <ul class="tasks">
        {cards.map((card) => (
          <li key={card.id}>
            <a href={href(`/town-hall/${office.body.id}/projects/${card.id}`)}>
              <Written text={card.title} />
            </a>
            <StateTag state={shownState(card)} lateDays={card.lateDays} />
          </li>
        ))}
      </ul>
      <p>
        <a class="btn" href={href(`/town-hall/${office.body.id}/new`)}>
          {say('hall.nav.new')}
        </a>
      </p>
    </section>
  );
}

/** Begins a project with a name and a place; all else is written in its file. */
export function newProjectPage(
  reading: Reading,
  { office, places, form }: { office: Office; places: readonly PlaceRow[]; form: Form },
): Page {
  const { say, lang } = reading;
  const title = say('hall.nav.new');
  const body = (
    <div class="wrap narrow sect stack">
      <DeskHead crumbs={[[reading.href(`/town-hall/${office.body.id}`), reading.text(office.body.name).text]]} title={title} lead={say('hall.new.lead')} />
      <form method="post" class="stack" novalidate>
        <ErrorSummary form={form} />
        <CommandIdField form={form} />
        <Field form={form} name="title" label={say('file.title')} hint={say('file.title-hint')} maxlength={120} />
        <Select form={form} name="placeCode" label={say('file.placeCode')} options={places.map((one) => [one.code, placeName(lang, one)])} />
        <button class="btn">{say('hall.new.begin')}</button>
      </form>
    </div>
  ); // prettier-ignore
  return page({ title, index: false, body });
}
