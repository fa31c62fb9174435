import type { JSX } from 'preact';
import { civilDate } from '#libs/kernel/src/index.js';
import type { CallMoney, Figures, SponsorReturn } from '#libs/matching/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Crumbs, Facts, Note } from '../layout/parts.view.js';
import { useReading } from '../layout/context.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { type AdviceView, QuadraticAdvice } from './advice.view.js';
import { daysWords, figuresPath, limitWords, projectsWords, reserveWords, ruleWords } from './call-words.js';
import { Returned } from './sponsor-returns.view.js';

/** A project that has drawn from a call, as people know it. */
export interface DrawnBy {
  readonly key: string;
  readonly title: string;
  /** Without the language; null while nobody may see it. */
  readonly path: string | null;
  readonly drawn: string;
  readonly reserved: string;
}

/** A sponsor's call as everybody sees it. */
export interface CallView {
  readonly call: CallMoney;
  readonly projects: readonly DrawnBy[];
  /** Names of its towns by their codes. */
  readonly names: ReadonlyMap<string, string>;
  /** The figures by which its equity reserve knows whom it is for; null without one. */
  readonly figures: Figures | null;
  /** What went back to its sponsor. */
  readonly returns: readonly SponsorReturn[];
  readonly now: Date;
}

/** A sponsor's call for everybody: its rule in words, its money, and what was added to which project. */
export function callPage(reading: Reading, view: CallView & { readonly advice: AdviceView | null }): Page {
  const { say, href } = reading;
  const { call, names } = view;
  const title = say(call.closedAt ? 'matching.title-closed' : 'matching.title', { sponsor: call.sponsor });
  const rule = ruleWords(reading, call);
  return page({
    title,
    description: rule,
    nav: 'projects',
    body: (
      <div class="wrap sect stack loose">
        <div class="stack">
          <Crumbs links={[[href('/calls'), say('sponsors.title')]]} />
          <h1 class="h-page">{title}</h1>
          <p class="lead">{rule}</p>
          <Ended view={view} />
          <p>
            {[...limitWords(reading, call), projectsWords(reading, call, names), daysWords(reading, call)].join(' ')}
          </p>
          <p>{say('matching.order')}</p>
        </div>
        <CallSums call={call} />
        <EquityReserve view={view} />
        <Part title={say('matching.projects')}>
          <Projects projects={view.projects} />
          <p>
            <a href={`/api/v1/calls/${call.id}/statement.csv`}>{say('matching.statement')}</a>
          </p>
        </Part>
        {call.closedAt && <Returned returns={view.returns} />}
        <QuadraticAdvice advice={view.advice} />
      </div>
    ),
  });
}

/** Why nothing is added any more; nothing while something is. */
function Ended({ view: { call, now } }: { view: CallView }): JSX.Element | null {
  const { say, date } = useReading();
  if (call.closedAt) return <Note>{say('matching.closed', { date: date(call.closedAt) })}</Note>;
  if (call.closesOn < civilDate(now)) return <Note>{say('matching.over', { date: date(call.closesOn) })}</Note>;
  return call.free.isPositive() ? null : <Note>{say('matching.empty')}</Note>;
}

/** What was paid in, what is guaranteed, what is possible, what is free, and what went back: never added. */
export function CallSums({ call }: { call: CallMoney }): JSX.Element {
  const { say, money } = useReading();
  return (
    <Facts
      rows={(['paid', 'drawn', 'reserved', 'free', 'returned'] as const)
        .filter((name) => name !== 'returned' || call.closedAt)
        .map((name) => [say(`matching.${name}`), money(call[name])])}
    />
  );
}

/** What of the pool is only for towns under the line, and what became of it; nothing without a reserve. */
export function EquityReserve({ view: { call, figures } }: { view: Pick<CallView, 'call' | 'figures'> }): JSX.Element | null {
  const reading = useReading();
  const { say, money, href } = reading;
  const { equity } = call;
  if (!equity || !figures) return null;
  return (
    <Part title={say('matching.reserve-title')}>
      <p>
        {reserveWords(reading, call, figures).join(' ')}{' '}
        <a href={href(figuresPath(figures))}>{say('figures.see')}</a>
      </p>
      <Facts
        rows={[
          ...(['whole', 'used'] as const).map((name) => [say(`matching.equity-${name}`), money(equity[name])] as const),
          equity.kept
            ? ([say('matching.equity-left'), money(equity.left)] as const)
            : ([say('matching.equity-left'), say('matching.equity-for-all')] as const),
        ]}
      />
    </Part>
  );
} // prettier-ignore

/** What was added to which project. */
export function Projects({ projects }: Pick<CallView, 'projects'>): JSX.Element {
  const { say, href } = useReading();
  return (
    <DeskTable
      title={say('matching.projects')}
      head={['project', 'drawn', 'reserved'].map((name) => say(`matching.head.${name}`))}
      numbers={[1, 2]}
      empty={say('matching.projects-none')}
      rows={projects.map(({ key, title, path, drawn, reserved }) => ({
        key,
        cells: [path ? <a href={href(path)}>{title}</a> : title, drawn, reserved],
      }))}
    />
  );
}
