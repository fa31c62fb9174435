import type { JSX } from 'preact';
import { type Membership, type Role, ROLES } from '#libs/hometowns/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import { DeskHead } from './desk.view.js';
import type { Office } from './offices.js';
import type { Colleague } from './people.view.js';

/** Somebody on his way out. */
export interface EndView {
  readonly office: Office;
  readonly membership: Membership;
  readonly person: Colleague;
  /** The reader's own. */
  readonly mine: boolean;
  /** Elected of late, he may give the office back. */
  readonly givesBack: boolean;
  readonly form: Form;
}

/** What ends, what stays, and one button. The head hands his office over before he can go. */
export function endPage(reading: Reading, view: EndView): Page {
  const { office, membership, person, mine, form } = view;
  const { say, href } = reading;
  const { body } = office;
  const people = `/${body.kind}/${body.id}/people`;
  const head = ROLES[body.kind][0];
  const whole = membership.role === 'member';
  const first = membership.role === head || (whole && person.holds.some(({ role }) => role === head));
  const name = person.name ?? person.email ?? say('people.unnamed');
  const title = mine
    ? say('people.leave-title', { role: say(`role.${membership.role}`, { g: person.gender }) })
    : say('people.end-title', { name });
  const content = (
    <div class="wrap narrow sect stack">
      <DeskHead
        crumbs={[
          [href(`/${body.kind}/${body.id}`), <Written text={body.name} key="body" />],
          [href(people), say(body.kind === 'town-hall' ? 'hall.nav.people' : 'desk.nav.people')],
        ]}
        title={title}
      />
      <ErrorSummary form={form} />
      {first ? (
        <>
          <Note>{say('people.head-stays', { role: say(`role.${head}`, { g: person.gender }) })}</Note>
          <p>
            <a class="btn" href={`${href(people)}#hand-over`}>
              {say('people.hand-over')}
            </a>
          </p>
          {view.givesBack && <GiveBack />}
        </>
      ) : (
        <Ends view={view} />
      )}
    </div>
  );
  return page({ title, index: false, body: content });
}

/** The way out of an office to which the members have elected somebody. */
function GiveBack(): JSX.Element {
  const { say } = useReading();
  return (
    <form method="post" class="stack">
      <p>{say('people.give-back-hint')}</p>
      <p>
        <button class="btn line">{say('people.give-back')}</button>
      </p>
    </form>
  );
}

/** What goes with the role and what stays. */
function Ends({ view: { office, membership, person, mine } }: { view: EndView }): JSX.Element {
  const { say, href } = useReading();
  const { body } = office;
  const people = `/${body.kind}/${body.id}/people`;
  const whole = membership.role === 'member';
  const named = (role: Role) => say(`role.${role}`, { g: person.gender });
  const role = named(membership.role);
  const offices = person.holds.filter((one) => one !== membership).map((one) => named(one.role));
  return (
    <form method="post" class="stack">
      <ul class="bullets">
        <li>{say('people.ends.role', { role })}</li>
        {whole && offices.length > 0 && <li>{say('people.ends.offices', { roles: offices.join(', ') })}</li>}
        <li>{say('people.ends.invitations')}</li>
        {body.kind === 'association' && <li>{say('people.ends.votes')}</li>}
        <li>{say('people.ends.record')}</li>
      </ul>
      <p class="row">
        <button class="btn">{say(mine ? 'people.leave-now' : 'people.end-now')}</button>{' '}
        <a class="btn line" href={href(people)}>
          {say('people.stay')}
        </a>
      </p>
    </form>
  );
}
