import type { World } from '../world/world.js';

/** A commune or a town without a town hall on Plai. */
export interface WavePlace {
  readonly code: string;
  readonly nameRo: string;
}

interface PlaceSeen extends WavePlace {
  readonly selfGoverning: boolean;
}

/** So many places that have no town hall on Plai yet, one district after the other. */
export async function freePlaces({ anybody }: World, wanted: number): Promise<WavePlace[]> {
  const districts = await anybody.list<PlaceSeen>('/places');
  const lists: PlaceSeen[][] = [];
  for (const { code } of districts) {
    const below = await anybody.list<PlaceSeen>(`/places?within=${code}`);
    lists.push(below.filter((place) => place.selfGoverning));
  }
  const found: WavePlace[] = [];
  const longest = Math.max(...lists.map((list) => list.length));
  for (const place of Array.from({ length: longest }, (_, round) => lists.map((list) => list[round])).flat()) {
    if (found.length === wanted) return found;
    if (!place) continue;
    const { townHall } = await anybody.get<{ townHall: object | null }>(`/places/${place.code}`);
    if (!townHall) found.push(place);
  }
  if (found.length < wanted) throw new Error(`only ${found.length} places are without a town hall`);
  return found;
}

/** An account number of the right form that belongs to nobody, from a place's code. */
export function ibanOf(code: string): string {
  const account = `TR${code.padStart(18, '0')}`;
  const digits = [...`${account}MD00`].map((letter) => parseInt(letter, 36).toString()).join('');
  return `MD${(98n - (BigInt(digits) % 97n)).toString().padStart(2, '0')}${account}`;
}
