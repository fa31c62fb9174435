import { type BodyId, newId, type PersonId, type ProjectId, randomCode } from '#libs/kernel/src/index.js';
import { type Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { agreeVersions } from './versions.js';

/** What a test wants of its campaign; sums are lei as plain text. */
export interface CampaignWish {
  readonly model?: 'all-or-nothing' | 'keep';
  readonly minimum?: string;
  readonly optimum?: string;
  readonly bufferBp?: number;
  /** What each agreed smaller version costs in all. */
  readonly tiers?: readonly string[];
  /** What others than the people pay. */
  readonly others?: string;
  /** The part of the minimum, in hundredths of a percent, that lets it go on once for so many days. */
  readonly extension?: { readonly atBp: number; readonly days: number };
  /** From now, as PostgreSQL reads it. */
  readonly closesIn?: string;
  readonly state?: string;
  /** In a village that the town hall governs; else in the town itself. */
  readonly inVillage?: boolean;
}

/** A town of one's own: town hall and association with their officers, and a project whose campaign is open. */
export interface TestCampaign {
  readonly projectId: ProjectId;
  readonly townHallId: BodyId;
  readonly associationId: BodyId;
  readonly mayor: PersonId;
  readonly president: PersonId;
  readonly placeCode: string;
}

const text = `'{"original":"ro","ro":"x"}'::jsonb`;
const bani = (lei: string) => String(Number(lei) * 100);

/** Where the page of a project is, without its language: "/p/PLACE/NAME". */
export async function pathOf(db: Database, id: ProjectId): Promise<string> {
  const [row] = await db.rows<{ path: string }>(
    `select '/p/' || l.slug || '/' || p.slug as path from projects.project p join hometowns.place l on l.code = p.place_code where p.id = $1`,
    [id],
  );
  return row!.path;
}

/** Puts a published project into the middle of its campaign, in a place that no other test of the file uses. */
export async function openCampaign(db: Database, wish: CampaignWish = {}): Promise<TestCampaign> {
  return db.transaction(async (tx) => {
    const [mayor, president] = [await person(tx), await person(tx)];
    const [place] = await rowsOf<{ code: string; village: string }>(
      tx,
      `select code, (select min(v.code) from hometowns.place v where v.parent = p.code and not v.self_governing) as village
         from hometowns.place p where self_governing and not exists (select from hometowns.body b where b.place_code = p.code)
        order by $1 and exists (select from hometowns.place v where v.parent = p.code and not v.self_governing) desc, random() limit 1`,
      [wish.inVillage ?? false],
    );
    const placeCode = place!.code;
    const projectPlace = wish.inVillage ? place!.village : placeCode;
    const townHallId = await body(tx, { kind: 'town-hall', placeCode, by: mayor, role: 'mayor' });
    const associationId = await body(tx, { kind: 'association', placeCode, by: president, role: 'president' });
    const projectId = await project(tx, { placeCode: projectPlace, townHallId, associationId, mayor }, wish);
    return { projectId, townHallId, associationId, mayor, president, placeCode };
  });
}

/** A person with a new address. */
export async function person(tx: Tx, name: string | null = null): Promise<PersonId> {
  const id = newId<'Person'>();
  await tx.query(
    `insert into identity.person (id, email, name, lang, created_at) values ($1, $2, $3, 'ro', platform.now())`,
    [id, `p-${id}@example.com`, name],
  );
  return id;
}

/** Somebody on the operator's staff. */
export async function staffer(db: Database): Promise<PersonId> {
  return db.transaction(async (tx) => {
    const id = await person(tx);
    await tx.query(`insert into identity.staff (id, person_id, since) values ($1, $2, platform.now())`, [newId(), id]);
    return id;
  });
}

async function body(
  tx: Tx,
  { kind, placeCode, by, role }: { kind: string; placeCode: string; by: PersonId; role: string },
): Promise<BodyId> {
  const id = newId<'Body'>();
  await tx.query(
    `insert into hometowns.body (id, kind, form, place_code, name, email, address, slug, state, applied_by, applied_at, verified_at)
     values ($1, $2, case $2 when 'association' then 'initiative-group' end, $3, '{"original":"ro","ro":"Valea Nucilor"}',
       'oficial@example.md', 'str. Nucilor 1', $4, 'verified', $5, platform.now(), platform.now())`,
    [id, kind, placeCode, `valea-${kind}-${id.slice(-12)}`, by],
  );
  await tx.query(
    `insert into hometowns.membership (id, body_id, kind, person_id, role, via, since) values ($1, $2, $3, $4, $5, 'application', platform.now())`,
    [newId(), id, kind, by, role],
  );
  return id;
}

async function project(
  tx: Tx,
  { placeCode, townHallId, associationId, mayor }: { placeCode: string; townHallId: BodyId; associationId: BodyId; mayor: PersonId }, // prettier-ignore
  { model = 'all-or-nothing', minimum = '1000', optimum = '2000', bufferBp = 500, closesIn = '10 days', state = 'campaign', tiers = [], extension, others = '0' }: CampaignWish, // prettier-ignore
): Promise<ProjectId> {
  const id = newId<'Project'>();
  await tx.query(
    `insert into projects.project (id, code, town_hall_id, association_id, place_code, slug, lang, title, created_by, created_at,
       summary, why, maintainer, maintenance_payer, risks, people_served, sector)
     values ($1, $2, $3, $4, $5, $6, 'ro', '{"original":"ro","ro":"Lumină pe strada Nucilor"}', $7, platform.now(),
       ${text}, ${text}, ${text}, ${text}, ${text}, 100, 'lighting')`,
    [id, randomCode(4), townHallId, associationId, placeCode, `lumina-${id.slice(-12)}`, mayor],
  );
  await tx.query(
    `insert into projects.campaign (project_id, model, minimum_minor, optimum_minor, buffer_bp, extend_at_bp, extend_days, opens_on, closes_on, opened_at, closes_at)
     values ($1, $2, $3, $4, $5, $7, $8, platform.now()::date - 5, platform.now()::date + 10,
       platform.now() - interval '5 days', platform.now() + $6::interval)`,
    [id, model, bani(minimum), bani(optimum), bufferBp, closesIn, extension?.atBp ?? null, extension?.days ?? null],
  );
  await plan(tx, id, bani(optimum), bani(others));
  await agreeVersions(tx, id, tiers.map((amount) => BigInt(bani(amount)))); // prettier-ignore
  await tx.query(
    `update projects.project set state = $2, published_at = platform.now() - interval '6 days' where id = $1`,
    [id, state],
  );
  return id;
}

async function plan(tx: Tx, id: ProjectId, optimum: string, others: string): Promise<void> {
  await tx.query(
    `insert into projects.budget_line (id, project_id, position, name, quantity, unit, unit_price_minor, amount_minor, core_minor)
     values (gen_random_uuid(), $1, 1, ${text}, 1, 'set', $2::bigint, $2::bigint, 0)`,
    [id, String(BigInt(optimum) + BigInt(others))],
  );
  if (others !== '0')
    await tx.query(
      `insert into projects.funding_source (id, project_id, position, kind, name, amount_minor) values (gen_random_uuid(), $1, 2, 'partner', ${text}, $2)`,
      [id, others],
    );
  await tx.query(
    `insert into projects.funding_source (id, project_id, position, kind, amount_minor) values (gen_random_uuid(), $1, 1, 'people', $2)`,
    [id, optimum],
  );
  const [stage] = await rowsOf<{ id: string }>(
    tx,
    `insert into projects.milestone (id, project_id, position, name, planned_on) values (gen_random_uuid(), $1, 1, ${text}, current_date + 30) returning id`,
    [id],
  );
  await tx.query(
    `insert into projects.tranche (id, project_id, position, milestone_id, share_bp, evidence) values (gen_random_uuid(), $1, 1, $2, 10000, ${text})`,
    [id, stage!.id],
  );
}
