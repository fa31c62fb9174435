import { Injectable } from '@nestjs/common';
import type { BodyId, FileId, PersonId } from '#libs/kernel/src/index.js';
import { Database, fold, rowsOf, type Tx } from '#libs/platform/src/index.js';
import type { NamedPerson } from './application.js';
import { type Body, BODY_COLUMNS, type BodyKind, type BodyState } from './body.js';
import { DEFAULT_VOTE_RULE, MEMBERS_RULE, type VoteRuleInForce } from './vote-rule.js';

/** What the operator looks at before he verifies. */
export interface ApplicationDetails {
  readonly body: Body;
  readonly documents: readonly FileId[];
  /** The applicant, and an association's founders once it is verified. */
  readonly people: readonly { readonly personId: PersonId; readonly role: string; readonly via: string }[];
  /** Whom the applicant names as founders beside himself, until it is decided. */
  readonly founders: readonly NamedPerson[];
}

/** Which bodies of a list; the newest first, after the one with this id. */
export interface BodiesFilter {
  readonly kind?: BodyKind | undefined;
  readonly state?: BodyState | undefined;
  readonly after?: BodyId | undefined;
  readonly limit: number;
}

/** The place and, when it has no town hall of its own, the commune that governs it. */
const GOVERNING = `with recursive up as (
  select code, parent, self_governing from hometowns.place where code = $1
  union all
  select p.code, p.parent, p.self_governing from hometowns.place p join up on p.code = up.parent where not up.self_governing)`;

/** Town halls and associations. Only verified ones are found by place or name. */
@Injectable()
export class BodiesQueries {
  constructor(private readonly db: Database) {}

  /** The verified town hall that governs a place (a village's is its commune's), or null. */
  async townHallOf(placeCode: string, tx?: Tx): Promise<Body | null> {
    const [found] = await this.read(
      `${GOVERNING} select ${BODY_COLUMNS} from hometowns.body b
       where b.place_code in (select code from up where self_governing) and b.kind = 'town-hall' and b.state = 'verified'`,
      [placeCode],
      tx,
    );
    return found ?? null;
  }

  /** Verified associations of a place: its own, its commune's, and of the villages in it; the oldest first. */
  associationsOf(placeCode: string, tx?: Tx): Promise<Body[]> {
    return this.read(
      `${GOVERNING} select ${BODY_COLUMNS} from hometowns.body b
       where b.kind = 'association' and b.state = 'verified' and (b.place_code in (select code from up)
         or b.place_code in (select code from hometowns.place where parent = $1 and not self_governing))
       order by b.place_code <> $1, b.verified_at, b.id`,
      [placeCode],
      tx,
    );
  }

  /** A body in any state by id, or null. */
  async find(id: BodyId, tx?: Tx): Promise<Body | null> {
    const [found] = await this.read(`select ${BODY_COLUMNS} from hometowns.body b where b.id = $1`, [id], tx);
    return found ?? null;
  }

  /** Bodies in any state by their ids, in that order; an id that nobody has is left out. */
  findAll(ids: readonly BodyId[]): Promise<Body[]> {
    return this.read(
      `select ${BODY_COLUMNS} from hometowns.body b where b.id = any($1::uuid[]) order by array_position($1::uuid[], b.id)`,
      [ids],
    );
  }

  /** A body by its address, verified or dissolved; or null. */
  async bySlug(slug: string): Promise<Body | null> {
    const [found] = await this.read(
      `select ${BODY_COLUMNS} from hometowns.body b where b.slug = $1 and b.state in ('verified', 'dissolved')`,
      [slug],
    );
    return found ?? null;
  }

  /** Town halls and associations in any state, the newest first. */
  list({ kind, state, after, limit }: BodiesFilter): Promise<Body[]> {
    return this.read(
      `select ${BODY_COLUMNS} from hometowns.body b
       where ($1::text is null or b.kind = $1) and ($2::text is null or b.state = $2) and ($3::uuid is null or b.id < $3)
       order by b.id desc limit $4`,
      [kind ?? null, state ?? null, after ?? null, limit],
    );
  }

  /** Verified bodies whose name holds these letters, diacritics or not; at most 50. */
  async search(text: string, limit = 20): Promise<Body[]> {
    const wanted = fold(text);
    if (!wanted) return [];
    const all = await this.read(
      `select ${BODY_COLUMNS} from hometowns.body b where b.state = 'verified' order by b.verified_at, b.id`,
      [],
    );
    const named = ({ name }: Body) => [name.ro, name.ru, name.en].some((one) => one && fold(one).includes(wanted));
    return all.filter(named).slice(0, Math.min(limit, 50));
  }

  /** An application with its documents and people, or null. For the operator's desk. */
  async application(id: BodyId): Promise<ApplicationDetails | null> {
    const body = await this.find(id);
    if (!body) return null;
    const documents = await this.db.rows<{ file_id: FileId }>(
      'select file_id from hometowns.body_document where body_id = $1 order by file_id',
      [id],
    );
    const people = await this.db.rows<ApplicationDetails['people'][number]>(
      `select person_id as "personId", role, via from hometowns.membership
       where body_id = $1 and via in ('application', 'founder') order by via, since, id`,
      [id],
    );
    const founders = await this.db.rows<NamedPerson>(
      'select name, email from hometowns.founder where body_id = $1 order by name, email',
      [id],
    );
    return { body, documents: documents.map(({ file_id }) => file_id), people, founders };
  }

  /** The bodies whose application brought this file as a paper. */
  withDocument(fileId: FileId): Promise<Body[]> {
    return this.read(
      `select ${BODY_COLUMNS} from hometowns.body b join hometowns.body_document d on d.body_id = b.id where d.file_id = $1`,
      [fileId],
    );
  }

  /** The rule by which an association votes now. */
  async voteRuleOf(bodyId: BodyId, tx?: Tx): Promise<VoteRuleInForce> {
    const sql = `select quorum_num as "quorumNum", quorum_den as "quorumDen", majority_num as "majorityNum",
        majority_den as "majorityDen", strict, hours, silence, arbiter, secret, proxies, paper_allowed as "paperAllowed", body_id as "bodyId", since
      from hometowns.vote_rule where body_id = $1 order by n desc limit 1`;
    const rows = tx
      ? await rowsOf<VoteRuleInForce>(tx, sql, [bodyId])
      : await this.db.rows<VoteRuleInForce>(sql, [bodyId]);
    return rows[0] ?? { ...DEFAULT_VOTE_RULE, bodyId, since: null };
  }

  /** Whether only the members of an association set another rule, in an assembly; before that its president does. */
  async ruleIsMembers(bodyId: BodyId): Promise<boolean> {
    return (
      (await this.db.rows(`select from hometowns.body b where b.id = $1 and ${MEMBERS_RULE}`, [bodyId])).length > 0
    );
  }

  private read(sql: string, params: readonly unknown[], tx?: Tx): Promise<Body[]> {
    return tx ? rowsOf<Body>(tx, sql, params) : this.db.rows<Body>(sql, params);
  }
}
