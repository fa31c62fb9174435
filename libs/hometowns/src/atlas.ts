import { fold } from '#libs/platform/src/index.js';
import type { PlaceKind } from './classifier.js';
import { sound } from './place-names.js';

/** One town, village, sector or district of the state's classification. */
export interface PlaceRow {
  /** Seven digits (CUATM). */
  readonly code: string;
  readonly kind: PlaceKind;
  readonly parent: string | null;
  /** A town or commune: it has a town hall of its own. */
  readonly selfGoverning: boolean;
  /** A commune of several villages, named after the one where its town hall is. */
  readonly commune: boolean;
  readonly nameRo: string;
  /** '' where the source has none, as `nameUk`. */
  readonly nameRu: string;
  readonly nameUk: string;
  readonly lat: number;
  readonly lon: number;
  /** `shared`: a point that several units carry, good for a list but not for a pin. */
  readonly position: 'own' | 'shared';
  readonly slug: string;
}

/** A place with the units above it, nearest first: commune, sector, district. */
export interface PlaceFound extends PlaceRow {
  readonly above: readonly PlaceRow[];
}

/** The town whose town hall governs a place: itself, or the one above it; null for a district. */
export function seatOf(place: PlaceFound): PlaceRow | null {
  return [place, ...place.above].find(({ selfGoverning }) => selfGoverning) ?? null;
}

/** A place as it is stored. */
export type StoredPlace = Omit<PlaceRow, 'commune'> & { readonly search: string };

interface Indexed {
  readonly place: PlaceRow;
  readonly spellings: string;
  readonly sounds: string;
}

const ORDER: readonly PlaceKind[] = [
  'municipality', 'town', 'village', 'sector', 'district', 'autonomous_unit', 'territorial_unit',
]; // prettier-ignore

/** All places in memory: 1,721 of them, which change with a migration only. */
export class Atlas {
  private readonly byCode: ReadonlyMap<string, PlaceRow>;
  private readonly bySlug: ReadonlyMap<string, PlaceRow>;
  private readonly index: readonly Indexed[];
  /** Every place, in the order given. */
  readonly places: readonly PlaceRow[];

  /** `search` as `readClassifier` writes it. */
  constructor(rows: readonly StoredPlace[]) {
    const parents = new Set(rows.map(({ parent }) => parent));
    this.index = rows.map(({ search, ...stored }) => {
      const commune = stored.kind === 'village' && stored.selfGoverning && parents.has(stored.code);
      const place = { ...stored, commune };
      const sounds = [...new Set(search.split('|').map(sound))].filter(Boolean);
      return { place, spellings: search, sounds: `|${sounds.join('|')}|` };
    });
    this.places = this.index.map(({ place }) => place);
    this.byCode = new Map(this.places.map((place) => [place.code, place]));
    this.bySlug = new Map(this.places.map((place) => [place.slug, place]));
  }

  /** The place with this code, or null. */
  find(code: string): PlaceFound | null {
    return this.withAbove(this.byCode.get(code));
  }

  /** The place at this address, or null. */
  at(slug: string): PlaceFound | null {
    return this.withAbove(this.bySlug.get(slug));
  }

  /** The units above a place, nearest first. */
  above({ parent }: PlaceRow): PlaceRow[] {
    const next = parent === null ? undefined : this.byCode.get(parent);
    return next ? [next, ...this.above(next)] : [];
  }

  /** Everything below a place, however deep, by name. */
  within(code: string): PlaceRow[] {
    return this.places.filter((place) => this.above(place).some((upper) => upper.code === code)).sort(byName);
  }

  /**
   * Places by name, however it is written: with or without diacritics, in Cyrillic, transliterated. Whole names before
   * beginnings, beginnings of words before parts of words; true spelling before same sound; towns before villages.
   */
  search(text: string, limit: number): PlaceFound[] {
    const [spelling, heard] = [fold(text.slice(0, 100)), sound(text.slice(0, 100))];
    if (!spelling) return [];
    const hits = this.index.flatMap(({ place, spellings, sounds }) => {
      // A sound of one or two letters is no name: "aaaa" sounds like "a".
      const bySound = heard.length > 2 ? rankOf(sounds, heard) : Infinity;
      const rank = Math.min(rankOf(spellings, spelling) * 2, bySound * 2 + 1);
      return Number.isFinite(rank) ? [{ place, rank }] : [];
    });
    return hits
      .sort((a, b) => a.rank - b.rank || byKind(a.place, b.place) || byName(a.place, b.place))
      .slice(0, limit)
      .map(({ place }) => this.withAbove(place)!);
  }

  private withAbove(place: PlaceRow | undefined): PlaceFound | null {
    return place ? { ...place, above: this.above(place) } : null;
  }
}

/** 0 whole name, 1 its beginning, 2 a word's beginning, 3 anywhere, Infinity nowhere. One letter finds no middles. */
function rankOf(names: string, wanted: string): number {
  if (!wanted) return Infinity;
  if (names.includes(`|${wanted}|`)) return 0;
  if (names.includes(`|${wanted}`)) return 1;
  if (names.includes(` ${wanted}`)) return 2;
  return wanted.length > 2 && names.includes(wanted) ? 3 : Infinity;
}

function byKind(a: PlaceRow, b: PlaceRow): number {
  return ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || Number(b.selfGoverning) - Number(a.selfGoverning);
}

function byName(a: PlaceRow, b: PlaceRow): number {
  return a.nameRo.localeCompare(b.nameRo, 'ro') || a.code.localeCompare(b.code);
}
