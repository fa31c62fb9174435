import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { type FileId, newId, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import { buildProject, buildTown, person, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const ROLES = ['nobody', 'stranger', 'mayor', 'accountant', 'president', 'inspector', 'member', 'operator'] as const;
type Who = (typeof ROLES)[number];
type Purpose = keyof typeof SEEN;
const OFFICERS: readonly Who[] = ['mayor', 'accountant', 'president', 'inspector', 'operator'];
const NEAR: readonly Who[] = [...OFFICERS, 'member'];
const TOWN: readonly Who[] = ['mayor', 'accountant'];

/** Who may open what a file shows, and who the original of a photo. `all`: everybody. */
const SEEN = {
  'photo of a published project': { shown: 'all', original: OFFICERS },
  'photo of a project that was sent in': { shown: NEAR, original: OFFICERS },
  'photo of a draft': { shown: TOWN, original: TOWN },
  'public document': { shown: 'all' },
  'document kept from the public': { shown: NEAR },
  'act of a source before it is booked': { shown: NEAR },
  'act of a booked share': { shown: 'all' },
  'act of help in kind': { shown: 'all' },
  'photo as evidence': { shown: NEAR, original: OFFICERS },
  'photo of an inspection': { shown: NEAR, original: OFFICERS },
  'invoice': { shown: 'all' },
  'acceptance act': { shown: 'all' },
  'report of a stage': { shown: 'all' },
  'photo of news': { shown: 'all', original: OFFICERS },
  'paper of the town hall’s application': { shown: ['mayor', 'accountant', 'operator'] },
  'paper of the association’s application': { shown: ['president', 'inspector', 'operator'] },
  'statute of the association': { shown: 'all' },
  'file that belongs to nothing yet': { shown: [] },
} as const satisfies Record<string, { shown: 'all' | readonly Who[]; original?: readonly Who[] }>; // prettier-ignore

let web: Web;
let town: Town;
const cookies = new Map<Who, string>();
const files = new Map<Purpose, FileId>();

beforeAll(async () => {
  web = await openWeb();
  town = await buildTown(web);
  await attachAll();
  const stranger = (await buildTown(web)).mayor;
  const people: Record<Exclude<Who, 'nobody'>, PersonId> = {
    stranger, mayor: town.mayor, accountant: town.accountant, president: town.president, inspector: town.inspector,
    member: town.members[0]!, operator: town.operators[0],
  }; // prettier-ignore
  for (const [who, id] of Object.entries(people)) cookies.set(who as Who, (await Visitor.enter(web, id)).cookie);
});
afterAll(() => web.close());

async function keep(purpose: Purpose): Promise<FileId> {
  const photo = purpose.startsWith('photo') || purpose.startsWith('file');
  const bytes = photo
    ? await sharp({ create: { width: 8, height: 8, channels: 3, background: '#a3213d' } }).jpeg().toBuffer()
    : Buffer.from(`%PDF-1.7\n1 0 obj\n<<>>\nendobj\n% ${purpose}`);
  const { id } = await web.get(Files).keep({ bytes, name: photo ? 'poza.jpg' : 'act.pdf', by: town.mayor });
  files.set(purpose, id);
  return id;
} // prettier-ignore

async function put(sql: string, params: readonly unknown[]): Promise<void> {
  await web.db.transaction((tx) => tx.query(sql, [...params]));
}

async function attachAll(): Promise<void> {
  const open = await buildProject(roomOf(web), town, { state: 'in-delivery' });
  const { id: sent } = await buildProject(roomOf(web), town, { state: 'endorsement' });
  const { id: draft } = await buildProject(roomOf(web), town, { state: 'draft' });
  const photo = async (purpose: Purpose, project: ProjectId) =>
    put('insert into projects.photo (project_id, file_id, position) values ($1, $2, 1)', [project, await keep(purpose)]);
  await photo('photo of a published project', open.id);
  await photo('photo of a project that was sent in', sent);
  await photo('photo of a draft', draft);
  const paper = async (purpose: Purpose, seen: boolean, position: number) =>
    put(`insert into projects.document (project_id, file_id, position, what, public) values ($1, $2, $4, 'other', $3)`, [open.id, await keep(purpose), seen, position]);
  await paper('public document', true, 1);
  await paper('document kept from the public', false, 2);
  await put('update projects.funding_source set act_file = $2 where project_id = $1 and position = 2', [sent, await keep('act of a source before it is booked')]);
  await attachMoney(open.id, open.sources[1]!, open.lines[0]!);
  await attachWorks(open.id, open.tranches[0]!, open.lines[0]!, open.milestones[0]!);
  await put(`insert into voice.update (id, project_id, text, photo_id, office, by, at) values ($1, $2, '{"original":"ro","ro":"Gata"}', $3, 'town-hall', $4, platform.now())`, [newId(), open.id, await keep('photo of news'), town.mayor]);
  const application = 'insert into hometowns.body_document (body_id, file_id) values ($1, $2)';
  await put(application, [town.townHallId, await keep('paper of the town hall’s application')]);
  await put(application, [town.associationId, await keep('paper of the association’s application')]);
  await put('insert into hometowns.statute (id, body_id, version, file_id, by, at) values ($1, $2, 1, $3, $4, platform.now())', [newId(), town.associationId, await keep('statute of the association'), town.president]);
  await keep('file that belongs to nothing yet');
} // prettier-ignore

async function attachMoney(project: string, source: string, line: string): Promise<void> {
  await put(
    `insert into cofunding.share (id, project_id, source_id, party, step, amount_minor, act_kind, file_id, by, at)
     values ($1, $2, $3, 'town', 'promised', 100, 'letter', $4, $5, platform.now())`,
    [newId(), project, source, await keep('act of a booked share'), town.mayor],
  );
  await put(
    `insert into cofunding.in_kind (id, project_id, what, amount_minor, act_number, act_date, file_id, by, at)
     values ($1, $2, '{"original":"ro","ro":"Nisip"}', 100, '1', current_date, $3, $4, platform.now())`,
    [newId(), project, await keep('act of help in kind'), town.mayor],
  );
  await put(
    `insert into delivery.invoice (id, project_id, line_id, supplier, number, issued_on, amount_minor, people_minor, file_id, state, entered_by, entered_at)
     values ($1, $2, $3, 'Firma', '1', current_date, 100, 0, $4, 'entered', $5, platform.now())`,
    [newId(), project, line, await keep('invoice'), town.mayor],
  );
  await put(
    `insert into delivery.acceptance (project_id, number, on_date, file_id, by, at) values ($1, '1', current_date, $2, $3, platform.now())`,
    [project, await keep('acceptance act'), town.mayor],
  );
}

async function attachWorks(project: string, tranche: string, line: string, milestone: string): Promise<void> {
  const request = newId();
  await put(
    `insert into delivery.request (id, project_id, tranche_id, number, amount_minor, note, state, asked_by, asked_at)
     values ($1, $2, $3, 1, 100, 'Gata', 'asked', $4, platform.now())`,
    [request, project, tranche, town.mayor],
  );
  await put(
    `insert into delivery.evidence (request_id, file_id, what, by, at) values ($1, $2, 'photo', $3, platform.now())`,
    [request, await keep('photo as evidence'), town.mayor],
  );
  await put(
    `insert into delivery.inspection (request_id, inspector_id, verdict, at) values ($1, $2, 'accepted', platform.now())`,
    [request, town.inspector],
  );
  await put(
    `insert into delivery.inspection_item (request_id, line_id, finding, photo_id) values ($1, $2, 'ok', $3)`,
    [request, line, await keep('photo of an inspection')],
  ); // prettier-ignore
  await put(
    `insert into delivery.stage_report (id, project_id, milestone_id, kind, on_date, file_id, by, at)
     values ($1, $2, $3, 'met', current_date, $4, $5, platform.now())`,
    [newId(), project, milestone, await keep('report of a stage'), town.mayor],
  );
}

async function whoOpens(purpose: Purpose, copy: 'small' | 'original'): Promise<Who[]> {
  const opened: Who[] = [];
  for (const who of ROLES) {
    const cookie = cookies.get(who);
    const answer = await web.fetch(`/files/${files.get(purpose)!}/${copy}`, { headers: cookie ? { cookie } : {} });
    if (answer.status === 200) opened.push(who);
    else expect([who, [303, 404].includes(answer.status)]).toEqual([who, true]);
  }
  return opened;
}

describe('a file', () => {
  it.each(Object.keys(SEEN) as Purpose[])('is opened by the right people: %s', async (purpose) => {
    const { shown, original } = { original: null, ...SEEN[purpose] };
    const isPhoto = original !== null || purpose.startsWith('file');
    const expected = shown === 'all' ? ROLES : ROLES.filter((one) => (shown as readonly Who[]).includes(one));
    expect(await whoOpens(purpose, isPhoto ? 'small' : 'original')).toEqual(expected);
    if (original) expect(await whoOpens(purpose, 'original')).toEqual(ROLES.filter((one) => original.includes(one)));
  });

  it('is found by an index in every table that names one, for every picture of a page asks them all', async () => {
    const bare = await web.db.rows(
      `select c.conrelid::regclass::text as table, a.attname as column
         from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and c.confrelid = 'platform.file'::regclass
          and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])`,
    );
    expect(bare).toEqual([]);
  });

  it('is not kept by caches unless it is everybody’s', async () => {
    const cached = async (purpose: Purpose, cookie: string) =>
      (await web.fetch(`/files/${files.get(purpose)!}/small`, { headers: { cookie } })).headers.get('cache-control');
    expect(await cached('photo of news', cookies.get('mayor')!)).toBe('public, max-age=3600');
    expect(await cached('photo as evidence', cookies.get('mayor')!)).toBe('private, no-store');
  });

  it('is lost to an officer who has left', async () => {
    const gone = await web.db.transaction(async (tx) => {
      const id = await person(tx);
      await tx.query(
        `insert into hometowns.membership (id, body_id, kind, person_id, role, via, since, until, ended_by)
         values ($1, $2, 'town-hall', $3, 'secretary', 'invitation', platform.now(), platform.now(), $4)`,
        [newId(), town.townHallId, id, town.mayor],
      );
      return id;
    });
    const { cookie } = await Visitor.enter(web, gone);
    const answer = await web.fetch(`/files/${files.get('photo as evidence')!}/small`, { headers: { cookie } });
    expect(answer.status).toBe(404);
  });
});
