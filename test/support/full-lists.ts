import { AppointmentsService } from '#libs/approvals/src/index.js';
import { type BankAccountId, BankService } from '#libs/banking/src/index.js';
import { CashiersService, type DepositId, DepositsService, ReceiptsService } from '#libs/cash/src/index.js';
import { CorrectionsService } from '#libs/corrections/src/index.js';
import { CertificatesService, SharesService } from '#libs/cofunding/src/index.js';
import { JoiningService, MembersQueries, MembersService, VouchesService } from '#libs/hometowns/src/index.js';
import { type CivilDate, Money, newId, type PersonId, type ProjectId, type VoteId } from '#libs/kernel/src/index.js';
import { account, JournalsQueries, LedgerService } from '#libs/ledger/src/index.js';
import { AggregatorsService, HookService, SecretsService, signatureOf } from '#libs/messages/src/index.js';
import { BoardService, OptionsService } from '#libs/needs/src/index.js';
import { NeighboursService } from '#libs/neighbours/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { NeutralPeriodsService, UpdatesService } from '#libs/voice/src/index.js';
import { DeliveryWalk } from './delivery.js';
import { countGift, creditLine, openBank, openTreasury } from './money.js';
import type { Room } from './room.js';
import { plantedVotes } from './planted-votes.js';
import { sealAll } from './sealed.js';
import { plant } from './superuser.js';
import { buildProject, buildTown, person, type Town, type TownProject } from './town.js';

/** Whose lists to look at. */
export interface Full {
  readonly town: Town;
  readonly project: ProjectId;
  readonly vote: VoteId;
  /** A counted vote under a budget. */
  readonly budgetVote: string;
  /** Has given everything. */
  readonly donor: PersonId;
}

const PLANTED = ['budgeting.vote', 'budgeting.option', 'budgeting.ballot', 'funds.need', 'funds.plan', 'funds.gift', 'projects.correction', 'payments.dispute', 'payments.warning', 'pledges.loss_act', 'payments.charge', 'payments.stripe_transaction', 'pledges.gift_refund', 'audit.run', 'pledges.pledge', 'banking.statement', 'banking.order_file', 'banking.line']; // prettier-ignore

/** Puts three rows at least into every list of the API, by the services where that is short and else by hand. */
export async function fillLists(room: Room): Promise<Full> {
  const town = await buildTown(room);
  await buildTown(room);
  const project = await buildProject(room, town, { shares: [3000, 3000, 4000] });
  for (let n = 0; n < 3; n += 1) await buildProject(room, town, { state: 'campaign', campaignEndsIn: '5 days' });
  const bank = await openBank(room, town.operators[0]);
  await openTreasury(room, town);
  const lei = Money.lei(50_000n);
  for (let n = 0; n < 3; n += 1) {
    await countGift(room, town, { projectId: project.id, bank, lei });
    await sealAll(room);
    await room.get(CertificatesService).issue({ id: newId<'Certificate'>(), projectId: project.id }, town.mayor);
    await creditLine(room, town, { bank, lei });
  }
  const donor = await room.db.transaction((tx) => person(tx));
  await works(room, town, project);
  await inTheFund(room, town);
  const walk = new DeliveryWalk(room, town, project, bank);
  for (const n of [0, 1, 2]) await walk.whole(n);
  await joining(room, town);
  await cash(room, town);
  await board(room, town);
  await messages(room, town);
  await corrected(room, town, bank);
  // Last: what is planted makes the books differ, and nothing is ordered then.
  await plant(room, PLANTED, [
    ...planted(project.id, donor),
    ...plantedFiles(bank),
    ...plantedFunds(town, donor, project.id),
    ...plantedVotes(town),
  ]);
  const [vote] = await room.db.rows<{ id: VoteId }>('select id from voting.vote limit 1');
  const [budgetVote] = await room.db.rows<{ id: string }>('select vote_id as id from budgeting.ballot limit 1');
  return { town, project: project.id, vote: vote!.id, budgetVote: budgetVote!.id, donor };
}

