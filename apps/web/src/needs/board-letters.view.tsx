import type { PlaceFound } from '#libs/hometowns/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';

/** Asks before letters about a board stop. */
export function stopLettersPage({ say }: Reading): Page {
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{say('unfollow.title')}</h1>
      <p class="lead">{say('needs.letters-lead')}</p>
      <form method="post">
        <button class="btn">{say('unfollow.button')}</button>
      </form>
    </div>
  );
  return page({ title: say('unfollow.title'), index: false, body });
}

/** Letters about a board have stopped. */
export function lettersStoppedPage(reading: Reading, place: PlaceFound): Page {
  const { say, href } = reading;
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{say('unfollow.done')}</h1>
      <p class="lead">{say('needs.letters-stopped')}</p>
      <p>
        <a href={href(`/t/${place.slug}/needs`)}>{placeLine(reading, place)}</a>
      </p>
    </div>
  );
  return page({ title: say('unfollow.done'), index: false, body });
}
