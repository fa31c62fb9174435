import type { JSX } from 'preact';
import { type Membership, type OpenInvitation, type Role, ROLES } from '#libs/hometowns/src/index.js';
import { AssociationNav } from '../association/desk.view.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field, Select } from '../layout/form.view.js';
import { FoldOut } from '../layout/parts.view.js';
import { DeskHead } from './desk.view.js';
import { HallNav } from './home.view.js';
import type { Office } from './offices.js';

/** The people of a body. */
export interface PeopleView {
  readonly office: Office;
  readonly people: readonly (Membership & { readonly name: string; readonly gender: string })[];
  readonly invitations: readonly OpenInvitation[];
  /** The token of the open join link, for officers. */
  readonly link: string | null;
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
      <People view={view} me={viewer?.personId ?? null} head={head} />
      {officer && <Invitations view={view} />}
      {officer && <Invite view={view} />}
      {!hall && officer && <JoinLink view={view} />}
      {roles.includes(head) && <HandOver view={view} head={head} />}
    </div>
  );
  return page({ title, index: false, body: content });
}

function People({ view: { people, office }, me, head }: Props & { me: string | null; head: Role }): JSX.Element {
  const { say, date } = useReading();
  const lead = office.roles.includes(head);
  return (
    <ul class="tasks">
      {people.map(({ id, name, role, gender, since, personId }) => (
        <li key={id}>
          <span>
            {name}
            <span class="hint">{say('people.since', { role: say(`role.${role}`, { g: gender }), date: date(since) })}</span>
          </span>
          {(lead || personId === me) && role !== head && (
            <form method="post">
              <input type="hidden" name="which" value={id} />
              <button class="btn line" name="then" value="end" aria-label={say('people.end-of', { name })}>{say(personId === me ? 'people.leave' : 'people.end')}</button>
            </form>
          )}
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

function Invite({ view: { office, form } }: Props): JSX.Element {
  const { say } = useReading();
  const [, ...roles] = ROLES[office.body.kind];
  const offered = roles.filter((role) => role !== 'member');
  return (
    <section class="stack" aria-labelledby="invite">
      <h2 id="invite">{say('people.invite')}</h2>
      <form method="post" class="stack" novalidate>
        <Select form={form} name="role" label={say('invitation.role')} options={offered.map((role) => [role, say(`role.${role}`, { g: 'other' })])} />
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

function HandOver({ view: { form }, head }: Props & { head: Role }): JSX.Element {
  const { say } = useReading();
  const own = form.value('then') === 'hand-over' ? form : form.withErrors([]);
  return (
    <FoldOut summary={say('people.hand-over')} hint={say('people.hand-over-hint')} open={form.value('then') === 'hand-over'}>
      <form method="post" class="stack" novalidate>
        <input type="hidden" name="role" value={head} />
        <div class="fld">
          <label for="hand-over-to">{say('people.hand-over-to')}</label>
          <input class="in" id="hand-over-to" name="email" type="email" value={own.value('then') === 'hand-over' ? own.value('email') : ''} />
        </div>
        <button class="btn line" name="then" value="hand-over">{say('people.hand-over')}</button>
      </form>
    </FoldOut>
  ); // prettier-ignore
}
