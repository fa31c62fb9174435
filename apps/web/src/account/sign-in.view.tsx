import type { JSX } from 'preact';
import { DEMO_PEOPLE } from '#libs/identity/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';

/** Asks for the address to send a link to; in the demonstration also who to enter as. */
export function signInPage(reading: Reading, form: Form): Page {
  const title = reading.say('term.sign_in');
  return page({ title, nav: 'account', index: false, body: <SignIn form={form} title={title} demo={reading.demo} /> });
}

/** Where a link leads: one press uses it. */
export function enterPage(reading: Reading, form: Form): Page {
  const { say } = reading;
  const expired = form.errors.length > 0;
  const body = (
    <div class="wrap narrow sect stack">
      <h1>{say('account.enter-title')}</h1>
      <ErrorSummary form={form} />
      {expired ? (
        <p>
          <a class="btn" href={reading.href('/sign-in')}>
            {say('account.new-link')}
          </a>
        </p>
      ) : (
        <form method="post" class="stack">
          <p>{say('account.enter-lead')}</p>
          <button class="btn">{say('term.sign_in')}</button>
        </form>
      )}
    </div>
  );
  return page({ title: say('account.enter-title'), nav: 'account', index: false, body });
}

function SignIn({ form, title, demo }: { form: Form; title: string; demo: boolean }): JSX.Element {
  const { say, href, query } = useReading();
  const ended = /^\d{1,4}$/.exec(query.get('ended') ?? '');
  return (
    <div class="wrap narrow sect stack">
      <h1>{title}</h1>
      {ended && <Note tone="ok">{say('account.signed-out', { n: Number(ended[0]) })}</Note>}
      <p class="lead">{say('account.sign-in-lead')}</p>
      <form method="post" action={href('/sign-in')} class="stack" novalidate>
        <ErrorSummary form={form} />
        <input type="hidden" name="next" value={form.value('next')} />
        <Field form={form} name="email" label={say('account.email')} type="email" autocomplete="email" />
        <button class="btn">{say('link.button')}</button>
      </form>
      {demo && <DemoPeople />}
    </div>
  );
}

function DemoPeople(): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack" aria-labelledby="demo-people">
      <h2 id="demo-people">{say('account.demo-title')}</h2>
      <p class="mute">{say('account.demo-lead')}</p>
      <ul class="stack tight">
        {DEMO_PEOPLE.map(({ email, part }) => (
          <li key={email}>
            <form method="post" action={href('/sign-in-demo')}>
              <input type="hidden" name="email" value={email} />
              <button class="btn line wide">{say(`account.demo.${part}`)}</button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}
