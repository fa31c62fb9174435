import type { JSX } from 'preact';
import type { CivilDate } from '#libs/kernel/src/index.js';
import { type Closing, DEAD, type InvoiceView, mayBePaid, type TrancheRequest } from '#libs/delivery/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { StateTag, Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Note } from '../layout/parts.view.js';
import { Built } from '../projects/versions.view.js';
import { DeskHead } from './desk.view.js';
import { AfterGivingUp, type GivenUp } from './given-up.view.js';
import type { OwnProject } from './offices.js';

/** Everything about the works of one project. */
export interface WorksView extends OwnProject {
  readonly requests: readonly TrancheRequest[];
  /** Since when its payments wait for the audit; null while they go on. */
  readonly paused: Date | null;
  readonly invoices: readonly InvoiceView[];
  readonly closing: Closing;
  readonly today: CivilDate;
  /** Null unless the project was given up. */
  readonly givenUp: GivenUp | null;
}

interface Props {
  readonly view: WorksView;
}

/** The crumbs of everything below a project. */
export function crumbsOf({ body, plan }: OwnProject, { href }: Pick<Reading, 'href'>, works = true) {
  const at = `/${body.kind}/${body.id}`;
  const own = [
    [href(at), <Written text={body.name} key="body" />],
    [href(`${at}/projects/${plan.project.id}`), <Written text={plan.project.title} key="project" />],
  ] as const;
  return works ? [...own, [href(`${at}/projects/${plan.project.id}/works`), <WorksWord key="works" />] as const] : own;
}

function WorksWord(): JSX.Element {
  return <>{useReading().say('hall.works')}</>;
}

/** What the end of the works waits for, as the key of its words. */
export function finalLead({ account, acceptance }: Closing): string {
  if (acceptance) return 'works.final.accepted';
  return account ? 'works.final.drawn' : 'works.final.lead';
}

/** Whether a tranche may still be paid. */
function ahead({ plan, requests, givenUp }: WorksView): boolean {
  const gone = requests.filter((one) => !mayBePaid(one) && !DEAD.includes(one.state));
  return !givenUp && gone.length < plan.tranches.length;
}

/** Where tranches, stages, invoices and the end of the works stand. */
export function worksPage(reading: Reading, view: WorksView): Page {
  const { say, href, moment } = reading;
  const at = `/town-hall/${view.body.id}/projects/${view.plan.project.id}/works`;
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={crumbsOf(view, reading, false)} title={say('hall.works')} />
      <p>
        <StateTag state={view.plan.project.state} lateDays={view.plan.late?.days ?? 0} />
      </p>
      {view.paused && ahead(view) && <Note>{say('works.paused', { since: moment(view.paused) })}</Note>}
      {view.givenUp && <AfterGivingUp view={view.givenUp} />}
      <Built plan={view.plan} />
      <Tranches view={view} at={at} />
      <Stages view={view} at={at} />
      <Invoices view={view} at={at} />
      {!view.givenUp && (
        <section class="stack">
          <h2>{say('works.final')}</h2>
          <p>{say(finalLead(view.closing))}</p>
          <p>
            <a class="btn line" href={href(`${at}/final`)}>
              {say('works.final')}
            </a>
          </p>
        </section>
      )}
    </div>
  );
  return page({ title: say('hall.works'), index: false, body });
}

function Tranches({ view: { plan, requests, givenUp }, at }: Props & { at: string }): JSX.Element {
  const { say, href, money, percent } = useReading();
  return (
    <section class="stack" aria-labelledby="tranches">
      <h2 id="tranches">{say('file.tranches')}</h2>
      <ul class="tasks">
        {plan.tranches.map(({ id, number, shareBp }) => {
          const request = requests.find(({ trancheId }) => trancheId === id);
          const dead = !request || ['refused', 'rejected', 'void'].includes(request.state);
          if (givenUp && dead) return null;
          return (
            <li key={id}>
              <span>
                <a href={href(dead ? `${at}/tranches/${id}` : `${at}/requests/${request.id}`)}>
                  {say(dead ? 'works.ask' : 'works.tranche', { n: number })}
                </a>
                <span class="hint">
                  {percent(String((shareBp ?? 0) / 100))}
                  {request && ` · ${money(request.amount)}`}
                  {request && dead && (
                    <>
                      {' · '}
                      <a href={href(`${at}/requests/${request.id}`)}>{say('works.before')}</a>
                    </>
                  )}
                </span>
              </span>
              {request && <Tag tone={dead ? 'bad' : request.state === 'received' ? 'ok' : 'now'}>{say(`tranche.state.${request.state}`)}</Tag>}
            </li>
          );
        })}
      </ul>
    </section>
  ); // prettier-ignore
}

function Stages({ view: { plan, today, givenUp }, at }: Props & { at: string }): JSX.Element {
  const { say, href, date } = useReading();
  return (
    <section class="stack" aria-labelledby="stages">
      <h2 id="stages">{say('file.stages')}</h2>
      <ul class="tasks">
        {plan.milestones.map(({ id, name, plannedOn, expectedOn, metOn }) => {
          const late = !givenUp && !metOn && plannedOn !== null && plannedOn < today;
          return (
            <li key={id}>
              <span>
                {metOn || givenUp ? (
                  <Written text={name} />
                ) : (
                  <a href={href(`${at}/stages/${id}`)}>
                    <Written text={name} />
                  </a>
                )}
                <span class="hint">
                  {plannedOn && say('works.planned', { date: date(plannedOn) })}
                  {expectedOn && ` · ${say('works.expected', { date: date(expectedOn) })}`}
                </span>
              </span>
              <Tag tone={metOn ? 'ok' : late ? 'bad' : undefined}>
                {metOn
                  ? say('works.met', { date: date(metOn) })
                  : say(late ? 'term.state.late' : givenUp ? 'works.not-met' : 'works.ahead')}
              </Tag>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Invoices({ view: { invoices, givenUp }, at }: Props & { at: string }): JSX.Element {
  const { say, href, money } = useReading();
  return (
    <section class="stack" aria-labelledby="invoices">
      <h2 id="invoices">{say('works.invoices')}</h2>
      {invoices.length === 0 && <p class="empty">{say('works.no-invoices')}</p>}
      <ul class="tasks">
        {invoices.map((one) => (
          <li key={one.id}>
            <span>
              <a href={href(`${at}/invoices/${one.id}`)}>
                {one.supplier}, {one.number}
              </a>
              <span class="hint">{money(one.amount)}</span>
            </span>
            <Tag tone={one.state === 'proven' ? 'ok' : one.state === 'entered' ? 'now' : 'bad'}>{say(`invoice.state.${one.state}`)}</Tag>
          </li>
        ))}
      </ul>
      {(!givenUp || givenUp.left) && (
        <p>
          <a class="btn line" href={href(`${at}/invoices`)}>
            {say('works.invoice-new')}
          </a>
        </p>
      )}
    </section>
  ); // prettier-ignore
}
