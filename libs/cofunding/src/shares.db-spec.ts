import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditModule, AuditService } from '#libs/audit/src/index.js';
import { addDays, type CivilDate, civilDate, Money, newId, typedMoney } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { CorrectionsService, type FundingSourceId, ProjectFileQueries } from '#libs/projects/src/index.js';
import { buildTogether, ofTown } from '../../../test/support/partners.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { publishedStreetLight } from '../../../test/support/street-light.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';
import { CofundingModule, CofundingQueries, type RecordShare, type ShareId, SharesService } from './index.js';

describe('co-funders’ shares', () => {
  let room: Room;
  let shares: SharesService;
  let town: Town;
  let project: TownProject;
  beforeAll(async () => {
    room = await openRoom([CofundingModule, AuditModule]);
    shares = room.get(SharesService);
  });
  afterAll(async () => {
    const rows = await room.get(LedgerQueries).trialBalance();
    expect(rows.reduce((total, { debit, credit }) => total + debit.minor - credit.minor, 0n)).toBe(0n);
    expect(await room.get(AuditService).run()).toEqual([]);
    await room.close();
  });
  beforeEach(async () => {
    town = await buildTown(room);
    project = await buildProject(room, town, { state: 'published' });
  });

  const lei = (bani: bigint) => Money.lei(bani);
  const act = { kind: 'payment-order', number: '55', date: '2026-01-15' as CivilDate, file: null } as const;
  const step = (over: Partial<RecordShare> = {}): RecordShare => ({
    id: newId<'Share'>(),
    projectId: project.id,
    sourceId: project.sources[1]!,
    stage: 'paid',
    amount: lei(10_000n),
    act,
    ...over,
  });
  const published = async () => {
    await room.db.rows(
      `insert into platform.outbox (name, data) values ('projects.moved', jsonb_build_object('projectId', $1::text, 'to', 'published'))`,
      [project.id],
    );
    await room.drain();
  };
  const books = async (): Promise<Record<string, bigint>> => {
    const all = await room.get(LedgerQueries).balances(`memo:project/${project.id}:`);
    return Object.fromEntries(all.map(({ code, amount }) => [code.split(':')[2]!, amount.minor]));
  };
  const stands = async () =>
    (await room.get(CofundingQueries).of(project.id)).map(({ kind, promised, authorised, paid }) => [
      kind,
      promised.minor,
      authorised.minor,
      paid.minor,
    ]);
  it('are booked as the published plan proves them, once, and never the people’s', async () => {
    expect(await books()).toEqual({});
    await published();
    await published();
    expect(await stands()).toEqual([['town', 0n, 30_000n, 0n], ['partner', 20_000n, 0n, 0n]]); // prettier-ignore
    expect(await books()).toEqual({
      'town-source': 30_000n,
      'town-authorised': 30_000n,
      'partner-source': 20_000n,
      'partner-promised': 20_000n,
    });
    expect(await room.get(LedgerQueries).balances(`held:project/${project.id}:`)).toEqual([]);
  });

  it('come from the stage before as far as anything stands there, and a repeat changes nothing', async () => {
    await published();
    const paid = step({ amount: lei(35_000n) });
    await shares.record(paid, town.accountant);
    await shares.record(paid, town.accountant);
    expect(await stands()).toEqual([['town', 0n, 0n, 35_000n], ['partner', 20_000n, 0n, 0n]]); // prettier-ignore
    expect(await books()).toMatchObject({ 'town-source': 35_000n, 'town-authorised': 0n, 'town-paid': 35_000n });
    const others = [
      { amount: lei(1n) },
      { stage: 'promised' as const },
      { sourceId: project.sources[2]! },
      { act: { ...act, number: '56' } },
    ];
    for (const other of others) {
      const reused = shares.record({ ...paid, ...other }, town.accountant);
      await expect(reused).rejects.toMatchObject({ code: 'id-taken' });
    }
    await expect(shares.reverse(paid, town.accountant)).rejects.toMatchObject({ code: 'id-taken' });
  });

  it('keep their source in the plan: a correction may no longer take it out', async () => {
    const opensOn = addDays(civilDate(await room.get(Clock).now()), 3);
    const id = await publishedStreetLight(room, town, { opensOn, closesOn: addDays(opensOn, 29) });
    const typed = (await room.get(ProjectFileQueries).file(id))!.sections.find(({ name }) => name === 'funding')!.typed;
    const [first, second, ...rest] = typed.sources as Record<string, string>[];
    const bani = (amount: string) => typedMoney(amount, 'MDL');
    const amount = bani(first!.amount!).plus(bani(second!.amount!)).toString();
    const merged = { ...typed, sources: [{ ...first, amount }, ...rest] };
    const correct = () =>
      room.get(CorrectionsService).correct(id, 'funding', merged, 'Un singur finanțator.', town.mayor);
    const sourceId = second!.id as FundingSourceId;
    await shares.record(step({ projectId: id, sourceId, stage: 'promised' }), town.mayor);
    await expect(correct()).rejects.toMatchObject({ code: 'correction-forbidden' });
    expect((await room.get(CofundingQueries).of(id)).map((one) => one.sourceId)).toContain(sourceId);
  });

  it('fall back with a paper, no further than they stand', async () => {
    await published();
    await expect(shares.reverse(step({ stage: 'authorised', amount: lei(30_001n) }), town.mayor)).rejects.toMatchObject(
      { code: 'share-too-large' },
    );
    const fell = step({ stage: 'authorised', amount: lei(12_000n) });
    for (let n = 0; n < 2; n += 1) await shares.reverse(fell, town.mayor);
    await expect(shares.reverse({ ...fell, stage: 'promised' }, town.mayor)).rejects.toMatchObject({
      code: 'id-taken',
    });
    expect(await stands()).toEqual([['town', 0n, 18_000n, 0n], ['partner', 20_000n, 0n, 0n]]); // prettier-ignore
    expect(await books()).toMatchObject({ 'town-source': 18_000n, 'town-authorised': 18_000n });
    expect((await room.get(CofundingQueries).steps(project.id)).map((line) => line.step)).toContain('reversed');
  });

  it('name a grant or the district once for a partner of the plan', async () => {
    const grant = step({ sourceId: project.sources[2]!, stage: 'authorised', party: 'grant', amount: lei(500n) });
    await shares.record(grant, town.secretary);
    await shares.record(step({ sourceId: project.sources[2]!, amount: lei(200n) }), town.secretary);
    expect(await books()).toEqual({ 'grant-source': 500n, 'grant-authorised': 300n, 'grant-paid': 200n });
  });

  it('are refused to strangers, without a sum, in another currency, of the people, dated tomorrow', async () => {
    await expect(shares.record(step(), town.president)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(shares.record(step({ amount: lei(0n) }), town.mayor)).rejects.toMatchObject({
      code: 'amount-missing',
    });
    const [euro, help] = [{ amount: Money.parse('500.00', 'EUR') }, { id: newId<'Share'>(), projectId: project.id, what: { ro: 'Nisip', original: 'ro' } }] as const; // prettier-ignore
    for (const foreign of [shares.record(step(euro), town.mayor), shares.reverse(step(euro), town.mayor), shares.recordInKind({ ...help, ...euro, act }, town.mayor)])
      await expect(foreign).rejects.toMatchObject({ code: 'currency-unknown' }); // prettier-ignore
    await expect(shares.record(step({ sourceId: project.sources[0]! }), town.mayor)).rejects.toMatchObject({
      code: 'source-unknown',
    });
    const later = { ...act, date: '2999-01-01' as CivilDate };
    await expect(shares.record(step({ act: later }), town.mayor)).rejects.toMatchObject({ code: 'date-future' });
  });

  it('are recorded by a town that builds it together for its own share alone', async () => {
    const partner = await buildTown(room);
    await buildTogether(room, project, partner);
    await expect(shares.record(step(), partner.accountant)).rejects.toMatchObject({ kind: 'not-found' });
    await ofTown(room, project.sources[1]!, partner);
    await published();
    await shares.record(step({ amount: lei(30_000n) }), partner.accountant);
    await shares.reverse(step({ amount: lei(4_000n) }), town.accountant);
    expect(await stands()).toEqual([['town', 0n, 0n, 26_000n], ['partner', 20_000n, 0n, 0n]]); // prettier-ignore
    expect((await room.get(CofundingQueries).of(project.id))[0]).toMatchObject({ townHallId: partner.townHallId });
    const other = step({ sourceId: project.sources[2]! });
    await expect(shares.record(other, partner.mayor)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(shares.record(step(), partner.president)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('value help in kind in no total of money', async () => {
    const what = { original: 'ro', ro: 'Muncă de o săptămână' } as const;
    const kind = { id: newId<'Share'>() as ShareId, projectId: project.id, what, amount: lei(7_000n), act };
    await shares.recordInKind(kind, town.mayor);
    await shares.recordInKind(kind, town.mayor);
    const other = shares.recordInKind({ ...kind, amount: lei(8_000n) }, town.mayor);
    await expect(other).rejects.toMatchObject({ code: 'id-taken' });
    expect(await books()).toEqual({ 'inkind-valued': 7_000n, 'inkind-source': 7_000n });
    expect(await room.get(CofundingQueries).inKind(project.id)).toMatchObject([{ actNumber: '55', what }]);
  });
});
