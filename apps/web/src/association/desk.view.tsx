import type { ComponentChildren, JSX } from 'preact';
import type { VoteView } from '#libs/voting/src/index.js';
import { Endings } from '../dissolutions/endings.view.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { StateTag, Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import { TownTasks } from '../neighbours/twins.view.js';
import { silence } from '../town-hall/course.view.js';
import { DeskHead, DeskList, DeskNav, FirstStepsList } from '../town-hall/desk.view.js';
import type { FirstStep } from '../town-hall/first-steps.service.js';
import type { Office } from '../town-hall/offices.js';
import { CashTasks } from './cash.view.js';
import type { Desk } from './desk.service.js';
import { Joins, Newcomers } from './joins.view.js';

/** The desk of one association as one of its people sees it. */
export interface Home extends Desk {
  readonly office: Office;
  readonly first: readonly FirstStep[];
  readonly form: Form;
}

interface Props {
  readonly home: Home;
}

/** The associations somebody belongs to. */
export function desksPage(reading: Reading, offices: readonly Office[]): Page {
  const { say, href } = reading;
  const body = (
    <div class="wrap narrow sect stack">
      <h1>{say('desk.title')}</h1>
      {offices.length === 0 && <p class="empty">{say('desk.none')}</p>}
      <DeskList bodies={offices.map((one) => one.body)} at="/association" />
      {offices.length === 0 && (
        <p>
          <a class="btn" href={href('/apply?kind=association')}>
            {say('desk.apply')}
          </a>
        </p>
      )}
    </div>
  );
  return page({ title: say('desk.title'), index: false, body });
}

/** What waits: votes, inspections, people who want to join, signatures; then everything voted so far. */
export function homePage(reading: Reading, home: Home): Page {
  const { say, href } = reading;
  const { body } = home.office;
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={[[href('/association'), say('desk.title')]]} title={<Written text={body.name} />} />
      <AssociationNav id={body.id} />
      {body.state !== 'verified' && <Note>{say(`hall.state.${body.state}`)}</Note>}
      <ErrorSummary form={home.form} />
      <Endings {...home} id={body.id} />
      <FirstStepsList steps={home.first} desk={`/association/${body.id}`} />
      <ToVote home={home} />
      {home.inspections.length > 0 && <Inspections home={home} />}
      {home.needs.length > 0 && <FundNeeds home={home} />}
      <TownTasks {...home} id={body.id} />
      <CashTasks cash={home.cash} id={body.id} />
      {home.joins.length > 0 && <Joins home={home} />}
      {home.newcomers.length > 0 && <Newcomers home={home} />}
      {home.campaigns.length > 0 && <Campaigns home={home} />}
      <Projects home={home} />
      <Votes votes={home.votes} named={home.named} />
    </div>
  );
  return page({ title: reading.text(body.name).text, index: false, body: content });
}

/** The pages of an association's desk. */
export function AssociationNav({ id }: { id: string }): JSX.Element {
  const { say } = useReading();
  const at = `/association/${id}`;
  const links = [[at, say('hall.nav.to-do')], [`${at}/people`, say('desk.nav.people')], [`${at}/cash`, say('cash.title')], [`${at}/fund`, say('fund.label')], [`${at}/needs`, say('needs.crumb')], [`${at}/budget-votes`, say('budget.title')], [`${at}/assemblies`, say('assembly.title')], [`${at}/organisation`, say('order.title')], [`${at}/rule`, say('desk.nav.rule')], [`${at}/profile`, say('hall.nav.profile')]] as const; // prettier-ignore
  return <DeskNav label={say('desk.title')} links={links} />;
}

function titleOf(named: Home['named'], id: string): ComponentChildren {
  const card = named.find((one) => one.id === id);
  return card ? <Written text={card.title} /> : '–';
}

/** What a vote is about: its project, or what the association asks itself. */
function about(named: Home['named'], { projectId, question }: VoteView): ComponentChildren {
  return question ? <Written text={question} /> : titleOf(named, projectId!);
}

function ToVote({
  home: { toVote, cards, inspections, joins, needs, cash, twins, papers, paperBallots, memberPapers, first },
}: Props): JSX.Element {
  const { say, href, until } = useReading();
  const waiting = [first, inspections, joins, needs, cash.toSign, cash.due];
  const idle = twins + papers + paperBallots + memberPapers.size === 0 && waiting.every(({ length }) => length === 0);
  return (
    <section class="stack" aria-labelledby="to-vote">
      <h2 id="to-vote">{say('desk.to-vote')}</h2>
      {toVote.length === 0 && <p class="empty">{say(idle ? 'desk.nothing' : 'desk.no-votes')}</p>}
      <ul class="tasks">
        {toVote.map(({ vote, voted }) => (
          <li key={vote.id}>
            <span>
              <a href={href(`/votes/${vote.id}`)}>{say(`vote.kind.${vote.kind}`)}: {about(cards, vote)}</a>
              <span class="hint">{silence(say, vote, until(vote.closesAt))}</span>
            </span>
            <Tag tone={voted ? 'ok' : 'now'}>{say(voted ? 'desk.voted' : 'desk.waits')}</Tag>
          </li>
        ))}
        {[...memberPapers].map(([vote, n]) => (
          <li key={`papers ${vote}`}>
            <a href={href(`/votes/${vote}/papers`)}>{say('desk.town.budget-votes', { n })}</a>
            <Tag tone="now">{say('desk.waits')}</Tag>
          </li>
        ))}
      </ul>
    </section>
  ); // prettier-ignore
}