/** A board with needs and what they cost. */
async function board(room: Room, { placeCode, mayor, members }: Town): Promise<void> {
  await room.get(NeighboursService).join({ placeCode, roll: 'resident' }, members[0]!);
  for (let n = 1; n <= 3; n += 1) {
    const [id, said] = [newId<'TownNeed'>(), { placeCode, lang: 'ro' as const, title: `Nevoia ${n}` }];
    await room.get(BoardService).propose({ ...said, id, why: 'Lipsește.' }, members[0]!);
    const price = { description: 'Se face.', cost: Money.lei(100_000n), source: 'Ofertă', needs: [id] };
    await room.get(OptionsService).make({ ...said, ...price, id: newId<'Option'>() }, mayor);
  }
}

/** Shares, help in kind and news. */
const LONG_AGO = { firstOn: '2023-09-05' as CivilDate, lastOn: '2023-11-05' as CivilDate, source: 'CEC', placeCode: null }; // prettier-ignore

async function works(room: Room, town: Town, { id: projectId, sources }: TownProject): Promise<void> {
  for (let n = 1; n <= 3; n += 1) {
    const act = { kind: 'letter' as const, number: `${n}`, date: '2020-01-05' as CivilDate, file: null };
    const amount = Money.lei(100n * BigInt(n));
    const share = { id: newId<'Share'>(), projectId, sourceId: sources[1]!, stage: 'promised' as const, amount, act };
    await room.get(SharesService).record(share, town.mayor);
    const what = { original: 'ro' as const, ro: `Excavator ${n}` };
    await room.get(SharesService).recordInKind({ id: newId<'Share'>(), projectId, what, amount, act }, town.mayor);
    const text = { original: 'ro' as const, ro: `Vestea ${n}` };
    await room.get(UpdatesService).publish({ id: newId<'Update'>(), projectId, text }, town.mayor);
    await room.get(NeutralPeriodsService).announce({ id: newId<'NeutralPeriod'>(), name: text, ...LONG_AGO }, town.operators[0]); // prettier-ignore
  }
}

/** Entries of the town's fund. */
async function inTheFund(room: Room, { placeCode }: Town): Promise<void> {
  const [debit, credit] = [account('held', 'operator', 'fx', 'MDL'), account('held', 'town', placeCode, 'claim', 'MDL')]; // prettier-ignore
  for (let n = 1; n <= 3; n += 1) {
    const postings = [{ debit, credit, amount: Money.lei(BigInt(n)) }];
    await room.db.transaction((tx) => room.get(LedgerService).post(tx, { key: `spec:fund:${n}`, kind: 'fund.counted', postings })); // prettier-ignore
  }
}

/** Receipts that two have signed, each on a slip of its own. */
async function cash(room: Room, town: Town): Promise<void> {
  const { id: projectId } = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '5 days' });
  const { associationId, president, inspector, members } = town;
  const cashier = members[0]!;
  const cashiers = room.get(CashiersService);
  await cashiers.confirm(await cashiers.ask(associationId, cashier, president), inspector);
  for (let n = 0; n < 3; n += 1) {
    const words = { projectId, lei: Money.lei(5_000n), line: null, shortfall: 'return', onward: false, giver: `Ion ${n}`, shown: true, email: null, lang: 'ro' } as const; // prettier-ignore
    const receipt = { id: newId<'Pledge'>(), associationId, ...words };
    const { id, approvalId } = await room.get(ReceiptsService).write(receipt, cashier);
    await room.get(ReceiptsService).sign(approvalId, inspector);
    const deposit: DepositId = newId<'Deposit'>();
    await room.get(DepositsService).make({ id: deposit, associationId, receiptIds: [id] }, cashier);
  }
}

/** What an aggregator told that a person has to settle, and lists that wait for their transfers. */
async function messages(room: Room, { operators: [first, second] }: Town): Promise<void> {
  const { id: projectId } = await buildProject(room, await buildTown(room), {
    state: 'campaign',
    campaignEndsIn: '5 days',
  });
  const [project] = await room.db.rows<{ code: string }>('select code from projects.project where id = $1', [
    projectId,
  ]);
  const aggregator = { id: newId<'Aggregator'>(), key: 'unu', name: 'Unu', number: '9024', lei: Money.lei(2_400n) };
  const aggregators = room.get(AggregatorsService);
  await aggregators.confirm(await aggregators.open(aggregator, first), second);
  const secret = await room.get(SecretsService).take(aggregator.id, 1, first);
  const tell = async (what: 'message' | 'settlement', said: object) => {
    const body = Buffer.from(JSON.stringify(said));
    const signature = signatureOf(body, await room.get(Clock).now(), secret);
    await room.get(HookService)[what]({ key: 'unu', body, signature });
  };
  for (let n = 1; n <= 3; n += 1) {
    const sums = { gross: '24.00', fee: '0.00', net: '24.00' };
    const message = { lei: '24.00', at: '2026-01-01T10:00:00Z' };
    await tell('message', { ...message, id: `g-${n}`, code: project!.code });
    await tell('message', { ...message, id: `x-${n}`, code: 'XXXX' });
    await tell('settlement', { reference: `UNU-${n}0000`, messages: [`g-${n}`], ...sums });
  }
}

