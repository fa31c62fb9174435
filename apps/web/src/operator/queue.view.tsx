import type { JSX } from 'preact';
import type { Approval } from '#libs/approvals/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { DecisionForm } from '../layout/decision.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { ageOf, deskPage } from './desk.view.js';
import type { SignedThing } from './signed.service.js';
import type { Task } from './task.js';

const COLUMNS = ['what', 'who', 'since', 'by', 'otherwise'] as const;

/** The one queue: what waits, who asks, since when, until when, and what happens if nobody decides. */
export function queuePage(reading: Reading, tasks: readonly Task[], now: Date): Page {
  const { say, dateShort } = reading;
  const mine = tasks.filter(({ approval }) => approval === 'sign').length;
  return deskPage(reading, {
    title: say('operator.title'),
    room: 'queue',
    lead: tasks.length > 0 && say('operator.queue.lead', { n: tasks.length, mine }),
    body: (
      <DeskTable
        title={say('operator.title')}
        head={COLUMNS.map((name) => say(`operator.queue.${name}`))}
        empty={say('operator.queue.empty')}
        rows={tasks.map((task) => ({
          key: task.what + task.subject,
          cells: [
            <What task={task} />,
            task.who,
            ageOf(reading, task.since, now),
            task.by && (task.by < now ? <Tag tone="bad">{dateShort(task.by)}</Tag> : dateShort(task.by)),
            say(`operator.otherwise.${task.what}`),
          ],
        }))}
      />
    ),
  });
}

function What({ task: { what, path, about, approval } }: { task: Task }): JSX.Element {
  const { say, href } = useReading();
  return (
    <>
      <a href={href(`/operator${path}`)}>{say(`operator.task.${what}`)}</a>{' '}
      {approval && <Tag tone={approval === 'sign' ? 'now' : undefined}>{say(`operator.queue.${approval}`)}</Tag>}
      <p class="small mute">{about}</p>
    </>
  );
}

/** One approval: what exactly is signed, and the form to give or refuse. Whoever asked sees that somebody else must. */
export function approvalPage(
  reading: Reading,
  { approval, thing }: { approval: Approval; thing: SignedThing },
  form: Form,
  by: PersonId,
): Page {
  const { say } = reading;
  const { state } = approval;
  return deskPage(reading, {
    title: thing.title,
    room: 'queue',
    inside: true,
    body: (
      <>
        <p>
          <Tag tone={state === 'given' ? 'ok' : state === 'waiting' ? 'now' : 'bad'}>
            {say(`approval.state.${state}`)}
          </Tag>
        </p>
        <Signed approval={approval} thing={thing} />
        {state === 'waiting' && approval.askedBy === by && <Note>{say('operator.own')}</Note>}
        {state === 'waiting' && approval.askedBy !== by && (
          <DecisionForm
            form={form}
            options={[
              ['give', say('operator.give'), say('operator.give.hint')],
              ['refuse', say('operator.refuse'), say(`operator.refusal.${approval.kind}`)],
            ]}
          />
        )}
      </>
    ),
  });
}

function Signed({ approval, thing }: { approval: Approval; thing: SignedThing }): JSX.Element {
  const { say } = useReading();
  return (
    <Part title={say('operator.what-is-signed')}>
      <Facts rows={thing.facts} />
      {thing.href && (
        <p>
          <a href={thing.href}>{say('operator.read-whole')}</a>
        </p>
      )}
      <p class="small mute hash">
        {say('operator.digest')} <code>{approval.digest}</code>
      </p>
      {approval.reason && <p>{approval.reason}</p>}
    </Part>
  );
}
