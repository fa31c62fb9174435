import type { Dissolution } from '#libs/dissolutions/src/index.js';
import type { Body } from '#libs/hometowns/src/index.js';
import type { ProjectCard } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { Check, ErrorSummary } from '../layout/form.view.js';
import { Facts } from '../layout/parts.view.js';
import { deskPage, WaitsSecond } from '../operator/desk.view.js';

/** The end of an association as the operator sees it. */
export interface DissolutionDesk {
  readonly body: Body;
  readonly dissolution: Dissolution;
  /** The association that is asked, or has agreed. */
  readonly successor: Body | null;
  readonly projects: readonly ProjectCard[];
  readonly waits: string | null;
}

/** What the members have decided, who goes on, and the first of two signatures. */
export function dissolutionDeskPage(reading: Reading, view: DissolutionDesk, form: Form): Page {
  const { say, href, text, date } = reading;
  const { body, dissolution, successor, projects, waits } = view;
  const { succession, doneAt } = dissolution;
  const nobody = say(projects.length === 0 ? 'operator.dissolution.nobody' : 'dissolution.no-successor');
  const who = successor ? `${text(successor.name).text} – ${say(`succession.state.${succession!.state}`)}` : nobody;
  return deskPage(reading, {
    title: say('operator.dissolution.title'),
    lead: say('operator.dissolution.lead'),
    room: 'bodies',
    inside: true,
    body: (
      <>
        <ErrorSummary form={form} />
        <Facts rows={[[say('operator.fact.body'), <a href={href(`/operator/bodies/${body.id}`)} key="body"><Written text={body.name} /></a>], [say('dissolution.title'), <a href={href(`/votes/${dissolution.voteId}`)} key="vote">{say('dissolution.decided', { date: date(dissolution.decidedAt) })}</a>], [say('operator.fact.successor'), who]]} />
        {projects.length > 0 && (
          <ul class="bullets">
            {projects.map(({ id, title }) => (
              <li key={id}>
                <a href={href(`/operator/projects/${id}`)}><Written text={title} /></a>
              </li>
            ))}
          </ul>
        )}
        {doneAt && <p>{say('dissolution.done', { date: date(doneAt) })}</p>}
        <WaitsSecond approval={waits} />
        {!doneAt && !waits && (
          <form method="post" class="stack" novalidate>
            {projects.length > 0 && !successor && <Check form={form} name="standIn" label={say('operator.dissolution.stand-in')} hint={say('operator.dissolution.stand-in-hint')} />}
            <p>
              <button class="btn">{say('operator.ask-second')}</button>
            </p>
          </form>
        )}
      </>
    ),
  }); // prettier-ignore
}