/** Fees that were none, taken back by two. */
async function corrected(room: Room, { operators: [first, second] }: Town, accountId: BankAccountId): Promise<void> {
  for (let n = 1; n <= 3; n += 1) {
    const line = { id: newId<'BankLine'>(), accountId, bookedOn: '2020-01-05' as CivilDate, amount: Money.lei(BigInt(n)), reference: `fee ${n}`, meaning: 'bank-fee' } as const; // prettier-ignore
    await room.get(BankService).confirmLine(await room.get(BankService).enterLine(line, first), second);
    const { id: journalId } = (await room.get(JournalsQueries).find({ key: `line:${line.id}` }))!;
    const id = newId<'Approval'>();
    await room.get(CorrectionsService).ask({ id, journalId, reason: `Nu era comision (${n}).` }, first);
    await room.get(CorrectionsService).confirm(id, second);
  }
}

/** People who are asked in and people who ask. */
async function joining(room: Room, town: Town): Promise<void> {
  const { townHallId, associationId, mayor, president, inspector, operators } = town;
  const link = await room.get(MembersService).invite(associationId, 'member', null, president);
  const token = room.get(MembersService).invitationLink(link);
  for (let n = 0; n < 3; n += 1) {
    const asker = await room.db.transaction((tx) => person(tx));
    await room.get(JoiningService).accept(token, asker, null);
    const member = await room.db.transaction((tx) => person(tx));
    await room.get(JoiningService).accept(token, member, null);
    const asked = await room.get(MembersQueries).joinRequests(associationId);
    const { id } = asked.find(({ personId }) => personId === member)!;
    for (const voucher of [president, inspector]) await room.get(VouchesService).vouch(id, voucher);
    await room.get(MembersService).invite(townHallId, 'secretary', `coleg-${n}@primaria.plai.example`, mayor);
    await room.get(AppointmentsService).ask(newId<'Approval'>(), asker, operators[0]);
  }
}

/** What would take the whole of a card payment, a dispute or a night to come about. */
function planted(project: ProjectId, donor: PersonId): string[] {
  const three = 'from generate_series(1, 3) n';
  return [
    `update pledges.pledge set person_id = '${donor}', public_name = 'Maria'`,
    `update pledges.pledge set state = 'promised', way = 'card-later', promised_at = counted_at, counted_at = null, came_minor = null, came_lei_minor = null
      where id = (select id from pledges.pledge order by id offset 1 limit 1)`,
    `insert into projects.correction (project_id, section, field, after, at) select '${project}', 'place', '/x', to_jsonb(n), platform.now() ${three}`,
    `insert into audit.run (at, nightly, findings) select platform.now(), false, '[]' ${three}`,
    `insert into payments.charge (id, owner, checkout_id, key, amount_minor, cover_minor, currency, state, wanted_at)
       select gen_random_uuid(), 'pledge:' || gen_random_uuid(), gen_random_uuid(), 'k' || n, 100, 0, 'EUR', 'wanted', platform.now() ${three}`,
    `insert into payments.dispute (id, charge_id, amount_minor, currency, reason, status, inquiry, opened_at)
       select 'dp_' || n, c.id, 100, 'EUR', 'fraudulent', 'needs_response', false, platform.now() from generate_series(1, 3) n, (select id from payments.charge limit 1) c`,
    `insert into payments.warning (id, charge_id, fraud_type, actionable, warned_at)
       select 'issfr_' || n, c.id, 'made_with_stolen_card', true, platform.now() from generate_series(1, 3) n, (select id from payments.charge limit 1) c`,
    `insert into pledges.loss_act (id, kind, project_id, amount_minor, approval_id, at, done_at)
       values (gen_random_uuid(), 'covered', '${project}', 100, gen_random_uuid(), platform.now(), platform.now())`,
    `insert into payments.stripe_transaction (id, type, category, amount_minor, fee_minor, net_minor, currency, created_at, seen_at)
       select 'txn_' || n, 'charge', 'charge', 100, 0, 100, 'EUR', platform.now(), platform.now() ${three}`,
    `insert into pledges.gift_refund (id, pledge_id, ref, currency, n, why, amount_minor, cover_minor, lei_minor, state, at)
       select gen_random_uuid(), p.id, p.ref, p.currency, 1, 'asked', 100, 0, 100, 'to-order', platform.now() from pledges.pledge p`,
  ];
}

