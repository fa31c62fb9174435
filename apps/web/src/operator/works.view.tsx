import type { JSX } from 'preact';
import { type Finding, sayFinding, sayThing } from '#libs/audit/src/index.js';
import type { Closing, TrancheRequest } from '#libs/delivery/src/index.js';
import { placeName } from '#libs/hometowns/src/index.js';
import type { ApprovalId, Money } from '#libs/kernel/src/index.js';
import type { Project, ProjectCard, ProjectState } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { StateTag, Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, TextArea } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { DeskTable, Older, Part } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';
import type { SignedThing } from './signed.service.js';

/** So many findings stand on a project's page; all of them on the audit's. */
const FOUND = 5;

/** Every published project, the newest first. */
export function projectsPage(reading: Reading, cards: readonly ProjectCard[], next: string | null): Page {
  const { say, href, lang, dateShort, money } = reading;
  return deskPage(reading, {
    title: say('operator.room.projects'),
    room: 'projects',
    body: (
      <>
        <DeskTable
          title={say('operator.room.projects')}
          head={['project', 'place', 'code', 'sum', 'since', 'state'].map((name) => say(`operator.projects.${name}`))}
          numbers={[3]}
          rows={cards.map(({ id, title, place, code, total, since, state, lateDays }) => ({
            key: id,
            cells: [
              <a href={href(`/operator/projects/${id}`)}>
                <Written text={title} />
              </a>,
              placeName(lang, { nameRo: place.ro, nameRu: place.ru ?? '' }),
              code,
              money(total),
              dateShort(since),
              <StateTag state={state} lateDays={lateDays} />,
            ],
          }))}
        />
        <Older href={next && href(`/operator/projects?after=${next}`)} />
      </>
    ),
  });
}

interface ProjectView {
  readonly project: Project;
  readonly requests: readonly TrancheRequest[];
  /** Since when its payments wait for the audit; null while they go on. */
  readonly paused: Date | null;
  /** What the audit found that holds them. */
  readonly found: readonly Finding[];
  readonly closing: Closing;
  /** The cancellation that waits for its second signature. */
  readonly waits: ApprovalId | null;
  /** What giving it up would do with its money. */
  readonly effect: SignedThing['facts'];
  /** What its town hall has received, neither billed nor sent back. */
  readonly unspent: Money | null;
}

/** One project: its tranches, and its end: completed after the act of acceptance, or given up. */
export function projectPage(reading: Reading, view: ProjectView, form: Form): Page {
  const { project, requests, paused, closing, waits, unspent } = view;
  const { say, href, money } = reading;
  return deskPage(reading, {
    title: reading.text(project.title).text,
    room: 'projects',
    inside: true,
    body: (
      <>
        <p>
          <StateTag state={project.state} /> {project.code}{' '}
          <a href={href(`/operator/bodies/${project.townHallId}`)}>{say('operator.fact.town-hall')}</a>
        </p>
        <ErrorSummary form={form} />
        {paused && <Paused since={paused} found={view.found} />}
        <Part title={say('operator.tranches')}>
          <DeskTable
            title={say('operator.tranches')}
            head={['tranche', 'amount', 'state'].map((name) => say(`operator.fact.${name}`))}
            numbers={[1]}
            empty={say('operator.tranches.none')}
            rows={requests.map(({ id, number, amount, state }) => ({
              key: id,
              cells: [
                <a href={href(`/operator/tranches/${id}`)}>{say('operator.tranche-n', { n: number })}</a>,
                money(amount),
                <Tag>{say(`tranche.state.${state}`)}</Tag>,
              ],
            }))}
          />
        </Part>
        {project.state === 'in-delivery' && <Completion project={project} closing={closing} />}
        {project.state === 'cancelled' && unspent && <Unspent sum={unspent} />}
        <WaitsSecond approval={waits} />
        {!waits && MAY_CANCEL.includes(project.state) && <Cancellation view={view} form={form} />}
      </>
    ),
  });
}

/** The audit has stopped its payments, and why: the first of what it found, and the way to all of it. */
function Paused({ since, found }: { since: Date; found: readonly Finding[] }): JSX.Element {
  const { say, href, moment, lang } = useReading();
  return (
    <Note>
      <p>{say('operator.audit.paused', { since: moment(since) })}</p>
      <ul class="bullets">
        {found.slice(0, FOUND).map((one) => (
          <li key={one.kind + one.subject}>
            {sayThing(lang, one.subject)}: {sayFinding(lang, one)}
          </li>
        ))}
      </ul>
      <p>
        <a href={href('/operator/audit')}>{say('operator.audit.held-see')}</a>
      </p>
    </Note>
  );
}

/** Given up while its town hall had money: what is waited for. */
function Unspent({ sum }: { sum: Money }): JSX.Element {
  const { say, money } = useReading();
  return (
    <Part title={say('operator.unspent')}>
      <p>{say('operator.unspent.lead', { sum: money(sum) })}</p>
    </Part>
  );
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
      {closing.acceptance && <button class="btn">{say('operator.complete.button')}</button>}
    </form>
  );
}

const MAY_CANCEL: readonly ProjectState[] = ['published', 'campaign', 'collecting', 'funded', 'in-delivery'];

function Cancellation({ view, form }: { view: ProjectView; form: Form }): JSX.Element {
  const { say, href } = useReading();
  const { project, requests, effect } = view;
  if (requests.some(({ state }) => state === 'released'))
    return (
      <section class="stack">
        <h2>{say('operator.cancel')}</h2>
        <p>{say('error.tranche-on-way')}</p>
      </section>
    );
  return (
    <form method="post" action={href(`/operator/projects/${project.id}/cancellation`)} class="stack" novalidate>
      <h2>{say('operator.cancel')}</h2>
      <p>{say('operator.cancel.lead')}</p>
      {effect.length > 0 && <Facts rows={effect} />}
      <TextArea
        form={form}
        name="reason"
        label={say('operator.reason')}
        hint={say('operator.reason.everybody')}
        rows={3}
        maxlength={2000}
      />
      <button class="btn line">{say('operator.ask-second')}</button>
    </form>
  );
}
