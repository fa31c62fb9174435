import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsService, askerLeft, type Office } from '#libs/approvals/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { type ApprovalId, type PersonId, refuse, refuseFields, refuseWrong } from '#libs/kernel/src/index.js'; // prettier-ignore
import { cleanPart, nameDigest, partFault, type Slip, slipFaults, slipOf } from '#libs/neighbours/src/index.js';
import { Database, type Lang, type Multilingual, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js'; // prettier-ignore
import { cleanTitle, said, type TownNeedId, wrongText, wrongTitle } from './need.js';
import { BoardOffices, placeOf } from './offices.service.js';
import { RemindersService } from './reminders.service.js';

/** What an officer reads on a paper: who signed it, and what he supports, or what he proposes. */
export interface EnterPaper extends Slip {
  /** The caller's: entering it again is answered like the first time. */
  readonly id: ApprovalId;
  readonly placeCode: string;
  /** What it supports; null when it proposes. */
  readonly needId: TownNeedId | null;
  readonly lang: Lang;
  readonly title?: string | null | undefined;
  readonly why?: string | null | undefined;
  readonly part?: string | null | undefined;
}

interface Paper {
  readonly id: ApprovalId;
  readonly placeCode: string;
  readonly needId: TownNeedId | null;
  readonly title: Multilingual | null;
  readonly why: Multilingual | null;
  readonly part: string | null;
  readonly digest: Buffer;
  readonly waits: boolean;
}

const KIND = 'town-paper';
/** So long a name waits for a second signature. */
const WAIT_DAYS = 30;

/**
 * What people without an account hand in on paper: an officer of the town hall or of the association enters it, another
 * compares it with the paper and signs; then it counts. A name is kept until then; afterwards a digest with this
 * installation's secret shows that the same name is not counted twice for one need.
 */
@Injectable()
export class PapersService {
  constructor(
    private readonly db: Database,
    private readonly offices: BoardOffices,
    private readonly reminders: RemindersService,
    private readonly bodies: BodiesQueries,
    private readonly approvals: ApprovalsService,
    private readonly signer: Signer,
    private readonly trail: Trail,
  ) {}

  /**
   * Enters a paper; it waits for another officer. Throws `not-found` for another town's need, `role-missing`,
   * `paper-number`, `paper-name`, `roll-missing`, `paper-either`, what proposing does, `paper-number-twice`.
   */
  async enter(typed: EnterPaper, by: PersonId): Promise<void> {
    const { id, placeCode, needId, lang } = typed;
    const slip = slipOf(typed);
    const { number, name, roll } = slip;
    const [title, why, part] = [cleanTitle(typed.title ?? ''), (typed.why ?? '').trim(), cleanPart(typed.part)];
    const own = needId === null;
    const either = !own && (title || why || part) && { pointer: '/needId', code: 'paper-either' };
    refuseWrong([...slipFaults(slip), either || false, own && wrongTitle(title), own && wrongText('/why', why), own && partFault(part)]); // prettier-ignore
    await this.db.transaction(async (tx) => {
      await this.offices.mustBeEither(tx, placeCode, by);
      await mustBeHere(tx, needId, placeCode);
      const hall = await this.bodies.townHallOf(placeCode, tx);
      if (!hall) throw refuse('not-found', 'not-found', 'No town hall is here.');
      const office: Office = `town-hall:${hall.id}`;
      const digest = nameDigest(this.signer, placeCode, name);
      const payload = { number, digest: this.signer.digest('paper', [id, number, needId, roll, name, own ? lang : '', title, why, part].join('\n')).toString('hex') }; // prettier-ignore
      await this.approvals.ask(tx, { id, kind: KIND, subject: `town-paper:${id}`, office, by, payload });
      const words = own ? [said(lang, title), said(lang, why)].map((text) => JSON.stringify(text)) : [null, null];
      const made = await rowsOf(
        tx,
        `insert into needs.paper (id, place_code, number, need_id, title, why, part, roll, name, name_digest, by, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, platform.now()) on conflict do nothing returning id`,
        [id, placeCode, number, needId, ...words, own ? part : null, roll, name, digest, by],
      );
      if (made.length === 0) return mustRepeat(tx, id);
      await this.trail.add(tx, { actor: by, action: 'town-paper.entered', subject: `town-paper:${id}`, data: { place: placeCode, number } }); // prettier-ignore
    });
  }

  /** The second signature: it counts. Throws `not-found`, `role-missing`, `paper-name-twice`, and as `ApprovalsService.give`. */
  async sign(id: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const paper = await mustFind(tx, id);
      await this.offices.mustBeEither(tx, paper.placeCode, by);
      const { askedBy } = await this.approvals.give(tx, id, by);
      if (!(await this.offices.isEither(tx, paper.placeCode, askedBy))) throw askerLeft();
      const needId = paper.needId ?? (await this.propose(tx, paper));
      await placeOf(tx, needId);
      const counted = `select from needs.paper where need_id = $1 and name_digest = $2 and state = 'counted'`;
      if ((await rowsOf(tx, counted, [needId, paper.digest])).length > 0)
        throw refuse('conflict', 'paper-name-twice', 'This name is counted for this need.');
      await this.end(tx, { id, state: 'counted', needId }, by);
    });
  }

  /**
   * No, with a reason; whoever entered it takes it back. Its number may be entered again. Throws `not-found`, `role-missing`,
   * `approval-reason`.
   */
  async decline({ id }: Pick<Approval, 'id'>, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { placeCode, needId } = await mustFind(tx, id);
      await this.offices.mustBeEither(tx, placeCode, by);
      await this.approvals.decline(tx, id, by, reason);
      await this.end(tx, { id, state: 'refused', needId }, by);
    });
  }

  /** What nobody has signed for thirty days does not count: the name goes, the number may be entered again. */
  async lapse(): Promise<void> {
    const due = await this.db.rows<{ id: ApprovalId }>(
      `select id from needs.paper where state = 'waiting' and at <= platform.now() - interval '${WAIT_DAYS} days' order by at limit 100`,
    );
    for (const { id } of due)
      await this.db.transaction(async (tx) => {
        const { needId, waits } = await mustFind(tx, id);
        if (!waits) return;
        await this.approvals.lapse(tx, id);
        await this.end(tx, { id, state: 'refused', needId }, null);
      });
  }

  private async propose(tx: Tx, { id, placeCode, title, why, part }: Paper): Promise<TownNeedId> {
    const answerBy = await this.offices.answerBy(tx, placeCode);
    await tx.query(
      `insert into needs.need (id, place_code, title, why, part, by, at, answer_by) values ($1, $2, $3, $4, $5, null, platform.now(), $6)`,
      [id, placeCode, title, why, part, answerBy],
    );
    const needId = id as string as TownNeedId;
    await this.reminders.begin(tx, needId, answerBy);
    return needId;
  }

  private async end(
    tx: Tx,
    { id, state, needId }: { id: ApprovalId; state: 'counted' | 'refused'; needId: TownNeedId | null },
    by: PersonId | null,
  ): Promise<void> {
    await tx.query(
      `update needs.paper set state = $2, need_id = $3, name = null, decided_at = platform.now() where id = $1`,
      [id, state, needId],
    );
    await this.trail.add(tx, {
      actor: by,
      action: `town-paper.${state}`,
      subject: `town-paper:${id}`,
      data: { need: needId },
    });
  }
}

async function mustBeHere(tx: Tx, needId: TownNeedId | null, placeCode: string): Promise<void> {
  const sql = 'select from needs.need where id = $1 and place_code = $2';
  if (needId && (await rowsOf(tx, sql, [needId, placeCode])).length === 0)
    throw refuse('not-found', 'not-found', 'No such need here.');
}

async function mustFind(tx: Tx, id: ApprovalId): Promise<Paper> {
  const [paper] = await rowsOf<Paper>(
    tx,
    `select id, place_code as "placeCode", need_id as "needId", title, why, part, name_digest as digest, state = 'waiting' as waits from needs.paper where id = $1 for update`,
    [id],
  );
  if (!paper) throw refuse('not-found', 'not-found', 'No such paper.');
  return paper;
}

/** The same paper again, or another under a number that is taken. */
async function mustRepeat(tx: Tx, id: ApprovalId): Promise<void> {
  if ((await rowsOf(tx, 'select from needs.paper where id = $1', [id])).length === 0)
    throw refuseFields({ pointer: '/number', code: 'paper-number-twice' });
}
