import type { JSX } from 'preact';
import type { Approval } from '#libs/approvals/src/index.js';
import type { TaskCount } from '#libs/books/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { DecisionForm } from '../layout/decision.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { Select } from '../layout/form.view.js';
import { DeskTable, Older, Part } from '../layout/table.view.js';
import { ageOf, deskPage } from './desk.view.js';
import type { SignedThing } from './signed.service.js';
import type { Task } from './task.js';

const COLUMNS = ['what', 'who', 'since', 'by', 'otherwise', 'end'] as const;

interface QueueView {
  readonly tasks: readonly Task[];
  /** Where the next page begins. */
  readonly next: string | null;
  /** The one kind that is shown. */
  readonly what: string | undefined;
  readonly kinds: readonly TaskCount[];
  /** Second signatures that the reader may give. */
  readonly mine: number;
  /** Needs that were put on boards since yesterday, and show. */
  readonly written: number;
}

/** The one queue: what waits, who asks, since when, until when, what happens if nobody decides, and what ends it safely. */
export function queuePage(reading: Reading, view: QueueView, now: Date): Page {
  const { say, href } = reading;
  const { tasks, next, what, kinds, mine, written } = view;
  const n = kinds.reduce((sum, kind) => sum + kind.n, 0);
  const overdue = kinds.reduce((sum, kind) => sum + kind.overdue, 0);
  return deskPage(reading, {
    title: say('operator.title'),
    room: 'queue',
    lead: n > 0 && `${say('operator.queue.lead', { n, mine })} ${say('operator.queue.overdue', { n: overdue })}`,
    body: (
      <>
        <Written n={written} />
        {n > 0 && <KindFilter kinds={kinds} what={what} />}
        <DeskTable
          title={say('operator.title')}
          head={COLUMNS.map((name) => say(`operator.queue.${name}`))}
          empty={say('operator.queue.empty')}
          rows={tasks.map((task) => ({
            key: task.key,
            cells: [
              <What task={task} />,
              task.who,
              ageOf(reading, task.since, now),
              <By task={task} now={now} />,
              say(`operator.otherwise.${task.what}`),
              say(`operator.end.${task.what}`),
            ],
          }))}
        />
        <Older
          href={
            next && href(`/operator?${new URLSearchParams({ ...(what && { kind: what }), after: next }).toString()}`)
          }
        />
      </>
    ),
  });
}

/** How many needs are new on boards, with the way to where one may be hidden; nothing while there are none. */
function Written({ n }: { n: number }): JSX.Element | null {
  const { say, href } = useReading();
  if (n === 0) return null;
  return (
    <p>
      <a href={href('/operator/boards')}>{say('operator.boards.written', { n })}</a>
    </p>
  );
}

function KindFilter({ kinds, what }: Pick<QueueView, 'kinds' | 'what'>): JSX.Element {
  const { say, href } = useReading();
  const options = kinds.map((kind) => [kind.what, `${say(`operator.task.${kind.what}`)} (${kind.n})`] as const);
  return (
    <form method="get" action={href('/operator')} class="find narrow">
      <Select
        form={Form.blank({ kind: what })}
        name="kind"
        label={say('operator.queue.kind')}
        options={[['', say('operator.queue.all')], ...options]}
      />
      <p>
        <button class="btn line">{say('operator.queue.show')}</button>
      </p>
    </form>
  );
}

function By({ task: { by, own }, now }: { task: Task; now: Date }): JSX.Element {
  const { say, dateShort } = useReading();
  return (
    <>
      {by <= now ? <Tag tone="bad">{dateShort(by)}</Tag> : dateShort(by)}
      {own && <p class="small mute">{say('operator.queue.own-term')}</p>}
    </>
  );
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
