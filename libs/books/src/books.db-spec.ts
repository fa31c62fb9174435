import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId, type ProjectId, randomCode } from '#libs/kernel/src/index.js';
import { account, exchanged, into, type Journal, LedgerModule, LedgerService, tagged } from '#libs/ledger/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../test/support/town.js';
import { BooksModule, PlatformBooksQueries, type StatementLine, StatementQueries, WaterfallQueries } from './index.js';

const euro = (minor: number) => Money.ofMinor(BigInt(minor), 'EUR');
const lei = (minor: number) => Money.lei(BigInt(minor));
const clearing = account('held', 'stripe', 'clearing', 'EUR');
const source = account('memo', 'donors', 'source', 'MDL');

describe('books', () => {
  let room: Room;
  let town: Town;
  beforeAll(async () => {
    room = await openRoom([LedgerModule, BooksModule]);
    town = await buildTown(room);
  });
  afterAll(() => room.close());

  const post = (journal: Omit<Journal, 'key'>) =>
    room.db.transaction((tx) => room.get(LedgerService).post(tx, { key: `act:${newId()}`, ...journal }));
  const claimOf = (id: ProjectId) => account('held', 'project', id, 'claim', 'MDL');
  const pledge = async (project: ProjectId, name: string | null): Promise<string> => {
    const id = newId<'Pledge'>();
    await room.db.rows(
      `insert into pledges.pledge (id, ref, receipt_code, request, project_id, person_id, association_id, way, amount_minor, cover_minor, currency, lei_minor,
         rate, rate_source, rate_on, shortfall, lang, follow, state, made_at, public_name)
       values ($1, $2, $3, $4, $5, $6, $7, 'card-now', 500, 0, 'EUR', 10000, '20', 'BNM', '2026-01-01', 'return', 'ro', false, 'started', now(), $8)`,
      [
        id,
        `PL-${randomCode(4)}-${randomCode(2)}`,
        randomCode(16),
        '0'.repeat(64),
        project,
        newId(),
        town.associationId,
        name,
      ],
    );
    return id;
  };
  const give = async (project: ProjectId, name: string | null, minor = 10_000) => {
    const gift = await pledge(project, name);
    const postings = tagged({ gift }, into(clearing, claimOf(project), euro(minor / 20), lei(minor)));
    await post({ kind: 'pledge.counted', project, postings });
    return gift;
  };
  /** 30 promised, 100 and 50 given, 60 approved, of it released and received, 40 spent, 10 proven; the town hall's 300 authorised. */
  const story = async (): Promise<TownProject> => {
    const project = await buildProject(room, town, { state: 'in-delivery' });
    const { id, tranches, lines, sources } = project;
    const memo = (name: 'promised' | 'town-unspent' | 'town-source' | 'spent' | 'proven' | 'town-authorised') =>
      account('memo', 'project', id, name, 'MDL');
    const promise = [{ debit: memo('promised'), credit: source, amount: lei(3_000) }];
    await post({ kind: 'pledge.promised', postings: tagged({ gift: await pledge(id, null) }, promise) });
    await give(id, '=HYPERLINK("http://x")', 10_000);
    await give(id, null, 5_000);
    const released = account('held', 'project', id, 'released', 'MDL');
    const order = account('held', 'bank', 'spec', 'order', 'MDL');
    const move = [{ debit: claimOf(id), credit: released, amount: lei(6_000), dims: { tranche: tranches[0]! } }];
    const key = `tranche:${newId()}:approved`;
    await room.db.transaction((tx) =>
      room.get(LedgerService).post(tx, { key, kind: 'tranche.approved', status: 'pending', postings: move }),
    );
    await post({ kind: 'tranche.released', postings: move, ends: { key, as: 'posted' } });
    await post({ kind: 'order.placed', postings: [{ debit: released, credit: order, amount: lei(6_000) }] });
    const unspent = [{ debit: memo('town-unspent'), credit: memo('town-source'), amount: lei(6_000) }];
    await post({ kind: 'tranche.received', postings: unspent });
    const spent = { debit: memo('spent'), credit: memo('town-unspent'), amount: lei(4_000) };
    const invoice = newId();
    const [file] = await room.db.rows<{ id: string }>(
      `insert into platform.file (id, sha256, kind, name, type, size, uploaded_by, uploaded_at)
       values (gen_random_uuid(), $1, 'document', 'f.pdf', 'application/pdf', 9, $2, now()) returning id`,
      ['0'.repeat(64), town.mayor],
    );
    await room.db.rows(
      `insert into delivery.invoice (id, project_id, line_id, supplier, number, issued_on, amount_minor, people_minor, file_id, state, entered_by, entered_at)
       values ($1, $2, $3, 'Lumina SRL', 'F-17', '2026-03-01', 28000, 4000, $4, 'entered', $5, now())`,
      [invoice, id, lines[0], file!.id, town.mayor],
    );
    await post({ kind: 'invoice.spent', postings: [{ ...spent, dims: { line: lines[0]!, document: invoice } }] });
    await post({
      kind: 'invoice.proven',
      postings: [{ debit: memo('proven'), credit: memo('spent'), amount: lei(1_000) }],
    });
    const share = newId();
    await room.db.rows(
      `insert into cofunding.share (id, project_id, source_id, party, step, amount_minor, act_kind, act_number, act_date, at)
       values ($1, $2, $3, 'town', 'authorised', 30000, 'council-decision', '7/3', '2026-02-01', now())`,
      [share, id, sources[1]],
    );
    const authorised = { debit: memo('town-authorised'), credit: memo('town-source'), amount: lei(30_000) };
    await post({
      kind: 'share.authorised',
      postings: [{ ...authorised, dims: { document: share, line: sources[1]! } }],
    });
    return project;
  };
  const text = async (pieces: AsyncGenerator<string>) => {
    const all: string[] = [];
    for await (const piece of pieces) all.push(piece);
    return all.join('');
  };
  const brief = ({ account: name, kind, status, amount, balance }: StatementLine) =>
    `${name} ${kind} ${status} ${amount.toString()} ${balance.toString()}`;

  it('tells every entry of a project with who, paper and running balance, page by page', async () => {
    const { id } = await story();
    const statement = room.get(StatementQueries);
    const { lines, next } = await statement.ofProject(id, { limit: 100 });
    expect(next).toBeNull();
    expect(lines.map(brief)).toEqual([
      'promised pledge.promised posted 30.00 30.00',
      'claim pledge.counted posted 100.00 100.00',
      'claim pledge.counted posted 50.00 150.00',
      'claim tranche.approved pending -60.00 150.00',
      'released tranche.approved pending 60.00 0.00',
      'claim tranche.released posted -60.00 90.00',
      'released tranche.released posted 60.00 60.00',
      'claim tranche.released void 60.00 90.00',
      'released tranche.released void -60.00 60.00',
      'released order.placed posted -60.00 0.00',
      'town-unspent tranche.received posted 60.00 60.00',
      'town-source tranche.received posted 60.00 60.00',
      'spent invoice.spent posted 40.00 40.00',
      'town-unspent invoice.spent posted -40.00 20.00',
      'proven invoice.proven posted 10.00 10.00',
      'spent invoice.proven posted -10.00 30.00',
      'town-authorised share.authorised posted 300.00 300.00',
      'town-source share.authorised posted 300.00 360.00',
    ]);
    expect(lines[1]!.giver).toEqual({
      name: '=HYPERLINK("http://x")',
      people: null,
      associationId: town.associationId,
    });
    expect(lines[2]!.giver).toEqual({ name: null, people: null, associationId: town.associationId });
    expect(lines[5]).toMatchObject({ tranche: 1, giver: null });
    expect(lines[12]).toMatchObject({
      about: { original: 'ro' },
      paper: { kind: 'invoice', number: 'F-17', on: '2026-03-01' },
    });
    expect(lines[16]).toMatchObject({ paper: { kind: 'council-decision', number: '7/3', on: '2026-02-01' } });
    const once = await statement.ofProject(id, { limit: 100, withoutSources: true });
    expect(once.lines).toEqual(lines.filter((line) => line.account !== 'town-source'));
    const paged: StatementLine[] = [];
    for (let after: string | undefined; ;) {
      const page = await statement.ofProject(id, { after, limit: 5 });
      paged.push(...page.lines);
      if (!page.next) break;
      after = page.next;
    }
    expect(paged).toEqual(lines);
    expect((await statement.ofProject(id, { limit: 100, book: 'held' })).lines).toHaveLength(9);
    expect((await statement.ofProject(newId<'Project'>() as ProjectId, { limit: 10 })).lines).toEqual([]);
  });

  it('gives totals as of a date', async () => {
    const { id } = await story();
    const then = await room.get(Clock).now();
    await room.get(Clock).moveBy(60_000);
    await give(id, null, 2_000);
    const claim = async (at?: Date) =>
      (await room.get(StatementQueries).totals(id, at)).accounts
        .find(({ account: name }) => name === 'claim')!
        .amount.toString();
    expect(await claim(then)).toBe('90.00');
    expect(await claim()).toBe('110.00');
    expect(await claim(new Date(then.getTime() - 86_400_000))).toBe('0.00');
  });

  it('shows where each leu is: every leu in one state', async () => {
    const { id } = await story();
    const { rows, others, inKind } = await room.get(WaterfallQueries).of(id);
    const sums = (row: object) =>
      Object.fromEntries(
        Object.entries(row).map(([state, sum]) => [state, sum instanceof Money ? sum.toString() : (sum as unknown)]),
      );
    expect(rows.map(sums)).toEqual([
      { source: 'people', promised: '30.00', authorised: '0.00', held: '90.00', released: '20.00', inTransit: '0.00', spent: '30.00', proven: '10.00' },
      { source: 'town', promised: '0.00', authorised: '300.00', held: '0.00', released: null, inTransit: null, spent: null, proven: null },
    ]); // prettier-ignore
    expect([others.spent, others.proven, inKind].map(String)).toEqual(['240.00', '0.00', '0.00']);
  });

  it('writes a statement as CSV that no spreadsheet runs', async () => {
    const { id } = await story();
    const csv = await text(room.get(StatementQueries).csv(id));
    const rows = csv.split('\r\n');
    expect(
      csv.startsWith(
        '\ufeffat,journal,book,account,kind,status,currency,in_minor,in,out_minor,out,balance_minor,balance,',
      ),
    ).toBe(true);
    expect(rows).toHaveLength(1 + 18 + 1);
    expect(rows[2]).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z,\d+,held,claim,pledge\.counted,posted,MDL,10000,100\.00,,,10000,100\.00,"'=HYPERLINK\(""http:\/\/x""\)",/,
    );
    expect(rows[3]).toContain(',anonymous,');
    expect(rows[6]).toContain(',,,6000,60.00,9000,90.00,');
    for (const cell of rows.flatMap((row) => row.split(','))) expect(cell).not.toMatch(/^"?[=+\-@]/);
  });

  it('shows what the platform has, owes and what is open between currencies', async () => {
    const before = await room.get(PlatformBooksQueries).now();
    const project = await buildProject(room, town);
    await give(project.id, null, 10_000);
    const back = tagged({}, exchanged(into(clearing, claimOf(project.id), euro(100), lei(2_000))));
    await post({ kind: 'spec.back', postings: back });
    const books = await room.get(PlatformBooksQueries).now();
    const position = (of: typeof books, currency: string) =>
      of.positions.find((one) => one.currency === currency)?.minor ?? 0n;
    expect(position(books, 'EUR') - position(before, 'EUR')).toBe(400n);
    expect(position(books, 'MDL') - position(before, 'MDL')).toBe(-8_000n);
    expect(books.has.map(({ owner, account: name, amount }) => `${owner} ${name} ${amount.currency}`)).toContain(
      'stripe clearing EUR',
    );
    expect(books.owes).toContainEqual(expect.objectContaining({ owner: 'project', account: 'claim', side: 'credit' }));
    const csv = await text(room.get(PlatformBooksQueries).csv());
    expect(csv).toMatch(/\r\noperator,fx,credit,EUR,\d+,\d+\.\d\d\r\n/);
  });
});
