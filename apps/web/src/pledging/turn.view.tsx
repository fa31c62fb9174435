import type { Checkout } from '#libs/payments/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';

const MINUTE = 60;
/** From here on nobody counts in seconds. */
const MANY_SECONDS = 90;
/** Nobody believes a page that does not move for longer. */
const REFRESH_MAX = 60;

/** Waits for the payment page's turn and goes on by itself. */
export function turnPage(reading: Reading, { id, gift, feeCover, description }: Checkout, seconds: number): Page {
  const { say, href, money } = reading;
  const when =
    seconds > MANY_SECONDS
      ? say('turn.minutes', { minutes: Math.ceil(seconds / MINUTE) })
      : say('turn.seconds', { seconds });
  return page({
    title: say('turn.title'),
    index: false,
    plain: { back: href('/projects'), label: say('nav.projects') },
    refreshSeconds: Math.min(seconds, REFRESH_MAX),
    body: (
      <div class="wrap narrow sect stack loose">
        <div class="stack">
          <h1 class="h-page">{say('turn.title')}</h1>
          <p class="lead" role="status">
            {when}
          </p>
        </div>
        <div class="stack tight">
          <p>{say('turn.kept', { sum: money(gift.plus(feeCover)) })}</p>
          <p class="mute">{description}</p>
          <p>{say('turn.stay')}</p>
        </div>
        <p>
          <a class="btn line" href={href(`/pay/${id}`)}>
            {say('turn.open')}
          </a>
        </p>
      </div>
    ),
  });
}
