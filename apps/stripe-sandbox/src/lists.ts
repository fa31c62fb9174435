import { invalid, missing } from './errors.js';
import { either, group, integer, text } from './parameters.js';

/** Parameters that every list accepts. */
export const paging = { limit: integer(1, 100), starting_after: text(), ending_before: text() };
const moment = integer(0, 99_999_999_999);
/** A moment, or a range of moments. */
export const created = either(moment, group({ gt: moment, gte: moment, lt: moment, lte: moment }));

interface Paging {
  limit?: number | undefined;
  starting_after?: string | undefined;
  ending_before?: string | undefined;
  created?: number | Range | undefined;
}
interface Range {
  gt?: number | undefined;
  gte?: number | undefined;
  lt?: number | undefined;
  lte?: number | undefined;
}
/** A list as the API shows it. */
export interface Page<V> {
  object: 'list';
  data: V[];
  has_more: boolean;
  url: string;
}

/** Whether a moment lies in a range. */
export function inRange(time: number, range: number | Range | undefined): boolean {
  if (range === undefined) return true;
  if (typeof range === 'number') return time === range;
  const { gt = -1, gte = 0, lt = Infinity, lte = Infinity } = range;
  return time > gt && time >= gte && time < lt && time <= lte;
}

/** Cuts one page out of things given oldest first; shows them newest first. */
export function page<T extends { id: string; created: number }, V = T>(
  items: T[],
  paging: Paging,
  url: string,
  word: string,
  show?: (item: T) => V,
): Page<V> {
  const all = items.filter((item) => inRange(item.created, paging.created)).reverse();
  return cut(all, paging, url, word, show);
}

/** The same for things already in the order in which they are shown. */
export function cut<T extends { id: string }, V = T>(
  all: T[],
  paging: Paging,
  url: string,
  word: string,
  show: (item: T) => V = (item) => item as unknown as V,
): Page<V> {
  const { limit = 10, starting_after: after, ending_before: before } = paging;
  if (after !== undefined && before !== undefined) {
    throw invalid('You cannot use both starting_after and ending_before parameters at the same time.', {
      param: 'ending_before',
    });
  }
  const at = (id: string, param: string) => {
    const index = all.findIndex((item) => item.id === id);
    if (index < 0) throw missing(word, id, param);
    return index;
  };
  let from = after === undefined ? 0 : at(after, 'starting_after') + 1;
  let to = from + limit;
  let more = to < all.length;
  if (before !== undefined) {
    to = at(before, 'ending_before');
    from = Math.max(0, to - limit);
    more = from > 0;
  }
  return { object: 'list', data: all.slice(from, to).map(show), has_more: more, url };
}
