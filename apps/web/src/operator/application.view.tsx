import type { JSX } from 'preact';
import type { ApplicationDetails, Body, PlaceFound } from '#libs/hometowns/src/index.js';
import type { PersonCard } from '#libs/identity/src/index.js';
import type { FileInfo } from '#libs/platform/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { DecisionForm } from '../layout/decision.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { Part } from '../layout/table.view.js';
import { WaitsSecond, deskPage } from './desk.view.js';

interface ApplicationView {
  readonly body: Body;
  readonly place: PlaceFound | null;
  readonly files: readonly FileInfo[];
  readonly people: readonly { readonly card: PersonCard | undefined; readonly role: string; readonly via: string }[];
  readonly founders: ApplicationDetails['founders'];
  /** The recommendation that waits for its second signature. */
  readonly waits: string | null;
}

/** An application with its papers and people; recommend it to a second operator, or refuse it. */
export function applicationPage(reading: Reading, view: ApplicationView, form: Form): Page {
  const { say } = reading;
  const { body, place, waits } = view;
  return deskPage(reading, {
    title: reading.text(body.name).text,
    room: 'queue',
    inside: true,
    body: (
      <>
        <Marks body={body} />
        {body.stateReason && <Note>{body.stateReason}</Note>}
        <Facts
          rows={[
            [say('operator.fact.place'), place ? placeLine(reading, place) : body.placeCode],
            [say('operator.fact.email'), body.email],
            [say('operator.fact.address'), body.address],
            [say('operator.fact.registration-no'), body.registrationNo ?? say('operator.nothing')],
            [say('operator.fact.asked-at'), reading.moment(body.appliedAt)],
          ]}
        />
        <Papers {...view} />
        <WaitsSecond approval={waits} />
        {(body.state === 'applied' || body.state === 'suspended') && (
          <DecisionForm
            form={form}
            options={[
              ...(waits ? [] : [['recommend', say('operator.recommend'), say('operator.recommend.hint')] as const]),
              ...(body.state === 'applied' ? [['refuse', say('operator.refuse'), say('operator.refusal.body-verification')] as const] : []), // prettier-ignore
            ]}
            hint={say('operator.reason.public')}
          />
        )}
      </>
    ),
  });
}

function Marks({ body }: Pick<ApplicationView, 'body'>): JSX.Element {
  const { say, href } = useReading();
  return (
    <p>
      <Tag tone={body.state === 'verified' ? 'ok' : body.state === 'applied' ? 'now' : 'bad'}>
        {say(`body.state.${body.state}`)}
      </Tag>{' '}
      <Tag>{say(`body.kind.${body.kind}`)}</Tag> {body.form && <Tag>{say(`body.form.${body.form}`)}</Tag>}{' '}
      {body.verifiedAt && <a href={href(`/operator/bodies/${body.id}`)}>{say('operator.body.account-and-address')}</a>}
    </p>
  );
}

function Papers({ files, people, founders }: Pick<ApplicationView, 'files' | 'people' | 'founders'>): JSX.Element {
  const { say } = useReading();
  return (
    <>
      <Part title={say('operator.documents')}>
        <ul class="docs">
          {files.map(({ id, name }) => (
            <li key={id}>
              <a href={`/files/${id}/original`}>{name}</a>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={say('operator.people')}>
        <ul class="bullets">
          {people.map(({ card, role, via }) => (
            <li key={`${card?.id}${role}`}>
              {card?.name ?? card?.email}, {say(`role.${role}`, { g: card?.gender ?? 'other' })}
              {['application', 'founder'].includes(via) && card?.name && <span class="mute"> – {card.email}</span>}
            </li>
          ))}
          {founders.map(({ name, email }) => (
            <li key={email}>
              {name}, {say('operator.founder')} <span class="mute"> – {email}</span>
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}
