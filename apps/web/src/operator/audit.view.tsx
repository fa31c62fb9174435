import { type AuditRun, type Finding, sayFinding, sayHow, sayThing } from '#libs/audit/src/index.js';
import type { PublishedHead } from '#libs/ledger/src/index.js';
import type { FailedChore, FailedDelivery, QueueState } from '#libs/platform/src/index.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { FoldOut, Note } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { deskPage } from './desk.view.js';

interface AuditView {
  readonly runs: readonly AuditRun[];
  readonly queues: QueueState;
  readonly failed: readonly FailedDelivery[];
  readonly chores: readonly FailedChore[];
  /** The newest seal of the books, and how long the oldest journal has waited for the next. */
  readonly head: PublishedHead | null;
  readonly unsealed: number;
}

/** Longer than this no journal waits for its seal while all is well. */
const SEAL_LATE_SECONDS = 300;

/** The audit: what the last run found, run it now, what earlier ones found, and what waits in the queues. */
export function auditPage(reading: Reading, view: AuditView): Page {
  const { say } = reading;
  const {
    runs: [last, ...earlier],
    queues,
    failed,
    chores,
    ...seal
  } = view;
  return deskPage(reading, {
    title: say('operator.room.audit'),
    room: 'audit',
    lead: say('operator.audit.lead'),
    body: (
      <>
        {last ? lastRun(reading, last) : <p class="empty">{say('operator.audit.none')}</p>}
        <form method="post">
          <button class="btn">{say('operator.audit.run')}</button>
        </form>
        {earlier.length > 0 && <Part title={say('operator.audit.runs')}>{earlier.map((run) => earlierRun(reading, run))}</Part>}
        <p>
          <a href={reading.href('/operator/corrections')}>{say('operator.corrections')}</a>
        </p>
        {sealing(reading, seal)}
        {queueTable(reading, queues)}
        {failed.length > 0 && givenUp(reading, failed)}
        {chores.length > 0 && failedChores(reading, chores)}
      </>
    ),
  }); // prettier-ignore
}

/** In one sentence whether all is well; everything that is not. */
function lastRun(reading: Reading, { at, findings: found }: AuditRun) {
  const { say, moment } = reading;
  if (found.length === 0) return <Note tone="ok">{say('operator.audit.last-well', { at: moment(at) })}</Note>;
  return (
    <>
      <Note tone="bad">
        <p>{say('operator.audit.last-found', { at: moment(at), n: found.length })}</p>
        <p>{say('operator.audit.held')}</p>
      </Note>
      {findings(reading, say('operator.audit.last'), found)}
    </>
  );
}

function earlierRun(reading: Reading, { id, at, findings: found }: AuditRun) {
  const { say, moment } = reading;
  if (found.length === 0)
    return (
      <p key={id}>
        {moment(at)} <span class="mute">{say('operator.audit.well')}</span>
      </p>
    );
  return (
    <FoldOut summary={moment(at)} hint={say('operator.audit.found', { n: found.length })} key={id}>
      {findings(reading, moment(at), found)}
    </FoldOut>
  );
}

function findings(reading: Reading, title: string, all: readonly Finding[]) {
  const { say, href, lang } = reading;
  return (
    <>
      <DeskTable
        title={title}
        head={['invariant', 'subject', 'detail', 'stops'].map((name) => say(`operator.audit.${name}`))}
        rows={all.map((one) => {
          const { invariant, kind, subject, projects } = one;
          return {
            key: kind + subject,
            cells: [
              invariant,
              thing(reading, subject),
              sayFinding(lang, one),
              projects === null
                ? say('operator.audit.stops-all')
                : projects.length === 0
                  ? say('operator.audit.stops-none')
                  : projects.map((id) => (
                      <p key={id}>
                        <a href={href(`/operator/projects/${id}`)}>{say('operator.audit.stops-one')}</a>
                      </p>
                    )),
            ],
          };
        })}
      />
      <Part title={say('operator.audit.how')}>
        {sayHow(lang, all).map((how) => (
          <p key={how}>{how}</p>
        ))}
      </Part>
    </>
  );
}

/** What a finding is about: its kind in words, its id, and the way there. */
function thing({ href, lang }: Reading, subject: string) {
  const [words, path] = [sayThing(lang, subject), pathOf(subject)];
  return (
    <>
      {path ? <a href={href(path)}>{words}</a> : words}
      {words !== subject && <span class="hash small mute"> {subject}</span>}
    </>
  );
}

/** Where what a finding is about can be read, by what its subject begins with. */
const PAGES: Readonly<Record<string, string>> = {
  pledge: '/operator/refunds/',
  'fund-gift': '/operator/fund-gifts/',
  dispute: '/operator/disputes/',
  tranche: '/operator/tranches/',
  project: '/operator/projects/',
  statement: '/operator/bank/statements/',
  'bank-line': '/operator/bank/lines/',
  deposit: '/operator/cash/',
  settlement: '/operator/messages/settlements/',
  body: '/operator/bodies/',
  vote: '/votes/',
};

/** The page of a finding's subject; null when there is none. */
function pathOf(subject: string): string | null {
  const [, book, named] = /^(journal|account):(.+)$/.exec(subject) ?? [];
  if (book === 'journal') return `/operator/journals/${encodeURIComponent(named!)}`;
  const project = /project[:/]([0-9a-f-]{36})/.exec(subject);
  if (project && !book) return PAGES.project + project[1]!;
  const account = book ? named : /^(?:held|memo):[^ ]+:[A-Z]{3}(?= |$)/.exec(subject)?.[0];
  if (account) return `/operator/ledger-account?code=${encodeURIComponent(account)}`;
  const [, kind, name] = /^([a-z-]+):([A-Za-z0-9_-]+)$/.exec(subject) ?? [];
  return kind && name && PAGES[kind] ? PAGES[kind] + name : null;
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

/** What is done again and again and failed within the last day: which, how often, when last and why. */
function failedChores({ say, moment, number }: Reading, chores: readonly FailedChore[]) {
  return (
    <Part title={say('operator.chores')}>
      <p class="small mute">{say('operator.chores.lead')}</p>
      <DeskTable
        title={say('operator.chores')}
        head={[
          say('operator.chores.name'),
          say('operator.queues.failed'),
          ...['at', 'error'].map((name) => say(`operator.queues.${name}`)),
        ]}
        numbers={[1]}
        rows={chores.map(({ name, n, error, at }) => ({
          key: name,
          cells: [name, <Tag tone="bad">{number(n)}</Tag>, moment(at), <span lang="en">{error}</span>],
        }))}
      />
    </Part>
  );
}
