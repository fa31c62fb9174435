import type { JSX } from 'preact';
import { placeName, type PlaceRow } from '#libs/hometowns/src/index.js';
import { type ProjectFilters, SECTORS } from '#libs/projects/src/index.js';
import { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { type CardView, ProjectCard, stateKey } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Field, Select } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import { LISTED_STATES } from './filters.js';

/** What the list shows. */
export interface ProjectsView {
  /** Open to objections, not published yet. */
  readonly asked: readonly CardView[];
  readonly objections: 'only' | 'too' | 'no';
  readonly cards: readonly CardView[];
  readonly next: string | null;
  readonly count: number;
  readonly filters: ProjectFilters;
  readonly ignored: readonly string[];
  readonly districts: readonly PlaceRow[];
}

/** The list of projects. */
export function projectsPage(reading: Reading, view: ProjectsView): Page {
  const { say } = reading;
  return page({
    title: say('projects.title'),
    description: say('projects.description'),
    nav: 'projects',
    index: reading.query.size === 0,
    body: (
      <div class="wrap sect stack loose">
        <h1 class="h-page">{say('projects.title')}</h1>
        <Filters view={view} />
        {view.ignored.map((value) => (
          <Note key={value}>{say('projects.ignored', { value })}</Note>
        ))}
        {(view.asked.length > 0 || view.objections === 'only') && <Asked cards={view.asked} />}
        {view.objections !== 'only' && <Found view={view} />}
      </div>
    ),
  });
}

function Filters({ view: { filters, objections, districts } }: { view: ProjectsView }): JSX.Element {
  const { say, lang, href } = useReading();
  const state = objections === 'only' ? 'objections' : typeof filters.state === 'string' ? filters.state : null;
  const form = Form.blank({ q: filters.q, state, sector: filters.sector, district: filters.district });
  const any = ['', say('projects.any')] as const;
  return (
    <form class="filters" action={href('/projects')} role="search">
      <Field form={form} name="q" label={say('projects.q')} type="search" />
      <Select
        form={form}
        name="state"
        label={say('projects.state')}
        options={[any, ...LISTED_STATES.map((each) => [each, say(stateKey(each))] as const)]}
      />
      <Select
        form={form}
        name="sector"
        label={say('projects.sector')}
        options={[any, ...SECTORS.map((each) => [each, say(`sector.${each}`)] as const)]}
      />
      <Select
        form={form}
        name="district"
        label={say('projects.district')}
        options={[any, ...districts.map((each) => [each.code, placeName(lang, each)] as const)]}
      />
      <button class="btn">{say('projects.filter')}</button>
    </form>
  );
}

/** What waits for the public's word before anything is raised. */
function Asked({ cards }: { cards: readonly CardView[] }): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack" aria-labelledby="asked">
      <h2 id="asked">{say('term.state.objections')}</h2>
      <p class="mute">{say('projects.asked-lead')}</p>
      {cards.length === 0 && <p class="empty">{say('projects.none')}</p>}
      <ul class="grid">
        {cards.map((card) => (
          <ProjectCard card={card} key={card.code} />
        ))}
      </ul>
    </section>
  );
}

function Found({ view: { cards, next, count } }: { view: ProjectsView }): JSX.Element {
  const { say, href, query } = useReading();
  const further = new URLSearchParams(query);
  if (next) further.set('after', next);
  return (
    <section class="stack loose" aria-label={say('projects.title')}>
      <h2 class="count">{say('projects.count', { n: count })}</h2>
      {cards.length === 0 && <p class="empty">{say('projects.none')}</p>}
      <ul class="grid">
        {cards.map((card) => (
          <ProjectCard card={card} key={card.code} />
        ))}
      </ul>
      <p class="row">
        {next && (
          <a class="btn line" rel="next" href={`${href('/projects')}?${further.toString()}`}>
            {say('projects.next')}
          </a>
        )}
        {query.has('after') && <a href={href('/projects')}>{say('projects.first')}</a>}
      </p>
    </section>
  );
}
