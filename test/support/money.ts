import {
  type BodyId,
  type CivilDate,
  type Money,
  newId,
  type PersonId,
  type PledgeId,
  type ProjectId,
  randomCode,
  refOf,
} from '#libs/kernel/src/index.js';
import { type AccountCheckId, AccountChecksService, TreasuryService } from '#libs/hometowns/src/index.js';
import { account, LedgerService } from '#libs/ledger/src/index.js';
import { type BankAccount, BankAccountsService, BankService, type EnterLine } from '#libs/banking/src/index.js';
import { staffer } from './campaign.js';
import type { Room } from './room.js';
import { person, type Town } from './town.js';

const IBAN = 'MD24AG000225100013104168';

/** An account of the operator, entered by one of his staff, this one or a new one, and signed by any other. */
export async function openAccount(room: Pick<Room, 'get' | 'db'>, account: BankAccount, by?: PersonId): Promise<void> {
  const first = by ?? (await staffer(room.db));
  const [other] = await room.db.rows<{ id: PersonId }>(
    'select person_id as id from identity.staff where until is null and person_id <> $1 limit 1',
    [first],
  );
  for (const person of [first, other?.id ?? (await staffer(room.db))])
    await room.get(BankAccountsService).open(account, person);
}

/** The operator's account in lei. */
export async function openBank(room: Room, by: PersonId): Promise<BankAccount['id']> {
  const id = newId<'BankAccount'>();
  await openAccount(room, { id, currency: 'MDL', iban: IBAN, bank: 'Banca de probă', holder: 'Plai' }, by);
  return id;
}

/** The town hall's account at the treasury: entered by its accountant, signed by its mayor, confirmed by its official address. */
export async function openTreasury(room: Room, { townHallId, accountant, mayor }: Town, iban = IBAN): Promise<void> {
  const account = { iban, holder: 'Primăria', bank: 'Trezoreria de Stat' };
  const approval = await room.get(TreasuryService).propose(townHallId, account, accountant);
  await room.get(TreasuryService).confirm(approval, mayor);
  await confirmOfficially(room, townHallId);
}

/** The token of the newest letter to a town hall's official address. */
export async function officialToken(room: Room, townHallId: BodyId): Promise<string> {
  const [check] = await room.db.rows<{ id: AccountCheckId }>(
    `select c.id from hometowns.account_check c join hometowns.treasury_account a on a.id = c.account_id
     where a.body_id = $1 order by c.at desc, c.id desc limit 1`,
    [townHallId],
  );
  const letter = await room.get(AccountChecksService).letterOf(check!.id);
  return letter!.token;
}

/** Whoever reads the official address says yes to the account that two officers signed. */
export async function confirmOfficially(room: Room, townHallId: BodyId): Promise<void> {
  await room.get(AccountChecksService).answer(await officialToken(room, townHallId), { confirm: true });
}

/** A gift in lei by transfer that has been counted: its line of the bank's statement, its row and its journal. */
export async function countGift(
  room: Room,
  town: Town,
  {
    projectId,
    bank,
    lei,
    shortfall = 'return',
  }: { projectId: ProjectId; bank: BankAccount['id']; lei: Money; shortfall?: string },
): Promise<PledgeId> {
  const id = newId<'Pledge'>() as PledgeId;
  const line = await creditLine(room, town, { bank, lei });
  await room.db.transaction(async (tx) => {
    const giver = await person(tx);
    await room.get(BankService).claimLine(tx, line, `pledge:${id}`);
    await tx.query(
      `insert into pledges.pledge (id, ref, receipt_code, request, project_id, person_id, way, amount_minor, cover_minor, currency,
         lei_minor, rate, rate_source, rate_on, shortfall, lang, follow, state, made_at, counted_at, came_minor, came_lei_minor)
       values ($1, $2, $3, repeat('a', 64), $4, $5, 'transfer', $6, 0, 'MDL', $6, '1', 'BNM', current_date, $7, 'ro', false, 'counted',
         platform.now(), platform.now(), $6, $6)`,
      [id, refOf('PL', randomCode(6)), randomCode(16), projectId, giver, lei.minor.toString(), shortfall],
    );
    const sides = {
      debit: account('held', 'operator', 'unidentified', 'MDL'),
      credit: account('held', 'project', projectId, 'claim', 'MDL'),
    };
    await room.get(LedgerService).post(tx, {
      key: `pledge:${id}:counted`,
      kind: 'pledge.counted',
      project: projectId,
      postings: [{ ...sides, amount: lei, dims: { gift: id } }],
      ref: { pledge: id, line },
    });
  });
  return id;
}

/** Lei that came in by the bank's statement, with both signatures of the operator; nobody has claimed them yet. */
export async function creditLine(
  room: Room,
  { operators }: Town,
  { bank, lei, purpose }: { bank: BankAccount['id']; lei: Money; purpose?: string },
): Promise<EnterLine['id']> {
  const sql = `select (platform.now() at time zone 'Europe/Chisinau')::date::text as day`;
  const [{ day }] = (await room.db.rows<{ day: CivilDate }>(sql)) as [{ day: CivilDate }];
  const id = newId<'BankLine'>();
  const line: EnterLine = {
    id,
    accountId: bank,
    bookedOn: day,
    amount: lei,
    reference: newId(),
    purpose,
    meaning: 'gift',
  };
  const approval = await room.get(BankService).enterLine(line, operators[0]);
  await room.get(BankService).confirmLine(approval, operators[1]);
  return id;
}
