import type { JSX } from 'preact';
import type { Body, PlaceFound } from '#libs/hometowns/src/index.js';
import type { PersonCard } from '#libs/identity/src/index.js';
import type { FileInfo } from '#libs/platform/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Choices, ErrorSummary, TextArea } from '../layout/form.view.js';
import { Crumbs, Facts } from '../layout/parts.view.js';
import { deskPage } from './desk.view.js';

interface ApplicationView {
  readonly body: Body;
  readonly place: PlaceFound | null;
  readonly files: readonly FileInfo[];
  readonly people: readonly { readonly card: PersonCard | undefined; readonly role: string; readonly via: string }[];
}

/** An application with its papers and people; recommend it to a second operator, or refuse it. */
export function applicationPage(reading: Reading, { body, place, files, people }: ApplicationView, form: Form): Page {
  const { say, href } = reading;
  const facts: [string, string][] = [
    [say('operator.fact.place'), place ? placeLine(reading, place) : body.placeCode],
    [say('operator.fact.email'), body.email],
    [say('operator.fact.address'), body.address],
    [say('operator.fact.registration-no'), body.registrationNo ?? say('operator.nothing')],
    [say('operator.fact.asked-at'), reading.moment(body.appliedAt)],
  ];
  return deskPage(reading, {
    title: reading.text(body.name).text,
    room: 'queue',
    body: (
      <div class="stack loose">
        <Crumbs
          links={[
            [href('/operator'), say('operator.title')],
            [href('/operator/applications'), say('operator.waiting.applications')],
          ]}
        />
        <Marks body={body} />
        {body.stateReason && <p>{body.stateReason}</p>}
        <Facts rows={facts} />
        <Papers files={files} />
        <People people={people} />
        {body.state !== 'verified' && <AnswerForm form={form} reading={reading} />}
      </div>
    ),
  });
}

function AnswerForm({ form, reading: { say } }: { form: Form; reading: Reading }) {
  return (
    <form method="post" class="stack narrow" novalidate>
      <ErrorSummary form={form} />
      <Choices
        form={form}
        name="decision"
        label={say('operator.answer')}
        options={[
          ['recommend', say('operator.recommend'), say('operator.recommend.hint')],
          ['refuse', say('operator.refuse')],
        ]}
      />
      <TextArea
        form={form}
        name="reason"
        label={say('operator.reason')}
        hint={say('operator.reason.public')}
        maxlength={2000}
      />
      <button class="btn">{say('operator.send')}</button>
    </form>
  );
}

function Papers({ files }: Pick<ApplicationView, 'files'>): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack">
      <h2>{say('operator.documents')}</h2>
      <ul class="docs">
        {files.map(({ id, name }) => (
          <li key={id}>
            <a href={`/files/${id}/original`}>{name}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function People({ people }: Pick<ApplicationView, 'people'>): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack">
      <h2>{say('operator.people')}</h2>
      <ul class="bullets">
        {people.map(({ card, role, via }) => (
          <li key={`${card?.id}${role}`}>
            {card?.name ?? card?.email}, {say(`role.${role}`)}
            {via === 'application' && card && <span class="mute"> – {card.email}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Marks({ body }: Pick<ApplicationView, 'body'>): JSX.Element {
  const { say } = useReading();
  return (
    <p>
      <Tag tone={body.state === 'verified' ? 'ok' : body.state === 'applied' ? 'now' : 'bad'}>
        {say(`body.state.${body.state}`)}
      </Tag>{' '}
      <Tag>{say(`body.kind.${body.kind}`)}</Tag> {body.form && <Tag>{say(`body.form.${body.form}`)}</Tag>}
    </p>
  );
}
