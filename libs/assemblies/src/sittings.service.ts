import { Injectable } from '@nestjs/common';
import { CallingsService, ElectionsService, type VoteRule, VoteRulesService } from '#libs/hometowns/src/index.js';
import { type BodyId, newId, type PersonId, randomCode, type VoteId } from '#libs/kernel/src/index.js';
import { Database, inTurn, type Multilingual, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { VotesService } from '#libs/voting/src/index.js';
import { assemblyEvent } from './assemblies.events.js';
import { type AssemblyId, type Elected, HELD_UP_DAYS, type Item, type ItemId, type ItemKind, PROPOSED_DAYS } from './assembly.js'; // prettier-ignore
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

interface Accepted extends ItemRow {
  readonly yes: number;
  readonly no: number;
}

const CODE_LENGTH = 16;
const TODAY = `(platform.now() at time zone 'Europe/Chisinau')::date`;

/** Opens assemblies on their day, each point as a vote with its own frozen roll, and lets happen what was decided. */
@Injectable()
export class SittingsService {
  constructor(
    private readonly db: Database,
    private readonly votes: VotesService,
    private readonly elections: ElectionsService,
    private readonly rules: VoteRulesService,
    private readonly callings: CallingsService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Opens what is due, each in one step, and ends what does not come about: proposals that too few wanted, and what could not open for
   * sixty days because the association may not act. One that fails stops no other.
   */
  async openDue(): Promise<void> {
    await this.endVain();
    const due = await this.db.rows<{ id: AssemblyId }>(
      `select a.id from assemblies.assembly a join hometowns.body b on b.id = a.association_id
       where a.state = 'called' and a.opens_on <= ${TODAY} and b.state = 'verified' order by a.opens_on limit 100`,
    );
    await inTurn(due, ({ id }) => this.db.transaction((tx) => this.open(tx, id)));
  }

  /**
   * A vote is counted: the last one of an agenda closes the assembly. What was decided happens then, in the order of the agenda
   * and whatever came first out of the count, so that minutes never wait for it.
   */
  async counted(tx: Tx, subject: string): Promise<void> {
    const [of, id] = subject.split(':');
    if (of !== 'question') return;
    const [found] = await rowsOf<{ assemblyId: AssemblyId }>(
      tx,
      'select assembly_id as "assemblyId" from assemblies.item where id = $1',
      [id],
    );
    if (!found) return;
    const assembly = await lockAssembly(tx, found.assemblyId);
    await tx.query('update assemblies.item set counted_at = platform.now() where id = $1 and counted_at is null', [id]);
    if (assembly.state === 'open') await this.closeAfterLast(tx, assembly);
  }

  private async endVain(): Promise<void> {
    await this.db.transaction(async (tx) => {
      const lapsed = await rowsOf<{ id: AssemblyId; bodyId: BodyId; called: boolean }>(
        tx,
        `update assemblies.assembly a set state = 'lapsed'
         where (a.state = 'proposed' and a.proposed_at < platform.now() - interval '${PROPOSED_DAYS} days')
           or (a.state = 'called' and a.opens_on < ${TODAY} - ${HELD_UP_DAYS} and not exists (
             select from hometowns.body b where b.id = a.association_id and b.state = 'verified'))
         returning id, association_id as "bodyId", called_at is not null as called`,
      );
      for (const { id, bodyId, called } of lapsed) {
        await this.callings.end(tx, id);
        await this.outbox.add(tx, assemblyEvent(called ? 'not-held' : 'lapsed', id, bodyId));
      }
    });
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
      await this.votes.open(tx, { id: voteId, kind, subject: `question:${item.id}`, projectId: null, question, associationId, rule: assembly.rule! }); // prettier-ignore
      await tx.query('update assemblies.item set vote_id = $2 where id = $1', [item.id, voteId]);
    }
    await tx.query(`update assemblies.assembly set state = 'open', opened_at = platform.now() where id = $1`, [id]);
    await this.tell(tx, assembly, 'opened');
  }

  private async closeAfterLast(tx: Tx, assembly: AssemblyRow): Promise<void> {
    const open = 'select 1 from assemblies.item where assembly_id = $1 and counted_at is null limit 1';
    if ((await rowsOf(tx, open, [assembly.id])).length > 0) return;
    const accepted = await rowsOf<Accepted>(
      tx,
      `select i.*, v.yes, v.no from assemblies.item i join voting.vote v on v.id = i.vote_id
       where i.assembly_id = $1 and v.outcome = 'accepted' order by i.position`,
      [assembly.id],
    );
    const chairId = await this.presidentOf(tx, assembly);
    for (const item of accepted) {
      const effect = outvoted(item, accepted) ? 'outvoted' : await this.effect(tx, assembly, item);
      if (effect) await tx.query('update assemblies.item set effect = $2 where id = $1', [item.id, effect]);
    }
    await tx.query(
      `update assemblies.assembly set state = 'closed', closed_at = platform.now(), code = $2, chair_id = $3 where id = $1`,
      [assembly.id, randomCode(CODE_LENGTH), chairId],
    );
    await this.callings.end(tx, assembly.id);
    await this.tell(tx, assembly, 'closed');
  }

  /** Who has led it: its president before what was decided happens. */
  private async presidentOf(tx: Tx, { associationId }: AssemblyRow): Promise<PersonId | null> {
    const [head] = await rowsOf<{ id: PersonId }>(
      tx,
      `select person_id as id from hometowns.membership where body_id = $1 and role = 'president' and until is null`,
      [associationId],
    );
    return head?.id ?? null;
  }

  /** What follows from a point at once; null where nothing has to. */
  private async effect(tx: Tx, { associationId, number, by }: AssemblyRow, item: ItemRow): Promise<Item['effect']> {
    // A dissolution takes effect when all is handed over and two of the operator's staff have confirmed it.
    if (item.kind === 'question' || item.kind === 'dissolution') return null;
    if (item.kind === 'rules') {
      await this.rules.adopt(tx, associationId, item.rule!, by);
      return 'done';
    }
    const { candidate_id: personId, role, years, position } = item;
    const election = { personId: personId!, role: role!, years: years!, decision: `${number}.${position}` };
    return (await this.elections.elect(tx, associationId, election, by)) ? 'done' : 'candidate-left';
  }

  private async tell(tx: Tx, { id, associationId }: AssemblyRow, what: 'opened' | 'closed'): Promise<void> {
    const subject = `body:${associationId}`;
    await this.trail.add(tx, { actor: null, action: `assembly.${what}`, subject, data: { assembly: id } });
    await this.outbox.add(tx, assemblyEvent(what, id, associationId));
  }
}

/**
 * Of several that were accepted for what is one alone, a president or a rule, the one with the most yes holds: then with the
 * fewest no, then the first on the agenda.
 */
function outvoted(item: Accepted, accepted: readonly Accepted[]): boolean {
  const one = (other: ItemRow) => (item.kind === 'rules' ? other.kind === 'rules' : other.role === 'president');
  if (item.kind !== 'rules' && item.role !== 'president') return false;
  const [first] = accepted.filter(one).sort((a, b) => b.yes - a.yes || a.no - b.no || a.position - b.position);
  return first!.id !== item.id;
}
