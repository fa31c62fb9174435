import { Injectable } from '@nestjs/common';
import type { BodyId, PersonId, VoteId } from '#libs/kernel/src/index.js';
import { Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { Assembly, AssemblyId } from './assembly.js';

const FIELDS = `a.id, a.association_id as "associationId", a.state, to_char(a.opens_on, 'YYYY-MM-DD') as "opensOn", a.by, a.number,
  a.called_at as "calledAt", a.opened_at as "openedAt", a.closed_at as "closedAt", a.called_off_at as "calledOffAt", a.why, a.code,
  (select count(*)::int from assemblies.backing b where b.assembly_id = a.id) as backers,
  coalesce((select json_agg(json_build_object('id', i.id, 'position', i.position, 'kind', i.kind, 'question', i.question,
      'role', i.role, 'candidate', i.candidate_id, 'years', i.years, 'rule', i.rule, 'voteId', i.vote_id,
      'outcome', v.outcome, 'effect', i.effect) order by i.position)
    from assemblies.item i left join voting.vote v on v.id = i.vote_id where i.assembly_id = a.id), '[]') as items,
  coalesce((select json_agg(json_build_object('office', s.office, 'personId', s.person_id, 'at', s.at) order by s.office)
    from assemblies.signature s where s.assembly_id = a.id), '[]') as signatures`;

/** What everybody may see of assemblies: those whose members had notice. */
const PUBLIC = `a.called_at is not null`;

/** Reads assemblies. */
@Injectable()
export class AssembliesQueries {
  constructor(private readonly db: Database) {}

  /** One assembly, or null. */
  async find(id: AssemblyId): Promise<Assembly | null> {
    return (await this.list('a.id = $1', [id]))[0] ?? null;
  }

  /** The assembly whose minutes have this code, or null. */
  async byCode(code: string): Promise<Assembly | null> {
    return (await this.list('a.code = $1', [code]))[0] ?? null;
  }

  /** The assembly on whose agenda a vote stands, or null. */
  async ofVote(voteId: VoteId): Promise<Assembly | null> {
    return (
      (await this.list('a.id = (select assembly_id from assemblies.item where vote_id = $1)', [voteId]))[0] ?? null
    );
  }

  /** An association's assemblies of which its members had notice, the latest first. */
  ofAssociation(bodyId: BodyId): Promise<Assembly[]> {
    return this.list(`a.association_id = $1 and ${PUBLIC}`, [bodyId]);
  }

  /** The same as one of its members sees them: with proposals that he may back, and drafts of his own. */
  forMember(bodyId: BodyId, personId: PersonId): Promise<Assembly[]> {
    return this.list(
      `a.association_id = $1 and (${PUBLIC} or a.state = 'proposed' or (a.by = $2 and a.state in ('draft', 'lapsed')))`,
      [bodyId, personId],
    );
  }

  /** Whether a member is among those who want an assembly. */
  async backs(id: AssemblyId, personId: PersonId): Promise<boolean> {
    const sql = 'select from assemblies.backing where assembly_id = $1 and person_id = $2';
    return (await this.db.rows(sql, [id, personId])).length > 0;
  }

  /** Whether an association has called an assembly that is not over: one that opens, or votes. */
  async anyAhead(tx: Tx, bodyId: BodyId): Promise<boolean> {
    const sql = `select from assemblies.assembly where association_id = $1 and state in ('called', 'open') limit 1`;
    return (await rowsOf(tx, sql, [bodyId])).length > 0;
  }

  private async list(where: string, params: readonly unknown[]): Promise<Assembly[]> {
    const rows = await this.db.rows<Assembly>(
      `select ${FIELDS} from assemblies.assembly a where ${where} order by a.at desc, a.id desc limit 200`,
      params,
    );
    // What comes as JSON has its moments as texts.
    return rows.map((row) => ({
      ...row,
      signatures: row.signatures.map((one) => ({ ...one, at: new Date(one.at) })),
    }));
  }
}
