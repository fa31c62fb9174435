import type { PersonCard } from '#libs/identity/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { hasWords, type TrailEntryRow } from '#libs/platform/src/index.js';
import { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { CommandIdField, ErrorSummary, Field } from '../layout/form.view.js';
import { DeskTable, Older } from '../layout/table.view.js';
import { deskPage } from './desk.view.js';

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
