import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';

/** The first page: what this is, and where my village is. */
export function homePage(reading: Reading): Page {
  const { say } = reading;
  return page({
    title: say('site.description'),
    body: (
      <div class="wrap sect">
        <h1>Plai</h1>
      </div>
    ),
  });
}
