import { Injectable } from '@nestjs/common';
import { ApprovalsService } from '#libs/approvals/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, type PersonId, refuse, refuseWrong } from '#libs/kernel/src/index.js';
import { Database, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { conditionJson } from './condition.js';
import { tidied, wrongInDraft } from './draft.rules.js';
import { type Edition, type EditionDraft, type EditionId, lacksOf } from './edition.js';
import { EditionsQueries } from './editions.queries.js';

const KIND = 'programme-edition';
const HELD = 'select 1 from programmes.edition where id = $1 for update';

/**
 * Editions of programmes as the operator writes them, as data and without a program. Two publish one, for it says what
 * projects are measured by; from then on nobody changes it, and whatever has entered it keeps its rules.
 */
@Injectable()
export class EditionsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly editions: EditionsQueries,
    private readonly trail: Trail,
  ) {}

  /**
   * Keeps a draft: a new one, or what goes on from this version of it; sent twice, it is one. What waited to be published
   * was not this, so its question falls. Throws `not-found` unless staff, `edition-changed` when somebody else has written
   * since, `edition-published`, and fields.
   */
  async write(typed: EditionDraft, version: number | null, by: PersonId): Promise<void> {
    const draft = tidied(typed);
    refuseWrong(wrongInDraft(draft));
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const about = { kind: KIND, subject: `edition:${draft.id}` };
      // Held first: a question about it that is just being asked is there to be seen then.
      await tx.query(HELD, [draft.id]);
      if (await this.kept(tx, draft)) return;
      await this.approvals.drop(tx, about, { by });
      const written = await put(tx, draft, version);
      if (!written) throw await this.whyNot(tx, draft.id);
      await this.trail.add(tx, { actor: by, action: 'edition.written', subject: `edition:${draft.id}`, data: { version: written } }); // prettier-ignore
    });
  }

  /**
   * The first signature, for this version. Throws `not-found`, `edition-changed`, `edition-published`, `edition-incomplete`,
   * `approval-waiting`.
   */
  async ask(approvalId: ApprovalId, { id, version }: { id: EditionId; version: number }, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await tx.query('select 1 from programmes.edition where id = $1 for share', [id]);
      const written = await this.editions.written(id, tx);
      if (!written) throw notFound();
      if (written.state !== 'draft') throw published();
      if (written.version !== version) throw changed();
      if (lacksOf(written).length > 0)
        throw refuse('conflict', 'edition-incomplete', 'An edition has rules, and says where they are written.');
      const payload = { edition: id, version };
      await this.approvals.ask(tx, { id: approvalId, kind: KIND, subject: `edition:${id}`, payload, office: 'operator', by }); // prettier-ignore
    });
  }

  /**
   * The second signature: projects may enter it from its first day on. Throws `not-found`, `second-person-needed`,
   * `approval-decided`, `asker-left`, `edition-changed`.
   */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      // The edition before its question, as whoever writes it anew.
      await tx.query(
        `select 1 from programmes.edition where id = (select (payload ->> 'edition')::uuid from approvals.approval where id = $1 and kind = $2) for update`,
        [approvalId, KIND],
      );
      const { payload } = await this.approvals.give(tx, approvalId, by);
      const { edition, version } = payload;
      const done = await rowsOf(
        tx,
        `update programmes.edition set state = 'published' where id = $1 and version = $2 and state = 'draft' returning id`,
        [edition, version],
      );
      if (done.length === 0) throw changed();
      await this.trail.add(tx, { actor: by, action: 'edition.published', subject: `edition:${String(edition)}` });
    });
  }

  /**
   * The second person says no; whoever asked takes it back by the same call. The draft stays. Throws as `confirm`, and
   * `approval-reason`.
   */
  async refuse(approvalId: ApprovalId, reason: string, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.approvals.decline(tx, approvalId, by, reason);
    });
  }

  /**
   * No project enters it any more, from now on; those that have stay. Again changes nothing. Throws `not-found`, `edition-state`
   * for a draft.
   */
  async retire(id: EditionId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const { state } = await this.mustHold(tx, id);
      if (state === 'retired') return;
      if (state === 'draft') throw refuse('conflict', 'edition-state', 'A draft is given up, not retired.');
      await tx.query(`update programmes.edition set state = 'retired' where id = $1`, [id]);
      await this.trail.add(tx, { actor: by, action: 'edition.retired', subject: `edition:${id}` });
    });
  }

  /** Gives a draft up, with its question. Throws `not-found`, `edition-published`. */
  async discard(id: EditionId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const subject = `edition:${id}`;
      if ((await this.mustHold(tx, id)).state !== 'draft') throw published();
      await this.approvals.drop(tx, { kind: KIND, subject }, { by });
      await tx.query('delete from programmes.edition where id = $1', [id]);
      await this.trail.add(tx, { actor: by, action: 'edition.discarded', subject });
    });
  }

  private async mustHold(tx: Tx, id: EditionId): Promise<Edition> {
    await tx.query(HELD, [id]);
    const edition = await this.editions.find(id, tx);
    if (!edition) throw notFound();
    return edition;
  }

  /** Whether the draft says this already. */
  private async kept(tx: Tx, draft: EditionDraft): Promise<boolean> {
    const written = await this.editions.written(draft.id, tx);
    return written?.state === 'draft' && same(written, draft);
  }

  private async whyNot(tx: Tx, id: EditionId): Promise<Error> {
    const there = await this.editions.find(id, tx);
    if (!there) return notFound();
    return there.state === 'draft' ? changed() : published();
  }
}

function same(written: EditionDraft, draft: EditionDraft): boolean {
  return JSON.stringify(columnsOf(written)) === JSON.stringify(columnsOf(draft));
}

/** The new version; null when the draft is not this version any more, or is none. */
async function put(tx: Tx, draft: EditionDraft, version: number | null): Promise<number | null> {
  const params = [draft.id, ...columnsOf(draft)];
  const columns = `programme, title, year, example, lead, currency, conditions, papers, reports, opens_on, closes_on, source_title, source_url, source_on`;
  const values = '$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15';
  const sql =
    version === null
      ? `insert into programmes.edition (id, state, ${columns}) values ($1, 'draft', ${values}) on conflict do nothing returning version`
      : `update programmes.edition set (${columns}) = row(${values}), version = version + 1
          where id = $1 and state = 'draft' and version = $16 returning version`;
  const [row] = await rowsOf<{ version: number }>(tx, sql, version === null ? params : [...params, version]);
  return row?.version ?? null;
}

/** What a draft says, in the order of its columns. */
function columnsOf({ programme, title, year, example, lead, currency, conditions, papers, reports, opensOn, closesOn, source }: EditionDraft): unknown[] {
  const { original, ro, ru, en } = title;
  return [
    ...[programme, JSON.stringify({ original, ro, ru, en }), year, example, lead, currency],
    ...[JSON.stringify(conditions.map(conditionJson)), JSON.stringify(papers), JSON.stringify(reports), opensOn, closesOn],
    ...[source.title, source.url, source.on],
  ];
} // prettier-ignore

function notFound(): Error {
  return refuse('not-found', 'not-found', 'No such edition.');
}

function changed(): Error {
  return refuse('conflict', 'edition-changed', 'Somebody else has written this draft since.');
}

function published(): Error {
  return refuse('conflict', 'edition-published', 'A published edition never changes: make a new one from it.');
}