function Inspections({ home: { inspections, cards, office } }: Props): JSX.Element {
  const { say, href, money } = useReading();
  return (
    <section class="stack" aria-labelledby="inspections">
      <h2 id="inspections">{say('desk.inspections')}</h2>
      <p class="hint">
        {!office.roles.includes('inspector') && `${say('desk.inspector-does')} `}
        {say('desk.inspections-else')} {say('desk.inspections-late')}
      </p>
      <ul class="tasks">
        {inspections.map((one) => (
          <li key={one.id}>
            <a href={href(`/association/${office.body.id}/requests/${one.id}`)}>
              {say('works.tranche', { n: one.number })}, {titleOf(cards, one.projectId)}
            </a>
            <Tag tone="now">{money(one.amount)}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FundNeeds({ home: { needs, office } }: Props): JSX.Element {
  const { say, href, money, date } = useReading();
  return (
    <section class="stack" aria-labelledby="needs">
      <h2 id="needs">{say('need.title')}</h2>
      <ul class="tasks">
        {needs.map(({ id, project, amount, until }) => (
          <li key={id}>
            <span>
              <a href={href(`/association/${office.body.id}/fund`)}>
                {money(amount)}, <Written text={project.title} />
              </a>
              <span class="hint">{say('need.until', { date: date(until) })}</span>
            </span>
            <Tag tone="now">{say('desk.waits')}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Campaigns({ home: { campaigns, office } }: Props): JSX.Element {
  const { say, href, date } = useReading();
  return (
    <section class="stack" aria-labelledby="campaigns">
      <h2 id="campaigns">{say('hall.close-early')}</h2>
      <p class="hint">{say('hall.close-early-hint')}</p>
      <ul class="tasks">
        {campaigns.map(({ card, signatures }) => {
          const own = signatures.find(({ side }) => side === 'association');
          return (
            <li key={card.id}>
              <a href={href(`/association/${office.body.id}/projects/${card.id}#close-early`)}>
                <Written text={card.title} />
              </a>
              {own && <Tag tone="ok">{say('hall.signed.association', { date: date(own.at) })}</Tag>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Projects({ home: { cards, office } }: Props): JSX.Element {
  const { say, href } = useReading();
  // A draft is its town hall's own.
  const sent = cards.filter(({ state }) => state !== 'draft');
  return (
    <section class="stack" aria-labelledby="projects">
      <h2 id="projects">{say('desk.projects')}</h2>
      {sent.length === 0 && <p class="empty">{say('desk.no-projects')}</p>}
      <ul class="tasks">
        {sent.map((card) => (
          <li key={card.id}>
            <a href={href(`/association/${office.body.id}/projects/${card.id}`)}>
              <Written text={card.title} />
            </a>
            <StateTag state={card.state} lateDays={card.lateDays} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Votes({ votes, named }: Pick<Home, 'votes' | 'named'>): JSX.Element | null {
  const { say } = useReading();
  if (votes.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="votes">
      <h2 id="votes">{say('desk.votes')}</h2>
      <VoteRows votes={votes} named={named} />
    </section>
  );
}

/** Votes with what came of them; with the project's name where several stand together. */
export function VoteRows({ votes, named }: { votes: readonly VoteView[]; named?: Home['named'] }): JSX.Element {
  const { say, href, until } = useReading();
  return (
    <ul class="tasks">
      {votes.map((vote) => (
        <li key={vote.id}>
          <span>
            <a href={href(`/votes/${vote.id}`)}>
              {say(`vote.kind.${vote.kind}`)}
              {named && <>: {about(named, vote)}</>}
            </a>
            {vote.state === 'open' && <span class="hint">{say('desk.until', { closes: until(vote.closesAt) })}</span>}
          </span>
          <Tag tone={vote.result?.outcome === 'accepted' ? 'ok' : undefined}>
            {vote.result ? say(`vote.outcome.${vote.result.outcome}`) : say(`votes.state.${vote.state}`)}
          </Tag>
        </li>
      ))}
    </ul>
  );
}
