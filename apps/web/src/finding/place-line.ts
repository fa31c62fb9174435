import { placeName, type PlaceFound } from '#libs/hometowns/src/index.js';
import type { Reading } from '../edge/reading.js';

/** A place with its district as the language writes it: "Valea Nucilor, r-nul Orhei". A top-level unit stands alone. */
export function placeLine({ say, lang }: Pick<Reading, 'say' | 'lang'>, place: PlaceFound): string {
  const name = placeName(lang, place);
  const top = place.above.at(-1);
  return top ? say('place.in', { place: name, kind: top.kind, district: placeName(lang, top) }) : name;
}
