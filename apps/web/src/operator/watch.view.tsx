import type { JSX } from 'preact';
import type { AuditRun, Finding } from '#libs/audit/src/index.js';
import type { PersonCard } from '#libs/identity/src/index.js';
import type { TrailEntryRow } from '#libs/platform/src/index.js';
import { ScrollTable } from '../books/table.view.js';
import { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field } from '../layout/form.view.js';
import { FoldOut, Note } from '../layout/parts.view.js';
import { deskPage } from './desk.view.js';

interface AuditView {
  readonly runs: readonly AuditRun[];
  /** What the run of this moment has found; null when none was asked for. */
  readonly now: readonly Finding[] | null;
}

/** The audit: run it now, and what earlier runs have found. */
export function auditPage(reading: Reading, { runs, now }: AuditView): Page {
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
        {now && now.length > 0 && <Findings caption={say('operator.audit.now')} findings={now} />}
        <section class="stack">
          <h2>{say('operator.audit.runs')}</h2>
          {runs.length === 0 && <p class="empty">{say('operator.none')}</p>}
          {runs.map(({ id, at, findings }) => (
            <FoldOut
              summary={moment(at)}
              hint={
                findings.length === 0 ? say('operator.audit.well') : say('operator.audit.found', { n: findings.length })
              }
              key={id}
            >
              {findings.length > 0 && <Findings caption={moment(at)} findings={findings} />}
            </FoldOut>
          ))}
        </section>
      </>
    ),
  });
}

function Findings({ caption, findings }: { caption: string; findings: readonly Finding[] }): JSX.Element {
  const { say } = useReading();
  const head = ['invariant', 'subject', 'detail'].map((name) => say(`operator.audit.${name}`));
  return (
    <ScrollTable caption={caption} head={head}>
      {findings.map(({ invariant, subject, detail }) => (
        <tr key={invariant + subject + detail}>
          <th scope="row">{invariant}</th>
          <td class="hash">{subject}</td>
          <td lang="en">{detail}</td>
        </tr>
      ))}
    </ScrollTable>
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
  const { say, href, moment } = reading;
  const head = ['at', 'actor', 'action', 'subject', 'data'].map((name) => say(`operator.log.${name}`));
  const more = new URLSearchParams({ ...(search && { search }), before: next ?? '' });
  return deskPage(reading, {
    title: say('operator.room.log'),
    room: 'log',
    body: (
      <>
        <LogSearch search={search} />
        {rows.length === 0 && <p class="empty">{say('operator.none')}</p>}
        {rows.length > 0 && (
          <ScrollTable caption={say('operator.room.log')} head={head}>
            {rows.map(({ id, at, actor, action, subject, data }) => (
              <tr key={id}>
                <th scope="row">{moment(at)}</th>
                <td>{actor ? (names.get(actor) ?? actor) : say('operator.log.machine')}</td>
                <td>
                  <code>{action}</code>
                </td>
                <td class="hash">{subject}</td>
                <td class="hash small">{Object.keys(data).length > 0 && JSON.stringify(data)}</td>
              </tr>
            ))}
          </ScrollTable>
        )}
        {next && (
          <p>
            <a href={href(`/operator/log?${more.toString()}`)}>{say('operator.log.older')}</a>
          </p>
        )}
      </>
    ),
  });
}

/** The operator's people, the longest on the staff first. */
export function staffPage(reading: Reading, people: readonly PersonCard[], form: Form): Page {
  const { say } = reading;
  return deskPage(reading, {
    title: say('operator.room.staff'),
    room: 'staff',
    lead: say('operator.staff.lead'),
    body: (
      <>
        <ScrollTable
          caption={say('operator.room.staff')}
          head={[say('operator.staff.name'), say('operator.fact.email')]}
        >
          {people.map(({ id, name, email }) => (
            <tr key={id}>
              <th scope="row">{name ?? say('operator.nothing')}</th>
              <td>{email}</td>
            </tr>
          ))}
        </ScrollTable>
        <form method="post" class="stack narrow" novalidate>
          <h2>{say('operator.staff.add')}</h2>
          <ErrorSummary form={form} />
          <Field form={form} name="email" label={say('operator.fact.email')} type="email" autocomplete="off" />
          <button class="btn line">{say('operator.staff.add-button')}</button>
        </form>
      </>
    ),
  });
}

function LogSearch({ search }: { search: string }): JSX.Element {
  const { say } = useReading();
  return (
    <form method="get" class="stack narrow">
      <Field
        form={Form.blank({ search })}
        name="search"
        label={say('operator.log.search')}
        hint={say('operator.log.search-hint')}
        maxlength={120}
      />
      <button class="btn">{say('term.search')}</button>
    </form>
  );
}
