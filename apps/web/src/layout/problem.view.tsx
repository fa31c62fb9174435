import { hasWords } from '#libs/platform/src/index.js';
import { page, type Page } from '../edge/page.js';
import { type Problem, wordsOf } from '../edge/problem.js';
import type { Reading } from '../edge/reading.js';

/** An error in words: what happened, what did not, where to go on. */
export function problemPage(reading: Reading, problem: Problem): Page {
  const { say } = reading;
  const { status, code, params } = problem;
  const title = say(hasWords(`error.title.${status}`) ? `error.title.${status}` : 'error.title.422');
  return page({
    title,
    status,
    index: false,
    body: (
      <div class="wrap sect narrow-page stack">
        <h1 class="h-page">{title}</h1>
        <p class="lead">{wordsOf(say, code, { params, status })}</p>
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
