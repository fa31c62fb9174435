import { Injectable } from '@nestjs/common';
import { MembersQueries, OFFICERS } from '#libs/hometowns/src/index.js';
import { type FileId, type Id, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Clock, Database, Files, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { OBJECTIONS_MOST, objectionsMany, ProjectsQueries } from '#libs/projects/src/index.js';
import { mustHavePlan } from './plan.js';
import { ProjectMoney } from './project-money.js';
import type { RequestId } from './tranche.postings.js';

const OPEN = new Set(['asked', 'objections']);
/** Of a joint project its associations may vote while the public of a town without one may object. */
const UNDECIDED = new Set(['asked', 'objections', 'voting']);

/** Evidence of a tranche request, and objections where no association votes. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly files: Files,
    private readonly members: MembersQueries,
    private readonly projects: ProjectsQueries,
    private readonly money: ProjectMoney,
    private readonly trail: Trail,
  ) {}

  /** Throws `evidence-missing` unless there is at least one file and every one was sent in by this person. */
  async mustBeOwn(files: readonly FileId[], by: PersonId): Promise<void> {
    const own = await Promise.all(files.map((file) => this.files.isFrom(file, by)));
    if (files.length === 0 || own.includes(false))
      throw refuseFields({ pointer: '/evidence', code: 'evidence-missing' });
  }

  /** Attaches files to a request; one that is there already stays. */
  async attach(tx: Tx, requestId: RequestId, files: readonly FileId[], by: PersonId): Promise<void> {
    for (const { id, kind } of await this.files.infos(files, tx)) {
      await tx.query(
        `insert into delivery.evidence (request_id, file_id, what, by, at) values ($1, $2, $3, $4, platform.now())
         on conflict do nothing`,
        [requestId, id, kind, by],
      );
    }
  }

  /**
   * The town hall adds to its evidence until the vote opens; nothing is ever taken away.
   * Mayor, secretary or accountant. Throws `tranche-state`, `evidence-missing`, `role-missing`.
   */
  async add(requestId: RequestId, files: readonly FileId[], by: PersonId): Promise<void> {
    await this.mustBeOwn(files, by);
    await this.db.transaction(async (tx) => {
      const request = await this.money.request(tx, requestId);
      const { project } = await mustHavePlan(this.projects, request.projectId, tx);
      await this.members.mustHold(tx, by, project.townHallId, OFFICERS['town-hall']);
      if (!OPEN.has(request.state)) throw refuse('conflict', 'tranche-state', 'The evidence is closed.');
      await this.attach(tx, requestId, files, by);
      await this.trail.add(tx, {
        actor: by,
        action: 'tranche.evidence-added',
        subject: `tranche:${requestId}`,
        data: { files: files.length },
      });
    });
  }

  /**
   * Anybody signed in objects to a tranche where no association votes, in its ten days; the same again changes nothing.
   * Throws `not-found` where an association votes, `objections-over`, `objections-many` beyond three of one person,
   * `text-missing`, `objection-reused`.
   */
  async object(requestId: RequestId, { id, text }: { id: Id<'Objection'>; text: string }, by: PersonId): Promise<void> {
    const said = text.trim().slice(0, 4000);
    if (!said) throw refuseFields({ pointer: '/text', code: 'text-missing' });
    await this.db.transaction(async (tx) => {
      const request = await this.money.request(tx, requestId);
      const until = request.objectionsUntil;
      if (!until) throw refuse('not-found', 'not-found', 'The association votes on this request.');
      if (!UNDECIDED.has(request.state) || until <= (await this.clock.now(tx)))
        throw refuse('conflict', 'objections-over', 'The time for objections is over.');
      const made = await rowsOf(
        tx,
        `insert into delivery.objection (id, request_id, person_id, text, at) values ($1, $2, $3, $4, platform.now())
         on conflict do nothing returning id`,
        [id, requestId, by, said],
      );
      if (made.length === 0) return mustRepeat(tx, [id, requestId, by, said]);
      const his = 'select from delivery.objection where request_id = $1 and person_id = $2';
      if ((await rowsOf(tx, his, [requestId, by])).length > OBJECTIONS_MOST) throw objectionsMany();
      await this.trail.add(tx, { actor: by, action: 'tranche.objected', subject: `tranche:${requestId}` });
    });
  }
}

async function mustRepeat(tx: Tx, objection: readonly string[]): Promise<void> {
  const sql = 'select from delivery.objection where id = $1 and request_id = $2 and person_id = $3 and text = $4';
  if ((await rowsOf(tx, sql, objection)).length === 0)
    throw refuse('conflict', 'objection-reused', 'The id of this objection was used for another.');
}
