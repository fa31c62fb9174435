import type { AuditRun, Finding } from '#libs/audit/src/index.js';
import type { PublishedHead } from '#libs/ledger/src/index.js';
import type { FailedDelivery, QueueState } from '#libs/platform/src/index.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { FoldOut, Note } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
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
        {(runs[0]?.findings.length ?? 0) > 0 && <Note>{say('operator.audit.held')}</Note>}
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

function findings({ say, href }: Reading, title: string, all: readonly Finding[]) {
  const rules = [...new Set(all.map(({ invariant }) => invariant))];
  return (
    <>
      <DeskTable
        title={title}
        head={['invariant', 'subject', 'detail', 'stops'].map((name) => say(`operator.audit.${name}`))}
        rows={all.map(({ invariant, subject, detail, project }) => {
          const [path, stopped] = [pathOf(subject), project && `/operator/projects/${project}`];
          return {
            key: invariant + subject + detail,
            cells: [
              invariant,
              <span class="hash">{path ? <a href={href(path)}>{subject}</a> : subject}</span>,
              <span lang="en">{detail}</span>,
              stopped ? <a href={href(stopped)}>{say('operator.audit.stops-one')}</a> : say('operator.audit.stops-all'),
            ],
          };
        })}
      />
      <Part title={say('operator.audit.how')}>
        {rules.map((rule) => (
          <p key={rule}>{say(`audit.how.${rule}`)}</p>
        ))}
      </Part>
    </>
  );
}

/** Where what a finding is about can be read, by what its subject begins with. */
const PAGES: Readonly<Record<string, string>> = {
  pledge: '/operator/refunds/',
  dispute: '/operator/disputes/',
  tranche: '/operator/tranches/',
  project: '/operator/projects/',
  statement: '/operator/bank/statements/',
  'bank-line': '/operator/bank/lines/',
  vote: '/votes/',
};

/** The page of a finding's subject; null when there is none. */
function pathOf(subject: string): string | null {
  const project = /project[:/]([0-9a-f-]{36})/.exec(subject);
  if (project) return PAGES.project + project[1]!;
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
