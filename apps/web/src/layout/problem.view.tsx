import type { JSX } from 'preact';
import { hasWords } from '#libs/platform/src/index.js';
import type { Typed } from '../edge/form.body.js';
import { page, type Page } from '../edge/page.js';
import { type Problem, wordsOf } from '../edge/problem.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from './context.js';

/**
 * An error in words: what happened, what did not, where to go on. `typed`: what somebody wrote into a form that can be sent
 * again as it is.
 */
export function problemPage(reading: Reading, problem: Problem, typed: Typed | null): Page {
  const { say } = reading;
  const { status, code, params } = problem;
  if (status === 401 && typed && typed.files.size === 0) return whoAreYouPage(reading, typed);
  const title = say(hasWords(`error.title.${status}`) ? `error.title.${status}` : 'error.title.422');
  return page({
    title,
    status,
    index: false,
    body: (
      <div class="wrap sect narrow-page stack">
        <h1 class="h-page">{title}</h1>
        <p class="lead">{wordsOf(say, code, { params, status })}</p>
        {typed && <Again typed={typed} signIn={status === 401} />}
        <form class="find" role="search" action={reading.href('/search')}>
          <label for="q">{say('search.label')}</label>
          <input class="in" id="q" name="q" type="search" autocomplete="off" />
          <button class="btn">{say('term.search')}</button>
        </form>
        <p>
          <a href={reading.href('/')}>{say('error.home')}</a>
        </p>
        <p class="small mute">{say('error.request', { id: reading.requestId })}</p>
      </div>
    ),
  });
}

/** For somebody who has no account, or is not in it here: an address, the code that comes there, and it is sent. One way on. */
function whoAreYouPage(reading: Reading, typed: Typed): Page {
  const title = reading.say('account.guest-title');
  return page({
    title,
    status: 401,
    index: false,
    body: (
      <div class="wrap narrow sect stack">
        <h1>{title}</h1>
        <p class="lead">{reading.say('account.guest-lead')}</p>
        <WhoAreYou typed={typed} />
      </div>
    ),
  });
}

function WhoAreYou({ typed: { values } }: { typed: Typed }): JSX.Element {
  const { say, url, href } = useReading();
  const fields = [...values].flatMap(([name, texts]) => texts.map((value) => [name, value]));
  return (
    <form method="post" action={href('/sign-in/first')} class="stack">
      <input type="hidden" name="to" value={url} />
      <input type="hidden" name="typed" value={JSON.stringify(fields)} />
      <div class="fld">
        <label for="email">{say('account.email')}</label>
        <input class="in" id="email" name="email" type="email" autocomplete="email" required />
      </div>
      <p>
        <button class="btn">{say('account.send-code')}</button>
      </p>
    </form>
  );
}

/** What was written goes along unseen; files a browser never keeps, so they are chosen once more. */
function Again({ typed: { values, files }, signIn }: { typed: Typed; signIn: boolean }): JSX.Element {
  const { say, url, href } = useReading();
  return (
    <form method="post" action={url} enctype={files.size > 0 ? 'multipart/form-data' : undefined} class="stack">
      <p>{say(signIn ? 'error.kept-signed-out' : 'error.kept')}</p>
      {[...values].flatMap(([name, texts]) =>
        texts.map((value, n) => <input type="hidden" name={name} value={value} key={`${name} ${n}`} />),
      )}
      {[...files].map(([name, names], n) => (
        <div class="field" key={name}>
          <label for={`again-${n}`}>
            <b>{say('error.files-again')}</b>
            <span class="hint">{names.join(', ')}</span>
          </label>
          <input class="in" type="file" id={`again-${n}`} name={name} multiple={names.length > 1} />
        </div>
      ))}
      <p class="row">
        {signIn && (
          <a class="btn" href={href('/sign-in')} target="_blank" rel="noopener">
            {say('error.sign-in-beside')}
          </a>
        )}
        <button class={signIn ? 'btn line' : 'btn'}>{say('error.send-again')}</button>
      </p>
    </form>
  );
}

/** The page that an API problem's `type` leads to. */
export function problemTypePage(reading: Reading, code: string): Page {
  const { say } = reading;
  return page({
    title: code,
    description: wordsOf(say, code),
    body: (
      <div class="wrap sect narrow-page stack">
        <h1 class="h-page">{code}</h1>
        <p class="lead">{wordsOf(say, code)}</p>
        <p>{say('error.problem-page')}</p>
      </div>
    ),
  });
}
