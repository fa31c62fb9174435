import type { JSX } from 'preact';
import type { Form } from '../edge/form.js';
import { page, type Page, type SessionChange } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field } from '../layout/form.view.js';
import { FoldOut } from '../layout/parts.view.js';

/** Waits for the code of a letter. The same words whether the address is known or not. */
export function linkSentPage(reading: Reading, form: Form): Page {
  const { say } = reading;
  const over = form.errors.some(({ code }) => code === 'link-expired');
  const kept = form.value('to') !== '';
  const title = say('account.look-at-mail');
  const body = (
    <div class="wrap narrow sect stack">
      <h1>{title}</h1>
      <ErrorSummary form={form} />
      {form.value('email') && (
        <p class="lead">{say(kept ? 'account.code-sent' : 'link.sent', { email: form.value('email') })}</p>
      )}
      {over ? <Email form={form} kept={kept} /> : <Code form={form} kept={kept} />}
      <p class="mute">{say(kept ? 'account.code-minutes' : 'account.link-minutes')}</p>
      {!over && (
        <FoldOut summary={say('account.other-code')}>
          <Email form={form} kept={kept} />
        </FoldOut>
      )}
    </div>
  );
  return page({ title, nav: 'account', index: false, body });
}

/** Asks for the address once more, when what was typed there was none. */
export function guestPage(reading: Reading, form: Form): Page {
  const { say } = reading;
  const title = say('account.guest-title');
  const body = (
    <div class="wrap narrow sect stack">
      <h1>{title}</h1>
      <ErrorSummary form={form} />
      <Email form={form} kept />
    </div>
  );
  return page({ title, index: false, body });
}

/** Signed in: one press sends what was typed before. */
export function goOnPage(
  reading: Reading,
  {
    to,
    typed,
    session,
  }: {
    readonly to: string;
    readonly typed: readonly (readonly [string, string])[];
    readonly session: SessionChange;
  },
): Page {
  const { say } = reading;
  const title = say('account.go-on-title');
  const body = (
    <div class="wrap narrow sect stack">
      <h1>{title}</h1>
      <p class="lead">{say('account.go-on-lead')}</p>
      <form method="post" action={to}>
        {typed.map(([name, value], n) => (
          <input type="hidden" name={name} value={value} key={n} />
        ))}
        <button class="btn">{say('account.go-on')}</button>
      </form>
    </div>
  );
  return page({ title, nav: 'account', index: false, session, body });
}

function Code({ form, kept }: { form: Form; kept: boolean }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form method="post" action={href('/sign-in/code')} class="stack" novalidate>
      <input type="hidden" name="waiting" value={form.value('waiting')} />
      <input type="hidden" name="email" value={form.value('email')} />
      {kept ? <Kept form={form} /> : <Next form={form} />}
      <Field
        form={form}
        name="code"
        label={say('account.code')}
        hint={say('account.code-hint')}
        inputmode="numeric"
        autocomplete="one-time-code"
        short
      />
      <button class="btn">{say('term.sign_in')}</button>
    </form>
  );
}

/** Another letter: to the address of before, or to a better one. */
function Email({ form, kept }: { form: Form; kept: boolean }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form method="post" action={href(kept ? '/sign-in/first' : '/sign-in')} class="stack" novalidate>
      {kept ? <Kept form={form} /> : <Next form={form} />}
      <Field form={form} name="email" label={say('account.email')} type="email" autocomplete="email" />
      <button class="btn">{say('account.send-code')}</button>
    </form>
  );
}

function Next({ form }: { form: Form }): JSX.Element | null {
  const next = form.value('next');
  return next ? <input type="hidden" name="next" value={next} /> : null;
}

function Kept({ form }: { form: Form }): JSX.Element {
  return (
    <>
      <input type="hidden" name="to" value={form.value('to')} />
      <input type="hidden" name="typed" value={form.value('typed')} />
    </>
  );
}
