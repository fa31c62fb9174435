import { type BodyId, newId, type PersonId, type ProjectId, legible, type TrancheId } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { BudgetLineId, FundingSourceId, MilestoneId, ProjectState } from '#libs/projects/src/index.js';
import type { Room } from './room.js';

/** A town of a test: its town hall, its association and the people in them. */
export interface Town {
  readonly placeCode: string;
  readonly townHallId: BodyId;
  readonly associationId: BodyId;
  readonly mayor: PersonId;
  readonly secretary: PersonId;
  readonly accountant: PersonId;
  readonly president: PersonId;
  readonly inspector: PersonId;
  readonly members: readonly PersonId[];
  /** Two of the operator's staff. */
  readonly operators: readonly [PersonId, PersonId];
}

/** What a test's project is made of. */
export interface TownProject {
  readonly id: ProjectId;
  readonly code: string;
  readonly lines: readonly BudgetLineId[];
  readonly sources: readonly FundingSourceId[];
  readonly milestones: readonly MilestoneId[];
  readonly tranches: readonly TrancheId[];
}

const TEXT = JSON.stringify({ original: 'ro', ro: 'Lumină pe strada Nucilor' });

/** Builds a town of its own: nobody else in this database shares its place or its people. `members`: plain members beside the officers. */
export async function buildTown(room: Room, { members = 3 } = {}): Promise<Town> {
  return room.db.transaction(async (tx) => {
    const placeCode = await freePlace(tx);
    const people: PersonId[] = [];
    for (let n = 0; n < 7; n += 1) people.push(await person(tx));
    const [mayor, secretary, accountant, president, inspector, first, second] = people;
    const plain: PersonId[] = [];
    for (let n = 0; n < members; n += 1) plain.push(await person(tx));
    const townHallId = await body(tx, 'town-hall', placeCode, [
      [mayor!, 'mayor'],
      [secretary!, 'secretary'],
      [accountant!, 'accountant'],
    ]);
    const associationId = await body(tx, 'association', placeCode, [
      [president!, 'president'],
      [inspector!, 'inspector'],
      ...plain.map((one): [PersonId, string] => [one, 'member']),
    ]);
    for (const operator of [first!, second!]) {
      await tx.query(`insert into identity.staff (id, person_id, since) values ($1, $2, platform.now())`, [
        newId(),
        operator,
      ]);
    }
    return {
      placeCode, townHallId, associationId, mayor: mayor!, secretary: secretary!, accountant: accountant!, president: president!,
      inspector: inspector!, members: plain, operators: [first!, second!],
    }; // prettier-ignore
  });
}

/** Makes a person with an address of his own. */
export async function person(tx: Tx): Promise<PersonId> {
  const id = newId<'Person'>();
  await tx.query(
    `insert into identity.person (id, email, name, lang, created_at) values ($1, $2, $3, 'ro', platform.now())`,
    [id, `p-${id}@example.org`, `Om ${id.slice(-4)}`],
  );
  return id;
}

/** Adds a member of a role to a body. */
export async function join(tx: Tx, bodyId: BodyId, personId: PersonId, role = 'member'): Promise<void> {
  await tx.query(
    `insert into hometowns.membership (id, body_id, kind, person_id, role, via, since)
     select $1, id, kind, $3, $4, 'invitation', platform.now() from hometowns.body where id = $2`,
    [newId(), bodyId, personId, role],
  );
}

/** What a test wants of its project. */
export interface ProjectWanted {
  readonly state?: ProjectState;
  /** Tranches, in basis points of the people's money. */
  readonly shares?: readonly number[];
  readonly association?: boolean;
  readonly campaignEndsIn?: string;
  /** How many times as large as usual, where many are to give: all it needs from people is 1,000 lei else. */
  readonly times?: number;
}

let codes = 0;

/** A project's code that no other of this house has: four drawn by lot are soon the same twice. */
function nextCode(): string {
  codes += 1;
  return legible(Uint8Array.of(0, codes >> 10, codes >> 5, codes));
}

