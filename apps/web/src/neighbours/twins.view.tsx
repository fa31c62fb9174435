import type { JSX } from 'preact';
import type { TwinFace, TwinsFaced } from '#libs/neighbours/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Choices, CommandIdField, ErrorSummary, TextArea } from '../layout/form.view.js';
import { Facts, Note, Quote } from '../layout/parts.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import type { Office } from '../town-hall/offices.js';

interface AtDesk {
  readonly office: Office;
  /** The desk's path. */
  readonly at: string;
}

/** Pairs of neighbours who may be one person, those to be decided first. */
export function twinsListPage(
  reading: Reading,
  { office, at, pairs }: AtDesk & { pairs: readonly TwinsFaced[] },
): Page {
  const { say, href, text, date } = reading;
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead
        crumbs={[[href(at.replace('/twins', '')), text(office.body.name).text]]}
        title={say('twins.title')}
        lead={say('twins.lead')}
      />
      {pairs.length === 0 && <p class="empty">{say('twins.none')}</p>}
      <ul class="tasks">
        {pairs.map((pair) => (
          <li key={pair.id}>
            <span>
              <a href={href(`${at}/${pair.id}`)}>{[pair.first, pair.later].map((face) => face.name ?? say('twins.no-name')).join(' · ')}</a>
              <span class="hint">{date(pair.noticedAt)}</span>
            </span>
            <State pair={pair} />
          </li>
        ))}
      </ul>
    </div>
  ); // prettier-ignore
  return page({ title: say('twins.title'), index: false, body });
}

function State({ pair: { open, asked, decision, objection } }: { pair: TwinsFaced }): JSX.Element {
  const { say } = useReading();
  if (asked) return <Tag tone="now">{say('twins.asked')}</Tag>;
  if (open) return <Tag tone="bad">{say(objection ? 'twins.objected' : 'twins.open')}</Tag>;
  return <Tag tone="ok">{say(`twins.decision.${decision!}`)}</Tag>;
}

/** On an association's desk: what its town's list and board want of its officers. */
export function TownTasks({
  twins,
  papers,
  paperBallots,
  id,
}: {
  twins: number;
  papers: number;
  paperBallots: number;
  id: string;
}): JSX.Element | null {
  const { say, href } = useReading();
  const tasks = Object.entries({ twins, papers, 'budget-votes': paperBallots }).filter(([, n]) => n > 0);
  if (tasks.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="town">
      <h2 id="town">{say('desk.town')}</h2>
      <ul class="tasks">
        {tasks.map(([what, n]) => (
          <li key={what}>
            <a href={href(`/association/${id}/${what}`)}>{say(`desk.town.${what}`, { n })}</a>
            <Tag tone="now">{say('desk.waits')}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One pair: what both said of themselves, why they look like one, and what to do. */
export function twinsPage(reading: Reading, { office, at, pair }: AtDesk & { pair: TwinsFaced }, form: Form): Page {
  const { say, href, text } = reading;
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead
        crumbs={[
          [href(at.replace('/twins', '')), text(office.body.name).text],
          [href(at), say('twins.title')],
        ]}
        title={say('twins.one')}
        lead={say('twins.reason')}
      />
      <ErrorSummary form={form} />
      <Face face={pair.first} title={say('twins.first')} />
      <Face face={pair.later} title={say('twins.later')} />
      {pair.reason && <Quote by={say(`twins.decision.${pair.decision!}`)}>{pair.reason}</Quote>}
      {pair.objection && <Quote by={say('twins.objection-by')}>{pair.objection}</Quote>}
      {pair.asked && <Note>{say('twins.asked-note')}</Note>}
      {pair.open && !pair.asked && (
        <>
          <Note>
            {!pair.first.name && !pair.later.name && `${say('twins.nameless')} `}
            {say('twins.unsure')}
          </Note>
          <SayForm form={form} action={href(`${at}/${pair.id}`)} />
        </>
      )}
    </div>
  );
  return page({ title: say('twins.one'), index: false, body });
}

function Face({ face: { name, roll, part, since }, title }: { face: TwinFace; title: string }): JSX.Element {
  const { say, date } = useReading();
  return (
    <section class="stack">
      <h2>{title}</h2>
      <Facts
        rows={[
          [say('twins.name'), name ?? say('twins.no-name')],
          [say('twins.lives'), say(`twins.roll.${roll}`)],
          ...(part ? [[say('twins.part'), part] as const] : []),
          [say('twins.since'), date(since)],
        ]}
      />
    </section>
  );
}

function SayForm({ form, action }: { form: Form; action: string }): JSX.Element {
  const { say } = useReading();
  return (
    <form method="post" action={action} class="stack" novalidate>
      <h2>{say('twins.say')}</h2>
      <CommandIdField form={form} />
      <Choices
        form={form}
        name="decision"
        label={say('twins.choice')}
        options={(['same', 'different'] as const).map(
          (one) => [one, say(`twins.decision.${one}`), say(`twins.decision.${one}-hint`)] as const,
        )}
      />
      <TextArea form={form} name="reason" label={say('twins.why')} hint={say('twins.why-hint')} maxlength={2000} />
      <button class="btn">{say('twins.send')}</button>
    </form>
  );
}

/** For somebody who is a neighbour no more because two found that he is another one: why, and the way to object. */
export function TwinNotice({ pair, form, slug }: { pair: TwinsFaced; form: Form; slug: string }): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack">
      <h2>{say('twins.you')}</h2>
      <p>{say('twins.you-lead')}</p>
      <Quote by={say('twins.you-reason')}>{pair.reason!}</Quote>
      {pair.objection ? (
        <>
          <Quote by={say('twins.you-objected')}>{pair.objection}</Quote>
          <Note>{say(pair.open ? 'twins.you-waits' : 'twins.you-over')}</Note>
        </>
      ) : (
        <form method="post" action={href(`/t/${slug}/objection`)} class="stack" novalidate>
          <ErrorSummary form={form} />
          <TextArea form={form} name="words" label={say('twins.object')} hint={say('twins.object-hint')} maxlength={2000} />
          <button class="btn">{say('twins.object-send')}</button>
        </form>
      )}
    </section>
  ); // prettier-ignore
}
