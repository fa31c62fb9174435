import type { JSX } from 'preact';
import type { PersonId } from '#libs/kernel/src/index.js';
import { type Membership, type OpenInvitation, type Role, ROLES } from '#libs/hometowns/src/index.js';
import { AssociationNav } from '../association/desk.view.js';
import { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field, Select } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import { DeskHead } from './desk.view.js';
import { HallNav } from './home.view.js';
import type { Office } from './offices.js';

/** Somebody with all that he is in a body. */
export interface Colleague {
  readonly personId: PersonId;
  readonly name: string | null;
  /** Null for readers to whom it is none of their business. */
  readonly email: string | null;
  readonly gender: string;
  readonly holds: readonly Membership[];
}

/** The people of a body. */
export interface PeopleView {
  readonly office: Office;
  readonly people: readonly Colleague[];
  readonly invitations: readonly OpenInvitation[];
  /** The token of the open join link, for officers. */
  readonly link: string | null;
  /** Its members are called together: nobody puts another out now. */
  readonly called: boolean;
  readonly form: Form;
}

interface Props {
  readonly view: PeopleView;
}

/** Who is here, who is invited, and how more come in. */
export function peoplePage(reading: Reading, view: PeopleView): Page {
  const { say, href, viewer } = reading;
  const { office, form } = view;
  const { body, roles } = office;
  const hall = body.kind === 'town-hall';
  const title = say(hall ? 'hall.nav.people' : 'desk.nav.people');
  const officer = roles.some((role) => role !== 'member');
  const head = ROLES[body.kind][0];
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={[[href(`/${body.kind}/${body.id}`), <Written text={body.name} key="body" />]]} title={title} />
      {hall ? <HallNav id={body.id} /> : <AssociationNav id={body.id} />}
      <ErrorSummary form={form} />
      {view.called && roles.includes(head) && <Note>{say('assembly.nobody-put-out')}</Note>}
      <People view={view} me={viewer?.personId ?? null} head={head} />
      {officer && <Invitations view={view} />}
      {officer && <Invite view={view} />}
      {!hall && officer && <JoinLink view={view} />}
      {roles.includes(head) && <HandOver view={view} />}
    </div>
  );
  return page({ title, index: false, body: content });
}

function People({
  view: { people, office, called },
  me,
  head,
}: Props & { me: string | null; head: Role }): JSX.Element {
  const { say, href, date } = useReading();
  const lead = office.roles.includes(head) && !called;
  const at = href(`/${office.body.kind}/${office.body.id}/people`);
  return (
    <ul class="tasks">
      {people.map(({ personId, name, email, gender, holds }) => (
        <li key={personId}>
          <span>
            {name ?? email ?? say('people.unnamed')}
            {name && email && <span class="hint">{email}</span>}
            {holds.map(({ id, role, since }) => (
              <span class="hint" key={id}>
                {say('people.since', { role: say(`role.${role}`, { g: gender }), date: date(since) })}
                {(lead || personId === me) && (
                  <>
                    {' · '}
                    <a href={`${at}/${id}/end`} aria-label={say('people.end-of', { name: `${name ?? email ?? ''}, ${say(`role.${role}`, { g: gender })}` })}>{say(personId === me ? 'people.leave' : 'people.end')}</a>
                  </>
                )}
              </span>
            ))}
          </span>
        </li>
      ))}
    </ul>
  ); // prettier-ignore
}

function Invitations({ view: { invitations } }: Props): JSX.Element | null {
  const { say, date } = useReading();
  if (invitations.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="invited">
      <h2 id="invited">{say('people.invited')}</h2>
      <ul class="tasks">
        {invitations.map(({ id, role, email, expiresAt }) => (
          <li key={id}>
            <span>
              {email ?? say('people.join-link')}
              <span class="hint">
                {say(`role.${role}`, { g: 'other' })}, {say('desk.until', { closes: date(expiresAt) })}
              </span>
            </span>
            <form method="post">
              <input type="hidden" name="which" value={id} />
              <button class="btn line" name="then" value="revoke" aria-label={say('people.revoke-of', { name: email ?? say('people.join-link') })}>{say('people.revoke')}</button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  ); // prettier-ignore
}

function Invite({ view: { office, form: sent } }: Props): JSX.Element {
  const { say } = useReading();
  const form = sent.value('then') === 'invite' ? sent : Form.blank();
  const [, ...roles] = ROLES[office.body.kind];
  const offered = roles.filter((role) => role !== 'member');
  return (
    <section class="stack" aria-labelledby="invite">
      <h2 id="invite">{say('people.invite')}</h2>
      <form method="post" class="stack" novalidate>
        <Select form={form} name="role" label={say('people.invite-as')} options={offered.map((role) => [role, say(`role.${role}`, { g: 'other' })])} />
        <Field form={form} name="email" label={say('account.email')} type="email" />
        <button class="btn" name="then" value="invite">{say('people.invite-send')}</button>
      </form>
    </section>
  ); // prettier-ignore
}

function JoinLink({ view: { link } }: Props): JSX.Element {
  const { say, href, absolute } = useReading();
  return (
    <section class="stack" aria-labelledby="join-link">
      <h2 id="join-link">{say('people.join-link')}</h2>
      <p>{say('people.join-link-lead')}</p>
      {link ? (
        <p class="scroll" role="region" tabindex={0} aria-label={say('people.join-link')}>
          <code>{absolute(href(`/invitation/${encodeURIComponent(link)}`))}</code>
        </p>
      ) : (
        <form method="post">
          <button class="btn" name="then" value="link">{say('people.join-link-open')}</button>
        </form>
      )}
    </section>
  ); // prettier-ignore
}

function HandOver({ view: { form } }: Props): JSX.Element {
  const { say } = useReading();
  const own = form.value('then') === 'hand-over' ? form : Form.blank();
  return (
    <section class="stack" aria-labelledby="hand-over">
      <h2 id="hand-over">{say('people.hand-over')}</h2>
      <p>{say('people.hand-over-hint')}</p>
      <form method="post" class="stack" novalidate>
        <Field form={own} name="toEmail" label={say('people.hand-over-to')} type="email" />
        <button class="btn line" name="then" value="hand-over">{say('people.hand-over')}</button>
      </form>
    </section>
  ); // prettier-ignore
}