/** Three monthly gifts, and a month of each. */
function plantedFunds(
  { placeCode, townHallId, associationId, mayor, president }: Town,
  donor: PersonId,
  project: ProjectId,
): string[] {
  const same = `repeat('0', 64), '${placeCode}', '${donor}', 1000, 0, 'EUR'`;
  return [
    `insert into funds.plan (id, ref, request, place_code, person_id, amount_minor, cover_minor, currency, lang, state, made_at, card_id, day, next_on)
       select gen_random_uuid(), 'PF-AAAA-A' || n + 1, ${same}, 'ro', 'active', platform.now(), gen_random_uuid(), 5, '2099-01-05' from generate_series(1, 3) n`,
    `insert into funds.gift (id, ref, receipt_code, request, place_code, person_id, amount_minor, cover_minor, currency, lei_minor, rate, rate_source, rate_on, lang,
         state, made_at, plan_id, month, charge_id, counted_at)
       select gen_random_uuid(), replace(p.ref, 'PF', 'FD'), repeat(right(p.ref, 1), 16), ${same}, 19500, '19.5', 'BNM', '2026-01-05', 'ro',
         'counted', platform.now(), p.id, '2026-01', gen_random_uuid(), platform.now() - row_number() over () * interval '1 hour' from funds.plan p`,
    `insert into funds.need (id, project_id, place_code, town_hall_id, association_id, amount_minor, reason, lang, state, asked_by, asked_at, until, decided_by, decided_at)
       select gen_random_uuid(), '${project}', '${placeCode}', '${townHallId}', '${associationId}', n, 'Doi stâlpi.', 'ro', 'used', '${mayor}', platform.now(),
         platform.now() + interval '30 days', '${president}', platform.now() from generate_series(1, 3) n`,
  ];
}

/** Files of the bank and for it, lines that nobody has explained, and exchanges. */
function plantedFiles(bank: string): string[] {
  const three = 'from generate_series(1, 3) n, (select * from banking.line limit 1) l';
  return [
    `insert into banking.statement (id, account_id, currency, format, sha256, from_on, until_on, opening_minor, closing_minor, entries, count, fresh, approval_id, state, entered_by, entered_at)
       select gen_random_uuid(), '${bank}', 'MDL', 'camt', repeat(n::text, 64), '2024-05-02', '2024-05-02', 0, 1, '[]', 1, 1, gen_random_uuid(), 'refused', l.entered_by, platform.now() ${three}`,
    `insert into banking.order_file (id, account_id, currency, message_id, content, sha256, count, sum_minor, execute_on, approval_id, state, made_by, made_at)
       select gen_random_uuid(), '${bank}', 'MDL', 'PLAI' || n, '<x/>', repeat(n::text, 64), 1, 1, '2024-05-02', gen_random_uuid(), 'refused', l.entered_by, platform.now() ${three}`,
    ...['unexplained', 'exchange-sold'].map(
      (meaning) =>
        `insert into banking.line (id, account_id, booked_on, amount_minor, currency, reference, meaning, approval_id, statement_id, state, entered_by, entered_at, confirmed_at)
           select gen_random_uuid(), '${bank}', '2024-05-02', -1, 'MDL', '${meaning} ' || n, '${meaning}', l.approval_id, gen_random_uuid(), 'confirmed', l.entered_by, platform.now(), platform.now() ${three}`,
    ),
  ];
}
