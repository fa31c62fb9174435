import type { PersonsService } from '#libs/identity/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';

/** What each language calls itself. */
export const LANGUAGES: Readonly<Record<Lang, string>> = { ro: 'română', ru: 'русский', en: 'English' };

type People = readonly (PersonId | null)[];
type Names = ReadonlyMap<PersonId, string>;

/** People by their names; "–" for whoever has said none: what others see of them. */
export async function namesOf(persons: PersonsService, people: People): Promise<Names> {
  return new Map((await cards(persons, people)).map(({ id, name }) => [id, name ?? '–']));
}

/** The same with the address of whoever has said no name, so that no two look alike: for those who answer for what they sign. */
export async function namesOrAddresses(persons: PersonsService, people: People): Promise<Names> {
  return new Map((await cards(persons, people)).map(({ id, name, email }) => [id, name ?? email ?? '–']));
}

function cards(persons: PersonsService, people: People): ReturnType<PersonsService['cards']> {
  return persons.cards([...new Set(people.filter((id) => id !== null))]);
}
