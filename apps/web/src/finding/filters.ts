import type { PlaceRow } from '#libs/hometowns/src/index.js';
import { type ProjectFilters, PUBLIC_STATES, SECTORS } from '#libs/projects/src/index.js';

/** The filters of an address, and what stands in it that we do not know (it is left out and said). */
export function filtersOf(
  query: URLSearchParams,
  districts: readonly PlaceRow[],
): { filters: ProjectFilters; ignored: string[] } {
  const ignored: string[] = [];
  const known = <Value extends string>(name: string, values: readonly Value[]): Value | undefined => {
    const given = query.get(name);
    const found = values.find((value) => value === given);
    if (given && !found) ignored.push(given.slice(0, 40));
    return found;
  };
  const filters: ProjectFilters = {
    state: known('state', PUBLIC_STATES),
    sector: known('sector', SECTORS),
    district: known(
      'district',
      districts.map(({ code }) => code),
    ),
    q: query.get('q')?.trim().slice(0, 100) || undefined,
  };
  return { filters, ignored };
}
