import type { InvitationSeen, InvitationsService } from '#libs/hometowns/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { ErrorSummary, Field } from '../layout/form.view.js';
import { Facts } from '../layout/parts.view.js';

/** What is offered, until when, and one button; somebody who is not signed in gets a link first. */
export function invitationPage(
  reading: Reading,
  { seen, token, named, form }: { seen: InvitationSeen; token: string; named: boolean; form: Form },
): Page {
  const { say, date, href, viewer } = reading;
  const title = say('invitation.title');
  const at = href(`/invitation/${encodeURIComponent(token)}`);
  const body = (
    <div class="wrap narrow sect stack">
      <h1>{title}</h1>
      <p class="lead">
        <Written text={seen.body.name} />
      </p>
      <Facts rows={[[say('invitation.role'), say(`role.${seen.role}`, { g: 'other' })], [say('invitation.until'), date(seen.expiresAt)]]} />
      {seen.role === 'member' && <p>{say('invitation.member')}</p>}
      {seen.handOver && <p>{say('invitation.hand-over')}</p>}
      <ErrorSummary form={form} />
      {viewer ? (
        <form method="post" action={at} class="stack" novalidate>
          <p class="mute">{say('invitation.as', { email: viewer.email })}</p>
          {!viewer.name && <Field form={form} name="name" label={say('apply.your-name')} hint={say('invitation.name-hint')} autocomplete="name" />}
          <button class="btn">{say('invitation.accept')}</button>
        </form>
      ) : (
        <form method="post" action={`${at}/link`} class="stack" novalidate>
          <p>{say(named ? 'invitation.sign-in-named' : 'invitation.sign-in')}</p>
          {!named && <Field form={form} name="email" label={say('account.email')} type="email" autocomplete="email" />}
          <button class="btn">{say('link.button')}</button>
        </form>
      )}
    </div>
  ); // prettier-ignore
  return page({ title, index: false, body });
}

/** The invitation does not work (any more): why, and what to do. Whoever has used it himself is shown the way on. */
export function expiredPage(
  reading: Reading,
  why: Awaited<ReturnType<InvitationsService['whyNot']>>,
  form: Form,
): Page {
  const { say, href, viewer } = reading;
  const title = say('invitation.title');
  const body = (
    <div class="wrap narrow sect stack">
      <h1>{title}</h1>
      {form.errors.length > 0 ? (
        <ErrorSummary form={form} />
      ) : (
        <p class="lead">{say(`invitation.gone.${why ?? 'expired'}`)}</p>
      )}
      {why !== 'unknown' && <p>{say('invitation.gone.ask')}</p>}
      <p>
        <a class="btn line" href={href(viewer ? '/account' : '/sign-in')}>
          {say(viewer ? 'nav.account' : 'term.sign_in')}
        </a>
      </p>
    </div>
  );
  return page({ title, index: false, status: why === 'unknown' ? 404 : 410, body });
}

/** One wants to join; two members have to vouch. */
export function waitingPage(reading: Reading): Page {
  const { say } = reading;
  const body = (
    <div class="wrap narrow sect stack">
      <h1>{say('invitation.waiting')}</h1>
      <p class="lead">{say('invitation.waiting-lead')}</p>
    </div>
  );
  return page({ title: say('invitation.waiting'), index: false, body });
}
