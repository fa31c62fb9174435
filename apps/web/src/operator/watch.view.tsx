import type { AuditRun, Finding } from '#libs/audit/src/index.js';
import type { PersonCard } from '#libs/identity/src/index.js';
import type { PublishedHead } from '#libs/ledger/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { type FailedDelivery, hasWords, type QueueState, type TrailEntryRow } from '#libs/platform/src/index.js';
import { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { CommandIdField, ErrorSummary, Field } from '../layout/form.view.js';
import { FoldOut, Note } from '../layout/parts.view.js';
import { DeskTable, Older, Part } from '../layout/table.view.js';
import { deskPage } from './desk.view.js';

interface AuditView {
  readonly runs: readonly AuditRun[];
  /** What the run of this moment has found; null when none was asked for. */
  readonly now: readonly Finding[] | null;
  readonly queues: QueueState;
  readonly failed: readonly FailedDelivery[];
  /** The newest seal of the books, and how long the oldest journal has waited for the next. */
  readonly head: PublishedHead | null;
  readonly unsealed: number;
}

/** Longer than this no journal waits for its seal while all is well. */
const SEAL_LATE_SECONDS = 300;

/** The audit: run it now, what earlier runs have found, and what waits in the queues. */
export function auditPage(reading: Reading, { runs, now, queues, failed, ...seal }: AuditView): Page {
  const { say, moment } = reading;
  return deskPage(reading, {
    title: say('operator.room.audit'),
    room: 'audit',
    lead: say('operator.audit.lead'),
    body: (
      <>
        <form method="post">
          <button class="btn">{say('operator.audit.run')}</button>
        </form>
        {now && now.length === 0 && <Note tone="ok">{say('operator.audit.well')}</Note>}
        {now && now.length > 0 && findings(reading, say('operator.audit.now'), now)}
        <Part title={say('operator.audit.runs')}>
          {runs.length === 0 && <p class="empty">{say('operator.audit.none')}</p>}
          {runs.map((run) => {
            const well = run.findings.length === 0;
            const hint = well ? say('operator.audit.well') : say('operator.audit.found', { n: run.findings.length });
            return (
              <FoldOut summary={moment(run.at)} hint={hint} key={run.id}>
                {well ? say('operator.audit.well') : findings(reading, moment(run.at), run.findings)}
              </FoldOut>
            );
          })}
        </Part>
        {sealing(reading, seal)}
        {queueTable(reading, queues)}
        {failed.length > 0 && givenUp(reading, failed)}
      </>
    ),
  });
}

function findings({ say }: Reading, title: string, all: readonly Finding[]) {
  return (
    <DeskTable
      title={title}
      head={['invariant', 'subject', 'detail'].map((name) => say(`operator.audit.${name}`))}
      rows={all.map(({ invariant, subject, detail }) => ({
        key: invariant + subject + detail,
        cells: [invariant, <span class="hash">{subject}</span>, <span lang="en">{detail}</span>],
      }))}
    />
  );
}

function sealing({ say, number, moment }: Reading, { head, unsealed }: Pick<AuditView, 'head' | 'unsealed'>) {
  const late = unsealed > SEAL_LATE_SECONDS;
  const minutes = { n: Math.ceil(unsealed / 60) };
  return (
    <Part title={say('books.chain')}>
      <Note tone={late ? undefined : 'ok'}>
        {say(late ? 'operator.sealing.late' : 'operator.sealing.well', minutes)}
      </Note>
      {head && (
        <p class="hash">
          {say('receipt.head', { at: moment(head.at) })}, {say('receipt.link', { n: number(head.n) })}: {head.hash}
        </p>
      )}
    </Part>
  );
}

const COUNTS = ['waiting', 'active', 'delayed', 'failed'] as const;

function queueTable({ say, number }: Reading, { idle, outbox, queues }: QueueState) {
  return (
    <Part title={say('operator.queues')}>
      <Note tone={idle ? 'ok' : undefined}>
        {say(idle ? 'operator.queues.idle' : 'operator.queues.busy', { n: outbox })}
      </Note>
      <DeskTable
        title={say('operator.queues')}
        head={[say('operator.queues.name'), ...COUNTS.map((name) => say(`operator.queues.${name}`))]}
        numbers={[1, 2, 3, 4]}
        rows={Object.entries(queues).map(([name, counts]) => ({
          key: name,
          cells: [
            say(`operator.queues.of.${name}`),
            ...COUNTS.map((state) => {
              const many = number(counts[state] ?? 0);
              return state === 'failed' && counts[state] ? <Tag tone="bad">{many}</Tag> : many;
            }),
          ],
        }))}
      />
    </Part>
  );
}

/** What used up its tries: who was to do it, when and why it failed, and one button for all. */
function givenUp({ say, href, moment }: Reading, failed: readonly FailedDelivery[]) {
  return (
    <Part title={say('operator.queues.given-up')}>
      <DeskTable
        title={say('operator.queues.given-up')}
        head={['consumer', 'at', 'error'].map((name) => say(`operator.queues.${name}`))}
        rows={failed.map(({ eventId, consumer, error, at }) => ({
          key: `${eventId}-${consumer}`,
          cells: [consumer, moment(at), <span lang="en">{error}</span>],
        }))}
      />
      <form method="post" action={href('/operator/audit/again')}>
        <button class="btn">{say('operator.queues.again')}</button>
      </form>
    </Part>
  );
}

interface LogView {
  readonly rows: readonly TrailEntryRow[];
  readonly names: ReadonlyMap<string, string>;
  readonly search: string;
  readonly next: string | null;
}

/** Who did what and when, the newest first, narrowed by the beginning of an action or a thing. */
export function logPage(reading: Reading, { rows, names, search, next }: LogView): Page {
  const { say, href, momentShort } = reading;
  const more = new URLSearchParams({ ...(search && { search }), before: next ?? '' });
  return deskPage(reading, {
    title: say('operator.room.log'),
    room: 'log',
    lead: say('operator.log.lead'),
    body: (
      <>
        <form method="get" class="stack narrow">
          <Field
            form={Form.blank({ search })}
            name="search"
            label={say('operator.log.search')}
            hint={say('operator.log.search-hint')}
            maxlength={120}
          />
          <button class="btn line">{say('term.search')}</button>
        </form>
        <DeskTable
          title={say('operator.room.log')}
          head={['action', 'at', 'actor', 'subject', 'data'].map((name) => say(`operator.log.${name}`))}
          rows={rows.map(({ id, at, actor, action, subject, data }) => ({
            key: id,
            cells: [
              actWords(reading, action),
              momentShort(at),
              actor ? (names.get(actor) ?? actor) : say('operator.log.machine'),
              thingWords(reading, subject),
              dataWords(data),
            ],
          }))}
        />
        <Older href={next && href(`/operator/log?${more.toString()}`)} />
      </>
    ),
  });
}

/** What was done; its code stays beside it, because the search goes by codes. */
function actWords({ say }: Reading, action: string) {
  const key = `operator.log.act.${action}`;
  return (
    <>
      {hasWords(key) && say(key)} <code class="small mute">{action}</code>
    </>
  );
}

function thingWords({ say }: Reading, subject: string) {
  const key = `operator.log.thing.${subject.split(':')[0]}`;
  return (
    <>
      {hasWords(key) && say(key)} <span class="hash small mute">{subject}</span>
    </>
  );
}

function dataWords(data: object) {
  const facts = Object.entries(data);
  return facts.length > 0 && <span class="hash small">{facts.map(([name, value]) => `${name} ${String(value)}`).join(' · ')}</span>; // prettier-ignore
}

interface StaffView {
  readonly people: readonly PersonCard[];
  readonly by: PersonId;
}

/** The operator's people, the longest on the staff first; two take somebody on, one may dismiss. */
export function staffPage(reading: Reading, { people, by }: StaffView, form: Form): Page {
  const { say, href } = reading;
  const dismissal = (id: PersonId) => (
    <form method="post" action={href('/operator/staff/dismissal')}>
      <input type="hidden" name="personId" value={id} />
      <button class="link">{say('operator.staff.dismiss')}</button>
    </form>
  );
  return deskPage(reading, {
    title: say('operator.room.staff'),
    room: 'staff',
    lead: say('operator.staff.lead'),
    body: (
      <>
        <ErrorSummary form={form} />
        <DeskTable
          title={say('operator.room.staff')}
          head={['name', 'email', 'end'].map((name) => say(`operator.staff.${name}`))}
          rows={people.map(({ id, name, email }) => ({
            key: id,
            cells: [name ?? email, email, id === by ? say('operator.staff.you') : dismissal(id)],
          }))}
        />
        <form method="post" action={href('/operator/staff')} class="stack narrow" novalidate>
          <h2>{say('operator.staff.add')}</h2>
          <CommandIdField form={form} />
          <Field form={form} name="email" label={say('operator.fact.email')} type="email" autocomplete="off" />
          <button class="btn line">{say('operator.ask-second')}</button>
        </form>
      </>
    ),
  });
}
