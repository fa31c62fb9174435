import { slugOf, spellings, withoutStation } from './place-names.js';

/** What a unit is in the state's classification. */
export type PlaceKind =
  'municipality' | 'sector' | 'town' | 'village' | 'district' | 'autonomous_unit' | 'territorial_unit';

/** One unit of the classification as it is loaded: column names are those of `hometowns.place`. */
export interface ClassifiedPlace {
  readonly code: string;
  readonly kind: PlaceKind;
  readonly parent: string | null;
  /** The unit at the top, a district or a municipality of its own; a top one's is itself. */
  readonly district: string;
  readonly self_governing: boolean;
  readonly name_ro: string;
  readonly name_ru: string;
  readonly name_uk: string;
  readonly lat: number;
  readonly lon: number;
  readonly position: 'own' | 'shared';
  readonly slug: string;
  readonly search: string;
}

type Unit = Omit<ClassifiedPlace, 'district' | 'slug' | 'search'>;

/** Names by which people still know a place, beside those of the classification. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  '0101000': ['Кишинэу'],
  '0501000': ['Tighina', 'Тигина'],
  '6401000': ['Оргеев'],
  '9602000': ['Ciadîr-Lunga'],
};
const BEFORE_NAME: Readonly<Record<string, string>> = { district: 'raionul ', sector: 'sectorul ' };
const isTown = ({ kind }: Unit): boolean => kind === 'municipality' || kind === 'town';

/**
 * Reads the classification (tab-separated, with a header) into rows for `hometowns.place`, parents before children.
 * `search` holds every spelling between bars: "|straseni|strasheny|страшены|".
 */
export function readClassifier(tsv: string): ClassifiedPlace[] {
  const lines = tsv.split(/\r?\n/).slice(1).filter(Boolean);
  const kinds = new Map(lines.map((line) => line.split('\t', 2) as [string, PlaceKind]));
  const units = lines.map((line) => unitOf(line, kinds));
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const above = ({ parent }: Unit): Unit[] => (parent ? [byCode.get(parent)!, ...above(byCode.get(parent)!)] : []);
  const slugs = slugsOf(units, above);
  return [...units]
    .sort((a, b) => above(a).length - above(b).length)
    .map((unit) => ({
      ...unit,
      district: above(unit).at(-1)?.code ?? unit.code,
      slug: slugs.get(unit.code)!,
      search: searchOf(unit),
    }));
}

function unitOf(line: string, kinds: ReadonlyMap<string, PlaceKind>): Unit {
  const [code, kind, parent, name_ro, name_ru, name_uk, lat, lon, position] = line.split('\t');
  const settlement = ['municipality', 'town', 'village'].includes(kind!);
  return {
    code: code!,
    kind: kind as PlaceKind,
    parent: parent ? parentOf(code!, parent, kinds) : null,
    self_governing: settlement && code!.endsWith('00'),
    name_ro: name_ro!,
    name_ru: name_ru!,
    name_uk: name_uk!,
    lat: Number(lat),
    lon: Number(lon),
    position: position as 'own' | 'shared',
  };
}

/** Towns and communes (codes that end in 00) stand under their district or sector, not under a neighbouring commune. */
function parentOf(code: string, given: string, kinds: ReadonlyMap<string, PlaceKind>): string {
  if (!code.endsWith('00') || kinds.get(code) === 'sector') return given;
  const sector = `${code.slice(0, 3)}0000`;
  if (kinds.get(sector) === 'sector') return sector;
  const district = `${code.slice(0, 2)}00000`;
  return kinds.has(district) ? district : `${code.slice(0, 2)}01000`;
}

function searchOf(unit: Unit): string {
  return `|${spellings(unit.name_ro, [unit.name_ru, unit.name_uk, ...(ALSO[unit.code] ?? [])]).join('|')}|`;
}

/** The plain name for the only bearer or the only town of that name; others add their district, commune or code. */
function slugsOf(units: readonly Unit[], above: (unit: Unit) => Unit[]): Map<string, string> {
  const slugs = new Map<string, string>();
  const taken = new Set<string>();
  let waiting = units;
  for (const proposal of proposals(above)) {
    const groups = new Map<string, Unit[]>();
    for (const unit of waiting) groups.set(proposal(unit), [...(groups.get(proposal(unit)) ?? []), unit]);
    for (const [slug, group] of groups) {
      const towns = group.filter(isTown);
      const first = group.length === 1 ? group[0] : towns.length === 1 ? towns[0] : undefined;
      if (!first || taken.has(slug)) continue;
      slugs.set(first.code, slug);
      taken.add(slug);
    }
    waiting = waiting.filter(({ code }) => !slugs.has(code));
  }
  return slugs;
}

function proposals(above: (unit: Unit) => Unit[]): ((unit: Unit) => string)[] {
  const plain = (unit: Unit) => slugOf(`${BEFORE_NAME[unit.kind] ?? ''}${stationLast(unit.name_ro)}`);
  const nearest = (unit: Unit) => slugOf(above(unit)[0]?.name_ro ?? '');
  const district = (unit: Unit) => slugOf(above(unit).at(-1)?.name_ro ?? '');
  return [
    plain,
    (unit) => `${plain(unit)}-${district(unit)}`,
    (unit) => `${plain(unit)}-${nearest(unit)}-${district(unit)}`,
    (unit) => `${plain(unit)}-${unit.code}`,
  ];
}

function stationLast(name: string): string {
  return withoutStation(name) === name ? name : `${withoutStation(name)} gara`;
}
