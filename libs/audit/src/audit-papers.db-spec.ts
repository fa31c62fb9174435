import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { account, LedgerModule, LedgerService, type Posting } from '#libs/ledger/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { plant } from '../../../test/support/superuser.js';
import { buildProject, buildTown, type Town } from '../../../test/support/town.js';
import { AuditModule, AuditService } from './index.js';

const lei = (minor: number) => Money.lei(BigInt(minor));
const bank = newId();
const due = account('held', 'returns', 'due', 'MDL');
const capital = account('held', 'operator', 'capital', 'MDL');
const unidentified = account('held', 'operator', 'unidentified', 'MDL');
const ofBank = (name: 'balance' | 'order' | 'exchange') => account('held', 'bank', bank, name, 'MDL');

describe('the audit of clearing, memorandum and votes', () => {
  let room: Room;
  let town: Town;
  beforeEach(async () => {
    room = await openRoom([LedgerModule, AuditModule]);
    town = await buildTown(room);
  });
  afterEach(() => room.close());

  const run = async () =>
    (await room.get(AuditService).run()).map(({ invariant, subject }) => `${invariant} ${subject}`);
  const sql = (text: string, params: readonly unknown[] = []) => room.db.rows(text, params);
  const post = (kind: string, [debit, credit, minor]: [Posting['debit'], Posting['credit'], number], ref = {}) =>
    room.db.transaction((tx) =>
      room
        .get(LedgerService)
        .post(tx, { key: `act:${newId()}`, kind, ref, postings: [{ debit, credit, amount: lei(minor) }] }),
    );
  /** The operator's own 1,000 lei at the bank, by a confirmed line of the statement. */
  const means = async () => {
    await sql(
      `insert into banking.account (id, currency, iban, bank, holder, opened_by, confirmed_by, opened_at)
       values ($1, 'MDL', 'MD24AG000225100013104168', 'Banca', 'Plai', $2, $3, now()) on conflict do nothing`,
      [bank, ...town.operators],
    );
    const own = await line('own-means', 100_000);
    await post('line.own-means', [ofBank('balance'), capital, 100_000], { line: own });
  };
  const line = async (meaning: string, minor: number): Promise<string> => {
    const [id, approval] = [newId(), newId()];
    await plant(
      room,
      ['banking.line'],
      [
        `insert into banking.line (id, account_id, booked_on, amount_minor, currency, reference, meaning, approval_id, state, entered_by, entered_at, confirmed_at)
         values ('${id}', '${bank}', '2026-01-01', ${minor}, 'MDL', '${id}', '${meaning}', '${approval}', 'confirmed', '${town.operators[0]}', now(), now())`,
      ],
    );
    return id;
  };

  it('finds an order, a payout, an exchange and a dispute that leave something (I7)', async () => {
    await means();
    expect(await run()).toEqual([]);
    const payout = account('held', 'stripe', 'payout', 'MDL');
    const disputed = account('held', 'stripe', 'disputed', 'MDL');
    const fx = account('held', 'operator', 'fx', 'MDL');
    const things = [
      ['payout.sent', 'payout.arrived', payout, { payout: 'po_1' }],
      ['dispute.opened', 'dispute.won', disputed, { dispute: 'dp_1' }],
      ['exchange.sold', 'exchange.bought', ofBank('exchange'), { line: 'l1' }],
    ] as const;
    for (const [first, , clearing, ref] of things) await post(first, [clearing, fx, 500], ref);
    await post('order.sent', [fx, ofBank('order'), 500], { order: 'o1' });
    expect(await run()).toEqual([]);
    for (const [, second, clearing, ref] of things) await post(second, [fx, clearing, 499], ref);
    await post('order.confirmed', [ofBank('order'), fx, 499], { order: 'o1' });
    expect((await run()).sort()).toEqual(
      [
        `I7 ${ofBank('exchange')} l1`,
        `I7 ${ofBank('order')} o1`,
        'I7 held:stripe:disputed:MDL dp_1',
        'I7 held:stripe:payout:MDL po_1',
      ].sort(),
    );
  });

  it('finds what is owed, unidentified, released or at the bank beside every paper (I7)', async () => {
    await means();
    const project = await buildProject(room, town, { state: 'in-delivery' });
    const claim = account('held', 'project', project.id, 'claim', 'MDL');
    const released = account('held', 'project', project.id, 'released', 'MDL');
    const found = await line('unidentified', 700);
    await post('line.unidentified', [ofBank('balance'), unidentified, 700], { line: found });
    expect(await run()).toEqual([]);
    await post('spec.due', [unidentified, due, 1]);
    await post('spec.released', [ofBank('balance'), claim, 2]);
    await post('spec.released', [claim, released, 2]);
    expect((await run()).sort()).toEqual([
      'I7 held:bank:balance:MDL',
      'I7 held:operator:unidentified:MDL',
      `I7 held:project/${project.id}:released:MDL`,
      'I7 held:returns:due:MDL',
    ]);
  });

  it('finds spending of what has not arrived (I6) and shares that nobody recorded (I8)', async () => {
    const { id } = await buildProject(room, town, { state: 'in-delivery' });
    const memo = (name: 'town-unspent' | 'town-source' | 'spent' | 'state-source' | 'state-paid') =>
      account('memo', 'project', id, name, 'MDL');
    await post('tranche.received', [memo('town-unspent'), memo('town-source'), 300]);
    await post('invoice.spent', [memo('spent'), memo('town-unspent'), 100]);
    await post('share.paid', [memo('state-paid'), memo('state-source'), 50]);
    expect(await run()).toEqual([`I6 project/${id}`, `I8 ${memo('state-paid')}`, `I8 project/${id}:spent`]);
    const sent = newId();
    await plant(
      room,
      ['delivery.money_back'],
      [
        `insert into delivery.money_back (line_id, project_id, amount_minor, by, at) values ('${sent}', '${id}', 300, '${town.operators[0]}', now())`,
      ],
    );
    expect(await run()).toContain(`I8 bank-line:${sent}`);
  });

  it('finds a need over what was lacking, a tranche that left with a loss open (I6), and shares that leave something (I7)', async () => {
    await means();
    const { id } = await buildProject(room, town, { state: 'in-delivery' });
    const of = (name: 'claim' | 'loss' | 'released') => account('held', 'project', id, name, 'MDL');
    const purse = account('held', 'town', town.placeCode, 'claim', 'MDL');
    const [need, request] = [newId(), newId()];
    await post('spec.gave', [ofBank('balance'), purse, 900_000]);
    await post('spec.lost', [of('loss'), account('held', 'operator', 'fx', 'MDL'), 5]);
    const posting = { debit: purse, credit: of('claim'), amount: lei(100_001) };
    const left = { debit: of('claim'), credit: of('released'), amount: lei(1) };
    await room.db.transaction(async (tx) => {
      const ledger = room.get(LedgerService);
      await ledger.post(tx, { key: `next:${need}`, kind: 'fund.need-used', project: id, ref: { need }, postings: [posting] }); // prettier-ignore
      await ledger.post(tx, { key: `tranche:${request}:released`, kind: 'tranche.released', project: id, ref: { request }, postings: [left] }); // prettier-ignore
    });
    await sql(
      `insert into pledges.next_need (id, project_id, place_code, lei_minor, at) values ($1, $2, $3, 100001, now())`,
      [need, id, town.placeCode],
    );
    await sql(
      `insert into pledges.winding (project_id, why, at, fixed_at, ended_at, shared) values ($1, 'cancelled', now(), now(), now(), true)`,
      [id],
    );
    expect(await run()).toEqual(
      expect.arrayContaining([`I6 need:${need}`, `I6 tranche:${request}`, `I7 ${of('claim')}`]),
    );
  });

  it('finds an approval that reserves nothing, a reserve without one, and a tranche that its order does not pay (I6)', async () => {
    const { id, tranches } = await buildProject(room, town, { state: 'in-delivery', association: false });
    const request = newId();
    await sql(
      `insert into delivery.request (id, project_id, tranche_id, number, amount_minor, note, state, asked_by, asked_at)
       values ($1, $2, $3, 1, 500, 'x', 'asked', $4, now())`,
      [request, id, tranches[0], town.mayor],
    );
    expect(await run()).toEqual([]);
    await plant(room, [], [`update delivery.request set state = 'approved' where id = '${request}'`]);
    expect(await run()).toEqual([`I6 tranche:${request}`]);
    await plant(
      room,
      ['delivery.request'],
      [
        `update delivery.request set state = 'released', order_id = gen_random_uuid(), account_id = gen_random_uuid() where id = '${request}'`,
      ],
    );
    const other = newId();
    await room.db.transaction((tx) =>
      room.get(LedgerService).post(tx, {
        ...{ key: `tranche:${other}:approved`, kind: 'tranche.approved', status: 'pending' },
        postings: [
          {
            debit: account('memo', 'project', id, 'promised', 'MDL'),
            credit: account('memo', 'donors', 'source', 'MDL'),
            amount: lei(1),
          },
        ],
      }),
    );
    expect((await run()).sort()).toEqual([`I6 tranche:${other}`, `I6 tranche:${request}`].sort());
  });

  it('finds a roll, ballots and a result that do not agree (I9)', async () => {
    const { id: project } = await buildProject(room, town, { state: 'in-delivery' });
    const [vote, hash] = [newId(), '0'.repeat(64)];
    await sql(
      `insert into voting.vote (id, kind, subject, project_id, association_id, quorum_num, quorum_den, majority_num, majority_den, strict, of_roll, silence, arbiter,
         secret, roll_size, entitled, roll_hash, opens_at, closes_at)
       values ($1, 'release', $2, $3, $4, 1, 2, 1, 2, true, false, 'refused', 'Arbitru', true, 3, 2, $5, now(), now() + interval '72 hours')`,
      [vote, `tranche:${newId()}`, project, town.associationId, hash],
    );
    const [first, second, third] = [town.members[0]!, town.members[1]!, town.mayor];
    await sql(
      `insert into voting.roll_entry (vote_id, person_id, recusal) values ($1, $2, null), ($1, $3, null), ($1, $4, 'town-hall-staff')`,
      [vote, first, second, third],
    );
    const ballot = async (person: string, receipt: string) => {
      await sql('insert into voting.participation (vote_id, person_id) values ($1, $2)', [vote, person]);
      await sql(`insert into voting.ballot (vote_id, receipt, choice) values ($1, $2, 'yes')`, [vote, receipt]);
      await sql(`insert into voting.ballot_history (vote_id, receipt, n, choice) values ($1, $2, 0, 'yes')`, [
        vote,
        receipt,
      ]);
    };
    await ballot(first, 'AAAA-AAAA-AAAA-AAAA');
    expect(await run()).toEqual([]);
    const breaches: [string[], string[]][] = [
      [
        ['voting.roll_entry'],
        [`insert into voting.roll_entry (vote_id, person_id) values ('${vote}', '${town.president}')`],
      ],
      [
        ['voting.participation'],
        [`insert into voting.participation (vote_id, person_id) values ('${vote}', '${third}')`],
      ],
      [['voting.ballot'], [`update voting.ballot set choice = 'no' where receipt like 'AAAA%'`]],
      [
        ['voting.vote'],
        [
          `update voting.vote set state = 'closed', closed_at = closes_at, outcome = 'accepted', ground = 'majority', quorate = true, yes = 2, no = 0, abstain = 0,
             ballots_hash = '${hash}' where id = '${vote}'`,
        ],
      ],
    ];
    let before = 0;
    for (const [tables, statements] of breaches) {
      await plant(room, tables, statements);
      const found = await run();
      expect(found.length).toBeGreaterThan(before);
      expect(new Set(found)).toEqual(new Set([`I9 vote:${vote}`]));
      before = found.length;
    }
    expect(before).toBe(6); // the roll, who took part, how many ballots, the last word of one, the result, and that the log knows of no closing
  });
});
