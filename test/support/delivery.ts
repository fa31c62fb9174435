import { type CivilDate, type FileId, newId, type PersonId } from '#libs/kernel/src/index.js';
import {
  checklistOf,
  DeliveryQueries,
  ReleasesService,
  type RequestId,
  TranchesService,
} from '#libs/delivery/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { type BankAccount, BankService } from '#libs/banking/src/index.js';
import { Clock, Courier, Files } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { VotesService } from '#libs/voting/src/index.js';
import type { Room } from './room.js';
import type { Town, TownProject } from './town.js';

const DAY = 86_400_000;

/** Walks the tranches of one project of a test through their steps, by the services alone. */
export class DeliveryWalk {
  constructor(
    private readonly room: Room,
    private readonly town: Town,
    private readonly project: TownProject,
    private readonly bank: BankAccount['id'],
  ) {}

  /** A paper that this person has sent in. */
  async pdf(by: PersonId): Promise<FileId> {
    const bytes = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n');
    return (await this.room.get(Files).keep({ bytes, name: 'act.pdf', by })).id;
  }

  /** The town hall asks for the n-th tranche (0 is the first). */
  async ask(n = 0, by = this.town.mayor): Promise<RequestId> {
    const id = newId<'TrancheRequest'>() as RequestId;
    const { id: projectId, tranches } = this.project;
    const evidence = [await this.pdf(by)];
    const note = 'Stâlpii sunt puși.';
    await this.room.get(TranchesService).ask({ id, trancheId: tranches[n]!, projectId, note, evidence }, by);
    return id;
  }

  /** The inspector finds everything in order, and advises. */
  async inspect(id: RequestId, verdict: 'accepted' | 'refused' = 'accepted', by = this.town.inspector): Promise<void> {
    const plan = await this.room.get(ProjectsQueries).plan(this.project.id);
    const items = checklistOf(plan!).map(({ id: lineId }) => ({ lineId, finding: 'ok' as const }));
    await this.room.get(TranchesService).inspect(id, items, verdict, by);
  }

  /** The whole association votes alike, and the vote's time passes. */
  async vote(id: RequestId, choice: 'yes' | 'no' = 'yes'): Promise<void> {
    const [own] = (await this.room.get(DeliveryQueries).request(id))!.votes;
    for (const member of [this.town.president, this.town.inspector, ...this.town.members]) {
      await this.room.get(VotesService).cast(own!.voteId, choice, null, member);
    }
    await this.pass(5);
  }

  /** Days pass, and what was due is done. */
  async pass(days: number): Promise<void> {
    await this.room.get(Clock).moveBy(days * DAY);
    await this.work();
  }

  /** The chores of votes and tranches, and the news; those of payments would look for Stripe. */
  async work(): Promise<void> {
    for (const chore of ['voting.close', 'delivery.approve']) await this.room.get(Courier).run(chore);
    await this.room.drain();
  }

  /** Two of the operator's sign; gives the payment order. */
  async sign(id: RequestId): Promise<string> {
    const approval = await this.room.get(ReleasesService).askRelease(id, this.town.operators[0]);
    await this.room.get(ReleasesService).confirmRelease(approval, this.town.operators[1]);
    await this.room.drain();
    return (await this.room.get(DeliveryQueries).request(id))!.orderId!;
  }

  /** The bank's statement shows the order as paid. */
  async arrive(id: RequestId, orderId: string): Promise<void> {
    const { amount } = (await this.room.get(DeliveryQueries).request(id))!;
    const line = {
      id: newId<'BankLine'>(),
      accountId: this.bank,
      amount,
      reference: newId(),
      bookedOn: await this.today(),
    };
    const bank = this.room.get(BankService);
    const approval = await bank.enterLine({ ...line, meaning: 'order', refersTo: orderId }, this.town.operators[0]);
    await bank.confirmLine(approval, this.town.operators[1]);
    await this.room.drain();
  }

  /** From the question to the treasury. */
  async whole(n = 0): Promise<RequestId> {
    const id = await this.ask(n);
    await this.inspect(id);
    await this.vote(id);
    await this.arrive(id, await this.sign(id));
    return id;
  }

  /** The day in Chișinău. */
  async today(): Promise<CivilDate> {
    const sql = `select (platform.now() at time zone 'Europe/Chisinau')::date::text as day`;
    return (await this.room.db.rows<{ day: CivilDate }>(sql))[0]!.day;
  }

  /** Every account of the project that does not stand at zero, by its name. */
  async books(): Promise<Record<string, bigint>> {
    const ledger = this.room.get(LedgerQueries);
    const all = await Promise.all(
      ['held', 'memo'].map((book) => ledger.balances(`${book}:project/${this.project.id}:`)),
    );
    const rows = all.flat().filter(({ amount }) => !amount.isZero());
    return Object.fromEntries(rows.map(({ code, amount }) => [code.split(':')[2]!, amount.minor]));
  }
}
