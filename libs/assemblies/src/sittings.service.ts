import { Injectable } from '@nestjs/common';
import { ElectionsService, type VoteRule, VoteRulesService } from '#libs/hometowns/src/index.js';
import { newId, type PersonId, randomCode, type VoteId } from '#libs/kernel/src/index.js';
import { Database, type Multilingual, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { VotesService } from '#libs/voting/src/index.js';
import { assemblyEvent } from './assemblies.events.js';
import { type AssemblyId, type Elected, type ItemId, type ItemKind, PROPOSED_DAYS } from './assembly.js';
import { type AssemblyRow, lockAssembly } from './drafts.js';

interface ItemRow {
  readonly id: ItemId;
  readonly position: number;
  readonly kind: ItemKind;
  readonly question: Multilingual;
  readonly role: Elected | null;
  readonly candidate_id: PersonId | null;
  readonly years: number | null;
  readonly rule: VoteRule | null;
}

const CODE_LENGTH = 16;

/** Opens assemblies on their day, each point as a vote with its own frozen roll, and lets happen what was decided. */
@Injectable()
export class SittingsService {
  constructor(
    private readonly db: Database,
    private readonly votes: VotesService,
    private readonly elections: ElectionsService,
    private readonly rules: VoteRulesService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /** Opens what is due, each in one step, and ends proposals that too few wanted. One that fails stops no other. */
  async openDue(): Promise<void> {
    await this.db.rows(
      `update assemblies.assembly set state = 'lapsed'
       where state = 'proposed' and proposed_at < platform.now() - interval '${PROPOSED_DAYS} days'`,
    );
    const due = await this.db.rows<{ id: AssemblyId }>(
      `select id from assemblies.assembly
       where state = 'called' and opens_on <= (platform.now() at time zone 'Europe/Chisinau')::date order by opens_on limit 100`,
    );
    const failures: unknown[] = [];
    for (const { id } of due)
      await this.db.transaction((tx) => this.open(tx, id)).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'some assemblies could not be opened');
  }

  /** A vote is counted: when a point of an agenda was its subject, what was decided happens; the last one closes the assembly. */
  async counted(tx: Tx, subject: string, accepted: boolean): Promise<void> {
    const [of, id] = subject.split(':');
    if (of !== 'question') return;
    const [found] = await rowsOf<{ assemblyId: AssemblyId }>(
      tx,
      'select assembly_id as "assemblyId" from assemblies.item where id = $1',
      [id],
    );
    if (!found) return;
    const assembly = await lockAssembly(tx, found.assemblyId);
    const [item] = await rowsOf<ItemRow>(tx, 'select * from assemblies.item where id = $1', [id]);
    if (accepted) await this.effect(tx, assembly, item!);
    await this.closeAfterLast(tx, assembly);
  }

  private async open(tx: Tx, id: AssemblyId): Promise<void> {
    const assembly = await lockAssembly(tx, id);
    if (assembly.state !== 'called') return;
    const items = await rowsOf<ItemRow>(tx, 'select * from assemblies.item where assembly_id = $1 order by position', [
      id,
    ]);
    for (const item of items) {
      const voteId = newId<'Vote'>() as VoteId;
      const { associationId } = assembly;
      const { kind, question } = item;
      await this.votes.open(tx, { id: voteId, kind, subject: `question:${item.id}`, projectId: null, question, associationId }); // prettier-ignore
      await tx.query('update assemblies.item set vote_id = $2 where id = $1', [item.id, voteId]);
    }
    await tx.query(`update assemblies.assembly set state = 'open', opened_at = platform.now() where id = $1`, [id]);
    await this.tell(tx, assembly, 'opened');
  }

  private async effect(tx: Tx, { associationId, number, by }: AssemblyRow, item: ItemRow): Promise<void> {
    let done = true;
    // A dissolution takes effect when all is handed over and two of the operator's staff have confirmed it.
    if (item.kind === 'question' || item.kind === 'dissolution') return;
    if (item.kind === 'rules') await this.rules.adopt(tx, associationId, item.rule!, by);
    else
      done = await this.elections.elect(
        tx,
        associationId,
        {
          ...{ personId: item.candidate_id!, role: item.role!, years: item.years! },
          decision: `${number}.${item.position}`,
        },
        by,
      );
    const effect = done ? 'done' : 'candidate-left';
    await tx.query('update assemblies.item set effect = $2 where id = $1', [item.id, effect]);
  }

  private async closeAfterLast(tx: Tx, assembly: AssemblyRow): Promise<void> {
    const closed = await rowsOf(
      tx,
      `update assemblies.assembly a set state = 'closed', closed_at = platform.now(), code = $2
       where id = $1 and state = 'open' and not exists (
         select from assemblies.item i join voting.vote v on v.id = i.vote_id where i.assembly_id = a.id and v.state = 'open')
       returning 1`,
      [assembly.id, randomCode(CODE_LENGTH)],
    );
    if (closed.length > 0) await this.tell(tx, assembly, 'closed');
  }

  private async tell(tx: Tx, { id, associationId }: AssemblyRow, what: 'opened' | 'closed'): Promise<void> {
    const subject = `body:${associationId}`;
    await this.trail.add(tx, { actor: null, action: `assembly.${what}`, subject, data: { assembly: id } });
    await this.outbox.add(tx, assemblyEvent(what, id, associationId));
  }
}
