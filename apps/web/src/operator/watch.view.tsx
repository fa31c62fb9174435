import type { JSX } from 'preact';
import type { PersonCard } from '#libs/identity/src/index.js';
import { Money, parseCivilDate, type PersonId } from '#libs/kernel/src/index.js';
import { hasWords, type TrailEntryRow } from '#libs/platform/src/index.js';
import { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { askingPage } from '../layout/asking.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field } from '../layout/form.view.js';
import { DeskTable, Older } from '../layout/table.view.js';
import { deskPage } from './desk.view.js';
import { type NamedThing, REFERS } from './log-things.service.js';

interface LogView {
  readonly rows: readonly TrailEntryRow[];
  readonly names: ReadonlyMap<string, string>;
  readonly things: ReadonlyMap<string, NamedThing>;
  readonly search: string;
  readonly next: string | null;
}

/** Who did what and when, the newest first, narrowed by the beginning of an action or a thing. */
export function logPage(reading: Reading, { rows, names, things, search, next }: LogView): Page {
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
          rows={rows.map((row) => ({
            key: row.id,
            cells: [
              actWords(reading, row.action),
              momentShort(row.at),
              row.actor ? (names.get(row.actor) ?? say('operator.log.thing.person')) : say('operator.log.machine'),
              thingWords(reading, row.subject, things),
              <LogFacts row={row} things={things} />,
            ],
          }))}
        />
        <Older href={next && href(`/operator/log?${more.toString()}`)} />
      </>
    ),
  });
}

/** What was done; an act without words of its own is said by its kind. */
function actWords({ say }: Reading, action: string): string {
  const key = `operator.log.act.${action}`;
  return hasWords(key) ? say(key) : action;
}

function thingWords({ say, href }: Reading, subject: string, things: LogView['things']) {
  const [kind] = subject.split(':');
  const [key, thing] = [`operator.log.thing.${kind}`, things.get(subject)];
  const which = thing && (thing.href ? <a href={href(thing.href)}>{thing.words}</a> : thing.words);
  return (
    <>
      {hasWords(key) ? say(key) : kind}
      {which && ': '}
      {which}
    </>
  );
}

/** What was kept with it, as far as there are words for it; under it all of it as the search and the chain know it. */
function LogFacts({ row: { action, subject, data }, things }: { row: TrailEntryRow; things: LogView['things'] }): JSX.Element {
  const reading = useReading();
  const { say } = reading;
  const facts = Object.entries(data).flatMap(([name, value]) => factWords(reading, { action, name, value, things }));
  return (
    <>
      {facts.join(' · ')}
      <details>
        <summary class="small mute">{say('operator.log.codes')}</summary>
        <code class="hash small">{[action, subject, ...Object.entries(data).map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)].join(' · ')}</code>
      </details>
    </>
  );
} // prettier-ignore

interface Kept {
  readonly action: string;
  readonly name: string;
  readonly value: unknown;
  readonly things: LogView['things'];
}

function factWords({ say, money, date }: Reading, { action, name, value, things }: Kept): string[] {
  const refers = REFERS[name as keyof typeof REFERS];
  const thing = refers && things.get(`${refers}:${String(value)}`);
  if (thing) return [`${say(`operator.log.thing.${refers}`)}: ${thing.words}`];
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  if (name === 'kind' && action.startsWith('approval.') && hasWords(`operator.task.${value}`)) return [say(`operator.task.${value}`)]; // prettier-ignore
  if (name === 'amount' && /^\d+(\.\d\d)?$/.test(`${value}`)) return [money(Money.parse(`${value}`, 'MDL'))];
  const day = name === 'on' ? parseCivilDate(`${value}`) : null;
  if (day) return [date(day)];
  const key = `operator.log.fact.${name}`;
  return hasWords(key) ? [say(key, { value })] : [];
}

interface StaffView {
  readonly people: readonly PersonCard[];
  readonly by: PersonId;
}

/** Asks once more before somebody leaves the staff: two take him on again. */
export function dismissalPage({ say, href }: Reading, { id, name, email }: PersonCard, form: Form): Page {
  const asking = {
    title: say('operator.staff.dismiss-title', { name: name ?? email ?? '–' }),
    lead: say('operator.staff.dismiss-lead'),
    action: href('/operator/staff/dismissal'),
    values: { personId: id },
    does: say('operator.staff.dismiss'),
    keep: [href('/operator/staff'), say('operator.keep')],
  } as const;
  return askingPage(asking, form);
}

/** The operator's people, the longest on the staff first; two take somebody on, one may dismiss. */
export function staffPage(reading: Reading, { people, by }: StaffView, form: Form): Page {
  const { say, href } = reading;
  const dismissal = (id: PersonId) => <a href={href(`/operator/staff/${id}/dismissal`)}>{say('operator.staff.dismiss')}</a>; // prettier-ignore
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
