import { Injectable } from '@nestjs/common';
import type { BodyId, PersonId, VoteId } from '#libs/kernel/src/index.js';
import { Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { Assembly, AssemblyId } from './assembly.js';
import { maySignAs, type Signer, SIGNERS } from './signing.js';

const FIELDS = `a.id, a.association_id as "associationId", a.state, to_char(a.opens_on, 'YYYY-MM-DD') as "opensOn", a.by, a.number, a.rule,
  a.proposed_at as "proposedAt", a.called_at as "calledAt", a.opened_at as "openedAt", a.closed_at as "closedAt", a.called_off_at as "calledOffAt", a.why, a.code,
  a.chair_id as "chairId",
  (select count(*)::int from assemblies.backing b where b.assembly_id = a.id) as backers,
  coalesce((select json_agg(json_build_object('id', i.id, 'position', i.position, 'kind', i.kind, 'question', i.question,
      'role', i.role, 'candidate', i.candidate_id, 'says', i.candidate_says, 'years', i.years, 'rule', i.rule, 'voteId', i.vote_id,
      'outcome', v.outcome, 'effect', i.effect) order by i.position)
    from assemblies.item i left join voting.vote v on v.id = i.vote_id where i.assembly_id = a.id), '[]') as items,
  coalesce((select json_agg(json_build_object('office', s.office, 'personId', s.person_id, 'at', s.at) order by s.office)
    from assemblies.signature s where s.assembly_id = a.id), '[]') as signatures`;

/**
 * What a reader ($2, or null) may see of assemblies: everybody those whose members had notice; members also what was proposed to
 * them, and each what he began himself and the drafts on which he is to stand.
 */
const SEEN = `(a.called_at is not null or (a.proposed_at is not null or a.by = $2::uuid or a.state = 'draft'
    and exists (select from assemblies.item i where i.assembly_id = a.id and i.candidate_id = $2::uuid))
  and exists (select from hometowns.membership m where m.body_id = a.association_id and m.person_id = $2::uuid and m.until is null))`;
/** A draft that was dropped stands in no list. */
const LISTED = `${SEEN} and (coalesce(a.called_at, a.proposed_at) is not null or a.state <> 'called-off')`;

/** Reads assemblies. */
@Injectable()
export class AssembliesQueries {
  constructor(private readonly db: Database) {}

  /** One assembly in any state, or null: for what is done with it. Doors show it by `seen`. */
  async find(id: AssemblyId): Promise<Assembly | null> {
    return (await this.list('a.id = $1', [id]))[0] ?? null;
  }

  /** The assembly whose minutes have this code, or null. */
  async byCode(code: string): Promise<Assembly | null> {
    return (await this.list('a.code = $1', [code]))[0] ?? null;
  }

  /** The assembly on whose agenda a vote stands, or null. */
  async ofVote(voteId: VoteId, tx?: Tx): Promise<Assembly | null> {
    const where = 'a.id = (select assembly_id from assemblies.item where vote_id = $1)';
    return (await this.list(where, [voteId], tx))[0] ?? null;
  }

  /** One assembly that this reader may see, or null. */
  async seen(id: AssemblyId, reader: PersonId | null): Promise<Assembly | null> {
    return (await this.list(`a.id = $1 and ${SEEN}`, [id, reader]))[0] ?? null;
  }

  /** An association's assemblies that this reader may see, the latest first: of nobody in particular those with notice. */
  ofAssociation(bodyId: BodyId, reader: PersonId | null = null): Promise<Assembly[]> {
    return this.list(`a.association_id = $1 and ${LISTED}`, [bodyId, reader]);
  }

  /** Proposals that a member has not said he wants, the latest first. */
  toBack(bodyId: BodyId, personId: PersonId): Promise<Assembly[]> {
    return this.list(
      `a.association_id = $1 and a.state = 'proposed' and not exists (
         select from assemblies.backing b where b.assembly_id = a.id and b.person_id = $2)`,
      [bodyId, personId],
    );
  }

  /** Those who want an assembly. */
  async backers(id: AssemblyId, tx: Tx): Promise<PersonId[]> {
    const sql = 'select person_id as id from assemblies.backing where assembly_id = $1 order by at, person_id';
    return (await rowsOf<{ id: PersonId }>(tx, sql, [id])).map((one) => one.id);
  }

  /** Whether a member is among those who want an assembly. */
  async backs(id: AssemblyId, personId: PersonId): Promise<boolean> {
    const sql = 'select from assemblies.backing where assembly_id = $1 and person_id = $2';
    return (await this.db.rows(sql, [id, personId])).length > 0;
  }

  /** Who may sign the minutes of a closed assembly now. */
  async signersOf(assembly: Assembly): Promise<PersonId[]> {
    if (assembly.state !== 'closed') return [];
    const people = await this.db.rows<Signer>(SIGNERS, [assembly.associationId, assembly.id]);
    const given = { chairId: assembly.chairId, signed: assembly.signatures };
    return people.flatMap(({ id }) => (maySignAs(id, people, given) ? [id] : []));
  }

  /** Whether an association has called an assembly that is not over: one that opens, or votes. */
  async anyAhead(tx: Tx, bodyId: BodyId): Promise<boolean> {
    const sql = `select from assemblies.assembly where association_id = $1 and state in ('called', 'open') limit 1`;
    return (await rowsOf(tx, sql, [bodyId])).length > 0;
  }

  private async list(where: string, params: readonly unknown[], tx?: Tx): Promise<Assembly[]> {
    const sql = `select ${FIELDS} from assemblies.assembly a where ${where} order by a.at desc, a.id desc limit 200`;
    const rows = tx ? await rowsOf<Assembly>(tx, sql, params) : await this.db.rows<Assembly>(sql, params);
    // What comes as JSON has its moments as texts.
    return rows.map((row) => ({
      ...row,
      signatures: row.signatures.map((one) => ({ ...one, at: new Date(one.at) })),
    }));
  }
}