/** Puts a project into a state of its life, with two lines, one milestone and the given tranches (basis points of the people's money). */
export async function buildProject(
  room: Room,
  town: Town,
  { state = 'funded', shares = [10_000], association = true, campaignEndsIn = '-1 day', times = 1 }: ProjectWanted = {},
): Promise<TownProject> {
  return room.db.transaction(async (tx) => {
    const [id, code] = [newId<'Project'>() as ProjectId, nextCode()];
    await tx.query(
      `insert into projects.project (id, code, town_hall_id, place_code, slug, lang, title, summary, why, maintainer, maintenance_payer, risks,
         people_served, sector, association_id, no_association, created_by, created_at)
       values ($1, $2, $3, $4, $5, 'ro', $6, $6, $6, $6, $6, $6, 100, 'lighting', $7, $8, $9, platform.now())`,
      [
        id, code, town.townHallId, town.placeCode, `lumina-${id.slice(-12)}`, TEXT, association ? town.associationId : null,
        !association, town.mayor,
      ], // prettier-ignore
    );
    const parts = await plan(tx, id, shares, times);
    const opened = !['draft', 'submitted', 'endorsement', 'review', 'published'].includes(state);
    await tx.query(
      `insert into projects.campaign (project_id, model, minimum_minor, optimum_minor, buffer_bp, opens_on, closes_on, opened_at, closes_at)
       values ($1, 'keep', 5000, 100000 * $4::bigint, 0, platform.now()::date - 10, platform.now()::date + 10,
         case when $2 then platform.now() - interval '10 days' end, case when $2 then platform.now() + $3::interval end)`,
      [id, opened, campaignEndsIn, times],
    );
    await tx.query(
      `update projects.project set state = $2, published_at = case when $3 then platform.now() - interval '11 days' end where id = $1`,
      [id, state, opened || state === 'published'],
    );
    await tx.query(
      `insert into projects.transition (project_id, to_state, cause, by, at) values ($1, $2, 'created', $3, platform.now())`,
      [id, state, town.mayor],
    );
    if (state === 'endorsement' && association) {
      await tx.query('insert into projects.endorsement (project_id, association_id, asked_at) values ($1, $2, platform.now())', [id, town.associationId]); // prettier-ignore
    }
    return { id, code, ...parts };
  });
}

async function plan(
  tx: Tx,
  id: ProjectId,
  shares: readonly number[],
  times: number,
): Promise<Omit<TownProject, 'id' | 'code'>> {
  const ids = (rows: { id: string }[]) => rows.map((row) => row.id);
  const lines = await rowsOf<{ id: string }>(
    tx,
    `insert into projects.budget_line (id, project_id, position, name, quantity, unit, unit_price_minor, amount_minor, core_minor)
     values (gen_random_uuid(), $1, 1, $2, 1, 'set', 60000 * $3::bigint, 60000 * $3::bigint, 0),
       (gen_random_uuid(), $1, 2, $2, 1, 'set', 90000 * $3::bigint, 90000 * $3::bigint, 0) returning id`,
    [id, TEXT, times],
  );
  const sources = await rowsOf<{ id: string }>(
    tx,
    `insert into projects.funding_source (id, project_id, position, kind, name, amount_minor, stage, act_kind, act_no, act_date)
     values (gen_random_uuid(), $1, 1, 'people', null, 100000 * $3::bigint, 'promised', null, null, null),
       (gen_random_uuid(), $1, 2, 'town', $2, 30000 * $3::bigint, 'authorised', 'council-decision', '7/3', platform.now()::date - 30),
       (gen_random_uuid(), $1, 3, 'partner', $2, 20000 * $3::bigint, 'promised', 'letter', '12', platform.now()::date - 20) returning id`,
    [id, TEXT, times],
  );
  const milestones = await rowsOf<{ id: string }>(
    tx,
    `insert into projects.milestone (id, project_id, position, name, planned_on) values (gen_random_uuid(), $1, 1, $2, platform.now()::date + 30) returning id`,
    [id, TEXT],
  );
  const tranches = await rowsOf<{ id: string }>(
    tx,
    `insert into projects.tranche (id, project_id, position, milestone_id, share_bp, evidence)
     select gen_random_uuid(), $1, n, $2, bp, $4 from unnest($3::int[]) with ordinality as part (bp, n) returning id`,
    [id, milestones[0]!.id, shares, TEXT],
  );
  return {
    lines: ids(lines) as BudgetLineId[],
    sources: ids(sources) as FundingSourceId[],
    milestones: ids(milestones) as MilestoneId[],
    tranches: ids(tranches) as TrancheId[],
  };
}

async function freePlace(tx: Tx): Promise<string> {
  const [place] = await rowsOf<{ code: string }>(
    tx,
    `select p.code from hometowns.place as p where p.self_governing
       and not exists (select from hometowns.body as b where b.place_code = p.code) order by random() limit 1`,
  );
  return place!.code;
}

async function body(
  tx: Tx,
  kind: 'town-hall' | 'association',
  placeCode: string,
  officers: readonly (readonly [PersonId, string])[],
): Promise<BodyId> {
  const id = newId<'Body'>();
  await tx.query(
    `insert into hometowns.body (id, kind, form, place_code, name, email, address, slug, state, applied_by, applied_at, verified_at)
     values ($1, $2, $3, $4, $5, 'oficial@example.org', 'str. Nucilor 1', $6, 'verified', $7, platform.now(), platform.now())`,
    [
      id,
      kind,
      kind === 'association' ? 'initiative-group' : null,
      placeCode,
      TEXT,
      `${kind}-${id.slice(-12)}`,
      officers[0]![0],
    ],
  );
  for (const [personId, role] of officers) await join(tx, id, personId, role);
  return id;
}
