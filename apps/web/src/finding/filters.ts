import type { PlaceRow } from '#libs/hometowns/src/index.js';
import { type ProjectFilters, PUBLIC_STATES, SECTORS } from '#libs/projects/src/index.js';

/** What is asked of the public before a project is published stands in the list beside the states of published ones. */
export const LISTED_STATES = ['objections', ...PUBLIC_STATES] as const;

/** The filters of an address, whether they ask for projects that are open to objections alone or leave these out, and what stands in it that we do not know (it is left out and said). */
export function filtersOf(
  query: URLSearchParams,
  districts: readonly PlaceRow[],
): { filters: ProjectFilters; objections: 'only' | 'too' | 'no'; ignored: string[] } {
  const ignored: string[] = [];
  const known = <Value extends string>(name: string, values: readonly Value[]): Value | undefined => {
    const given = query.get(name);
    const found = values.find((value) => value === given);
    if (given && !found) ignored.push(given.slice(0, 40));
    return found;
  };
  const state = known('state', LISTED_STATES);
  const filters: ProjectFilters = {
    state: state === 'objections' ? undefined : state,
    sector: known('sector', SECTORS),
    district: known(
      'district',
      districts.map(({ code }) => code),
    ),
    q: query.get('q')?.trim().slice(0, 100) || undefined,
  };
  return { filters, objections: state === 'objections' ? 'only' : state ? 'no' : 'too', ignored };
}
