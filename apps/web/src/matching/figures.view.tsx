import type { JSX } from 'preact';
import type { Money } from '#libs/kernel/src/index.js';
import type { Figures } from '#libs/matching/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field, TextArea } from '../layout/form.view.js';
import { Crumbs, Facts } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from '../operator/desk.view.js';
import { figuresPath } from './call-words.js';

/** A town's figure, with the town as people know it. */
export interface FigureRow {
  readonly code: string;
  readonly place: string;
  readonly path: string;
  readonly lei: Money;
}

/** Figures of towns at the operator's desk. */
export function figuresListPage(reading: Reading, all: readonly Figures[]): Page {
  const { say, href, date, number } = reading;
  return deskPage(reading, {
    title: say('figures.title'),
    room: 'calls',
    lead: say('figures.lead'),
    inside: true,
    body: (
      <>
        <DeskTable
          title={say('figures.title')}
          head={['name', 'day', 'towns', 'state'].map((name) => say(`figures.head.${name}`))}
          numbers={[2]}
          empty={say('figures.none')}
          rows={all.map(({ id, name, publishedOn, towns, state }) => ({
            key: id,
            cells: [
              <a href={href(`/operator/figures/${id}`)} key="name">
                {name}
              </a>,
              date(publishedOn),
              number(towns),
              say(`figures.state.${state}`),
            ],
          }))}
        />
        <p class="row">
          <a class="btn line" href={href('/operator/figures/new')}>
            {say('figures.new')}
          </a>
        </p>
      </>
    ),
  });
}

/** Figures as they are pasted, and as they were read: only what was looked at goes to the second person. */
export function newFiguresPage(reading: Reading, form: Form, read: readonly FigureRow[] | null): Page {
  const { say } = reading;
  return deskPage(reading, {
    title: say('figures.new'),
    room: 'calls',
    lead: say('figures.new-lead'),
    inside: true,
    body: (
      <form method="post" class="stack" novalidate>
        <ErrorSummary form={form} />
        <CommandIdField form={form} />
        <Field form={form} name="name" label={say('figures.name')} hint={say('figures.name-hint')} maxlength={120} autocomplete="off" />
        <Field form={form} name="source" label={say('figures.source')} hint={say('figures.source-hint')} maxlength={300} autocomplete="off" />
        <Field form={form} name="publishedOn" label={say('figures.published-on')} type="date" short />
        <Field form={form} name="country" label={say('figures.country')} hint={say('figures.country-hint')} inputmode="decimal" maxlength={20} autocomplete="off" short />
        <TextArea form={form} name="places" label={say('figures.places')} hint={say('figures.places-hint')} rows={12} maxlength={60_000} />
        <p class="row">
          <button class="btn line" name="step" value="read">
            {say('figures.read')}
          </button>
        </p>
        {read && (
          <Part title={say('figures.as-read', { n: read.length })}>
            <Towns rows={read} />
            <p>
              <button class="btn" name="step" value="ask">
                {say('operator.ask-second')}
              </button>
            </p>
          </Part>
        )}
      </form>
    ),
  });
} // prettier-ignore

interface FiguresView {
  readonly figures: Figures;
  readonly rows: readonly FigureRow[];
}

/** One version at the desk: where it is from, and every town. */
export function deskFiguresPage(reading: Reading, view: FiguresView & { readonly waits: string | null }): Page {
  const { say, href } = reading;
  const { figures, rows, waits } = view;
  return deskPage(reading, {
    title: figures.name,
    room: 'calls',
    inside: true,
    body: (
      <>
        <WaitsSecond approval={waits} />
        <Origin figures={figures} />
        {figures.state === 'standing' && (
          <p>
            <a href={href(figuresPath(figures))}>{say('calls.public')}</a>
          </p>
        )}
        <Towns rows={rows} />
      </>
    ),
  });
}

/** Figures for everybody: by them it is known which towns a reserve is for. */
export function figuresPage(reading: Reading, { figures, rows }: FiguresView): Page {
  const { say, href } = reading;
  const api = `/api/v1${figuresPath(figures)}`;
  return page({
    title: figures.name,
    description: say('figures.public-lead'),
    nav: 'books',
    body: (
      <div class="wrap sect stack loose">
        <div class="stack">
          <Crumbs links={[[href('/allocation'), say('allocation.title')]]} />
          <h1 class="h-page">{figures.name}</h1>
          <p class="lead">{say('figures.public-lead')}</p>
          <p class="docs row">
            <a href={`${api}/towns.csv`}>{say('figures.csv')}</a>
            <a href={api}>{say('figures.json')}</a>
          </p>
        </div>
        <Origin figures={figures} />
        <Part title={say('figures.towns')}>
          <Towns rows={rows} />
        </Part>
      </div>
    ),
  });
}

function Origin({ figures: { source, publishedOn, country, state } }: Pick<FiguresView, 'figures'>): JSX.Element {
  const { say, date, money } = useReading();
  return (
    <Facts
      rows={[
        ...(country ? [[say('figures.country'), money(country)] as const] : []),
        [say('figures.source'), source],
        [say('figures.published-on'), date(publishedOn)],
        [say('figures.head.state'), say(`figures.state.${state}`)],
      ]}
    />
  );
}

function Towns({ rows }: Pick<FiguresView, 'rows'>): JSX.Element {
  const { say, href, money } = useReading();
  return (
    <DeskTable
      title={say('figures.towns')}
      head={[say('figures.head.town'), say('figures.head.lei')]}
      numbers={[1]}
      rows={rows.map(({ code, place, path, lei }) => ({
        key: code,
        cells: [<a href={href(path)}>{place}</a>, money(lei)],
      }))}
    />
  );
}
