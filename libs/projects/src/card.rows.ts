import { type BodyId, type CivilDate, type FileId, Money, type ProjectId } from '#libs/kernel/src/index.js';
import { fold, latinised, type Multilingual } from '#libs/platform/src/index.js';
import type { Sector } from './catalogue.js';
import type { CampaignModel, ProjectState } from './project.life.js';

/** The place of a project with its names (Russian and Ukrainian may be missing) and its district's code. */
export interface CardPlace {
  readonly code: string;
  readonly slug: string;
  readonly ro: string;
  readonly ru: string | null;
  readonly uk: string | null;
  readonly district: string;
}

/** A project as lists show it. Sums in lei; what a draft does not say yet is null or zero. */
export interface ProjectCard {
  readonly id: ProjectId;
  readonly code: string;
  readonly slug: string;
  readonly place: CardPlace;
  readonly townHallId: BodyId;
  readonly associationId: BodyId | null;
  readonly noAssociation: boolean;
  readonly state: ProjectState;
  /** When it came into this state. */
  readonly since: Date;
  readonly title: Multilingual;
  readonly summary: Multilingual | null;
  readonly sector: Sector | null;
  readonly peopleServed: number | null;
  /** An example with invented figures. */
  readonly illustrative: boolean;
  /** The first photo. */
  readonly cover: FileId | null;
  readonly total: Money;
  readonly minimum: Money | null;
  readonly optimum: Money | null;
  /** What the smaller version costs that is built, and what of it people had to bring; null where all of the work is, or nothing is decided. */
  readonly built: { readonly cost: Money; readonly needed: Money } | null;
  readonly model: CampaignModel | null;
  readonly opensOn: CivilDate | null;
  readonly closesOn: CivilDate | null;
  readonly closesAt: Date | null;
  readonly closedAt: Date | null;
  readonly publishedAt: Date | null;
  /** While the public is asked for objections in place of an association: when these days are over. Null otherwise. */
  readonly objectionsUntil: Date | null;
  /** Days by which the work stands behind its plan; 0 when it does not. */
  readonly lateDays: number;
}

/** What a list asks for. `district` is the code of a top-level unit; `q` any words, with or without diacritics, in any alphabet. */
export interface ProjectFilters {
  readonly state?: ProjectState | readonly ProjectState[];
  readonly sector?: Sector;
  readonly district?: string;
  readonly placeCode?: string;
  readonly q?: string;
}

/** Whether the public is asked for objections to a project `p` in place of an association, its own or a partner's. */
export const ASKED_SQL = `(p.state = 'endorsement' and p.objections_until is not null)`;

/** Whether a town hall of the place with this code builds a project `p` of another's together with it. */
const TOGETHER_SQL = (
  code: string,
): string => `exists (select from projects.partner q join hometowns.body b on b.id = q.town_hall_id
  where q.project_id = p.id and q.state = 'agreed' and b.place_code = ${code})`;

/** Cards of projects `p`; complete it with where, order and limit. */
export const CARD_SQL = `select p.id, p.code, p.slug, p.state, p.title, p.summary, p.sector, c.model,
  p.town_hall_id as "townHallId", p.association_id as "associationId", p.no_association as "noAssociation", p.people_served as "peopleServed", p.illustrative,
  json_build_object('code', l.code, 'slug', l.slug, 'ro', l.name_ro, 'ru', nullif(l.name_ru, ''), 'uk', nullif(l.name_uk, ''), 'district', l.district) as place,
  (select f.file_id from projects.photo f where f.project_id = p.id order by f.position limit 1) as cover,
  (select coalesce(sum(b.amount_minor), 0)::text from projects.budget_line b where b.project_id = p.id) as total,
  (select sum(case when exists (select from projects.left_out x where x.tier_id = c.built_tier_id and x.line_id = b.id) then b.core_minor else b.amount_minor end)::text
    from projects.budget_line b where b.project_id = p.id and c.built_tier_id is not null) as built,
  (select coalesce(sum(s.amount_minor), 0)::text from projects.funding_source s where s.project_id = p.id and s.kind <> 'people') as others,
  c.minimum_minor as minimum, c.optimum_minor as optimum, c.opens_on::text as "opensOn", c.closes_on::text as "closesOn",
  c.closes_at as "closesAt", c.closed_at as "closedAt", p.published_at as "publishedAt",
  case when ${ASKED_SQL} then p.objections_until end as "objectionsUntil",
  (select t.at from projects.transition t where t.project_id = p.id order by t.id desc limit 1) as since,
  case when p.state in ('funded', 'in-delivery') then coalesce((select max((platform.now() at time zone 'Europe/Chisinau')::date - m.planned_on)
    from projects.milestone m where m.project_id = p.id and m.met_on is null and m.planned_on < (platform.now() at time zone 'Europe/Chisinau')::date), 0)
    else 0 end as "lateDays"
  from projects.project p join projects.campaign c on c.project_id = p.id join hometowns.place l on l.code = p.place_code`;

type Sums = 'total' | 'minimum' | 'optimum';
/** A row of `CARD_SQL`. */
export type CardRow = Omit<ProjectCard, Sums | 'built'> &
  Record<Sums | 'built', string | null> & { readonly others: string };

/** Reads one row of `CARD_SQL`. */
export function cardOf({ others, ...row }: CardRow): ProjectCard {
  const lei = (minor: string | null) => (minor === null ? null : Money.lei(BigInt(minor)));
  const [cost, minimum] = [lei(row.built), lei(row.minimum) ?? Money.lei(0n)];
  const lacking = cost?.minus(Money.lei(BigInt(others)));
  const built = cost && lacking ? { cost, needed: lacking.compare(minimum) > 0 ? lacking : minimum } : null;
  return {
    ...row,
    total: lei(row.total) ?? Money.lei(0n),
    minimum: lei(row.minimum),
    optimum: lei(row.optimum),
    built,
  };
}

/** The conditions of a public list for `CARD_SQL` (of published projects, unless `of` names others), with their parameters. */
export function publicWhere(
  { state, sector, district, placeCode, q }: ProjectFilters,
  of = 'p.published_at is not null',
): { sql: string; params: unknown[] } {
  const [conditions, params] = [[of], [] as unknown[]];
  const add = (sql: (n: number) => string, value: unknown) => conditions.push(sql(params.push(value)));
  if (state) add((n) => `p.state = any($${n}::text[])`, Array.isArray(state) ? state : [state]);
  if (sector) add((n) => `p.sector = $${n}`, sector);
  if (district) add((n) => `l.district = (select district from hometowns.place where code = $${n})`, district);
  if (placeCode) add((n) => `(p.place_code = $${n} or ${TOGETHER_SQL(`$${n}`)})`, placeCode);
  for (const word of fold(q ?? '')
    .split(' ')
    .filter(Boolean)
    .slice(0, 8)) {
    // Folded words hold letters and digits only: nothing in them means anything to LIKE.
    add((n) => `(p.search || ' ' || l.search) like any($${n}::text[])`, [`%${word}%`, `%${latinised(word)}%`]);
  }
  return { sql: conditions.join(' and '), params };
}

/** The folded words by which a project is found: its texts in every language, Russian also as it sounds in Latin letters. */
export function searchText(texts: readonly (Multilingual | null)[]): string {
  const words = texts.flatMap((text) => (text ? [text.ro, text.ru, text.en] : [])).filter(Boolean) as string[];
  return words
    .flatMap((text) => [...new Set([fold(text), latinised(text)])])
    .join(' ')
    .slice(0, 8000);
}
