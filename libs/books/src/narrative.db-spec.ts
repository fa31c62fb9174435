import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BankAccount } from '#libs/banking/src/index.js';
import {
  CompletionService,
  DeliveryModule,
  DeliveryQueries,
  InvoicesService,
  StagesService,
  TranchesService,
} from '#libs/delivery/src/index.js';
import { type CivilDate, Money, newId, parseCivilDate } from '#libs/kernel/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { NeutralPeriodsService, type UpdateId, UpdatesService, VoiceModule } from '#libs/voice/src/index.js';
import { DeliveryWalk } from '../../../test/support/delivery.js';
import { countGift, openBank, openTreasury } from '../../../test/support/money.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { sealAll } from '../../../test/support/sealed.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';
import { NEWS_MOST } from './narrative.js';
import { BooksModule, NarrativeQueries, type NarrativeReport } from './index.js';

const ro = (text: string) => ({ original: 'ro' as const, ro: text });

describe('a report on what was done in a project', () => {
  let room: Room;
  let town: Town;
  let bank: BankAccount['id'];
  let project: TownProject;
  let walk: DeliveryWalk;
  /** What each head said when it was the newest. */
  const told: NarrativeReport[] = [];
  beforeAll(async () => {
    room = await openRoom([DeliveryModule, VoiceModule, BooksModule]);
    town = await buildTown(room);
    bank = await openBank(room, town.operators[0]);
    await openTreasury(room, town);
    project = await buildProject(room, town, { shares: [5_000, 5_000] });
    walk = new DeliveryWalk(room, town, project, bank);
  });
  afterAll(() => room.close());

  const report = async (head: number | null = null, id = project.id) =>
    room.get(NarrativeQueries).of((await room.get(ProjectsQueries).plan(id))!, head);
  const give = (bani: bigint) => countGift(room, town, { projectId: project.id, bank, lei: Money.lei(bani) });
  /** Somebody gives, which makes a head; keeps what is told up to it. */
  const tell = async (): Promise<NarrativeReport> => {
    await give(20_000n);
    await sealAll(room);
    told.push((await report())!);
    return told.at(-1)!;
  };
  const ahead = async (days: number): Promise<CivilDate> => {
    const sql = `select ((platform.now() at time zone 'Europe/Chisinau')::date + $1::int)::text as day`;
    return parseCivilDate((await room.db.rows<{ day: string }>(sql, [days]))[0]!.day)!;
  };
  const publish = async (text: string, by = town.mayor): Promise<UpdateId> => {
    const id = newId<'Update'>() as UpdateId;
    await room.get(UpdatesService).publish({ id, projectId: project.id, text: ro(text), milestoneId: project.milestones[0]! }, by); // prettier-ignore
    return id;
  };
  const hide = (id: UpdateId, hidden: boolean) =>
    room.get(NeutralPeriodsService).hide(id, { hidden, reason: 'Un portret.' }, town.operators[0]);

  it('is none before anything is sealed, up to a head that is not there, or before the campaign had opened', async () => {
    expect(await report()).toBeNull();
    const first = await tell();
    expect(await report(first.head.n + 1)).toBeNull();
    const [early, late] = [await buildProject(room, town, { state: 'published' }), await buildProject(room, town)];
    await room.db.rows(`update projects.campaign set opened_at = platform.now(), closes_at = platform.now() + interval '9 days' where project_id = $1 returning 1`, [late.id]); // prettier-ignore
    expect([await report(null, early.id), await report(null, late.id)]).toEqual([null, null]);
  });

  it('begins with the plan: its words, what is built, its stages', () => {
    const [first] = told;
    expect(first).toMatchObject({
      kind: 'intermediate',
      state: 'funded',
      peopleServed: 100,
      accepted: null,
      photos: 0,
    });
    expect(first!.works).toEqual([1, 2].map(() => ({ name: first!.title, quantity: '1', unit: 'set' })));
    expect(first!.stages).toMatchObject([{ id: project.milestones[0], metOn: null, delays: [] }]);
    expect(first!).toMatchObject({ votes: [], inspections: [], news: { all: 0, last: [] } });
  });

  it('tells delays with their reasons, news, and what an inspection found without its words', async () => {
    const later = await ahead(60);
    await room.get(StagesService).delay(
      { id: newId<'StageReport'>(), projectId: project.id, milestoneId: project.milestones[0]!, newDate: later, reason: ro('A plouat.') }, // prettier-ignore
      town.mayor,
    );
    await publish('Au venit stâlpii.');
    const request = await walk.ask(0);
    const [good, bad] = project.lines;
    await room.get(TranchesService).inspect(
      request,
      [
        { lineId: good!, finding: 'ok' },
        { lineId: bad!, finding: 'wrong', note: 'Ion n-a strâns șuruburile.' },
      ],
      'accepted',
      town.inspector,
    );
    const during = await tell();
    expect(during.stages[0]!.delays).toMatchObject([{ on: later, reason: ro('A plouat.') }]);
    expect(during.inspections).toMatchObject([{ tranche: 1, verdict: 'accepted', ok: 1, wrong: 1, 'not-seen': 0 }]);
    expect(JSON.stringify(during)).not.toContain('șuruburile');
    expect(during.news).toMatchObject({ all: 1, last: [{ text: ro('Au venit stâlpii.'), office: 'town-hall' }] });
    // The vote that the inspection opened runs: nothing is told of it.
    expect(during.votes).toEqual([]);
    await walk.vote(request);
    const { votes } = await tell();
    expect(votes).toMatchObject([{ kind: 'release', tranche: 1, outcome: 'accepted', quorate: true, no: 0, abstain: 0, associationId: town.associationId }]); // prettier-ignore
    expect(votes[0]!.yes).toBe(2 + town.members.length);
    expect(votes[0]!.entitled).toBeGreaterThanOrEqual(votes[0]!.yes);
    await walk.arrive(request, await walk.sign(request));
  });

  it('counts givers from five on', async () => {
    expect(told.map(({ givers }) => givers)).toEqual([null, null, null]);
    expect([(await tell()).givers, (await tell()).givers]).toEqual([null, 5]);
  });

  it('has the words that the plan had then, however it is corrected later', async () => {
    const was = told.at(-1)!;
    const [title, stage] = [ro('Lumină pe strada Florilor'), ro('Stâlpii și lămpile')];
    const correct = async (section: string, field: string, [before, after]: object[]) =>
      room.db.rows(
        `insert into projects.correction (project_id, section, field, before, after, reason, by, at)
         values ($1, $2, $3, $4, $5, 'O greșeală.', $6, platform.now()) returning 1`,
        [project.id, section, field, JSON.stringify(before), JSON.stringify(after), town.mayor],
      );
    await room.db.rows('update projects.project set title = $2 where id = $1 returning 1', [project.id, JSON.stringify(title)]); // prettier-ignore
    await correct('place', '/title', [was.title, title]);
    const [milestone] = project.milestones;
    await room.db.rows('update projects.milestone set name = $2 where id = $1 returning 1', [milestone, JSON.stringify(stage)]); // prettier-ignore
    await correct('stages', `/milestones/${milestone}/name`, [was.stages[0]!.name, stage]);
    expect(await report(was.head.n)).toEqual(was);
    expect(await tell()).toMatchObject({ title, stages: [{ name: stage }] });
  });

  it('hides news that the operator had hidden by then, or hides now, and counts the older ones', async () => {
    const [wrong, right] = [await publish('Uite-l pe domnul primar.'), await publish('S-a turnat fundația.', town.president)]; // prettier-ignore
    const before = await tell();
    expect(before.news.last.map(({ text }) => text?.ro)).toEqual(['Au venit stâlpii.', 'Uite-l pe domnul primar.', 'S-a turnat fundația.']); // prettier-ignore
    await hide(wrong, true);
    const hidden = { ...before.news, last: before.news.last.map((one) => (one.id === wrong ? { ...one, text: null } : one)) }; // prettier-ignore
    expect((await report(before.head.n))!.news).toEqual(hidden);
    const then = await tell();
    expect(then.news).toEqual(hidden);
    await hide(wrong, false);
    expect(await report(then.head.n)).toEqual(then);
    expect(await report(before.head.n)).toEqual(before);
    expect(before.news.last.find(({ id }) => id === right)).toMatchObject({ office: 'association' });
    for (let n = 0; n < NEWS_MOST; n += 1) await publish(`A ${n + 1}-a zi.`);
    const { news } = await tell();
    expect([news.all, news.last.length, news.last.at(-1)!.text!.ro]).toEqual([NEWS_MOST + 3, NEWS_MOST, `A ${NEWS_MOST}-a zi.`]); // prettier-ignore
  });

  it('says the same of one head when something that had begun before it ends after it', async () => {
    const before = await room.db.transaction(async (tx) => {
      // From here on its moment stands; it writes when the head is there.
      await tx.query('select platform.now()');
      const head = await tell();
      await tx.query(
        `insert into voice.update (id, project_id, text, office, by, at) values ($1, $2, $3, 'town-hall', $4, platform.now())`,
        [newId<'Update'>(), project.id, JSON.stringify(ro('Au venit și lămpile.')), town.mayor],
      );
      await tx.query(
        `insert into delivery.stage_report (id, project_id, milestone_id, kind, on_date, reason, by, at)
         values ($1, $2, $3, 'delayed', $4, $5, $6, platform.now())`,
        [newId<'StageReport'>(), project.id, project.milestones[0], await ahead(90), JSON.stringify(ro('A nins.')), town.mayor], // prettier-ignore
      );
      return head;
    });
    expect(await report(before.head.n)).toEqual(before);
    const after = await tell();
    expect([after.news.all, after.stages[0]!.delays.length]).toEqual([before.news.all + 1, before.stages[0]!.delays.length + 1]); // prettier-ignore
    expect(after.news.last.at(-1)!.at.getTime()).toBeLessThanOrEqual(before.head.at.getTime());
  });

  it('is final once the project has ended, with its act of acceptance; what is told of earlier heads stays', async () => {
    const at = { projectId: project.id, file: await walk.pdf(town.mayor) };
    const today = await walk.today();
    await room.get(StagesService).met({ ...at, id: newId<'StageReport'>(), milestoneId: project.milestones[0]!, on: today }, town.mayor); // prettier-ignore
    expect((await tell()).stages[0]).toMatchObject({ metOn: today });
    const [received] = await room.get(DeliveryQueries).unspent([project.id]);
    const invoice = newId<'Invoice'>();
    await room.get(InvoicesService).enter(
      {
        ...{
          id: invoice,
          projectId: project.id,
          lineId: project.lines[0]!,
          supplier: 'Electro SRL',
          number: 'F 1',
          date: today,
        },
        ...{ amount: received!.amount, fromPeople: received!.amount, file: await walk.pdf(town.accountant) },
      },
      town.accountant,
    );
    await room.get(InvoicesService).prove(invoice, { number: 'PV 3', date: today, file: at.file }, town.mayor);
    const completion = room.get(CompletionService);
    await completion.finalAccount({ id: newId<'FinalAccount'>(), projectId: project.id, note: 'Așa a ieșit.' }, town.accountant); // prettier-ignore
    await completion.accept({ ...at, number: '12', date: today }, town.mayor);
    await completion.complete(project.id, town.operators[0]);
    expect(await tell()).toMatchObject({ kind: 'final', state: 'completed', accepted: { number: '12', date: today } });
    for (const then of told) expect(await report(then.head.n)).toEqual(then);
  });
});
