import { Injectable } from '@nestjs/common';
import { StaffService } from '#libs/identity/src/index.js';
import { type PersonId, type PledgeId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, type Slice, Trail, type Tx } from '#libs/platform/src/index.js';
import type { Dedication } from './pledge.request.js';
import { wordsHiddenEvent } from './pledge.events.js';
import { lockPledge, pledgeUnknown } from './pledge.lock.js';
import { hearWords } from './giving.request.js';
import type { Pledge } from './pledge.entity.js';

/** Why public words are hidden: the donor is told. */
export const WORDS_REASONS = ['insult', 'advertising', 'party', 'private', 'other'] as const;
export type WordsReason = (typeof WORDS_REASONS)[number];
/** unseen: nobody has read them yet: a first name stands, a dedication and whatever its donor changed wait. */
export type WordsVerdict = 'unseen' | 'shown' | 'hidden';

/** Public words of one gift, for whoever must read them: no address, no sum. */
export interface WordsToRead {
  readonly pledgeId: PledgeId;
  readonly ref: string;
  readonly projectId: ProjectId;
  readonly name: string | null;
  readonly dedicationKind: Dedication['kind'] | null;
  readonly dedication: string | null;
  /** Of several people's gift: their name, and those of them who are to be named. */
  readonly pool: string | null;
  readonly poolNames: readonly string[];
  readonly verdict: WordsVerdict;
  readonly reason: WordsReason | null;
  /** Whether some of them do not show until somebody has read them. */
  readonly waits: boolean;
  /** Names exactly these words: whoever lets changed words show says by it which he has read. */
  readonly digest: string;
  readonly at: Date;
}

/** What an operator says of one gift's words; hiding needs its reason. */
export interface JudgeWords {
  readonly pledgeId: PledgeId;
  readonly hide: WordsReason | null;
  /** Of the words that he has read; needed to show words that their donor has changed. */
  readonly digest?: string | undefined;
}

const NAMES = `array(select m.name from pledges.pool_member m where m.pledge_id = p.id and m.public order by m.n)`;
const DIGEST = `md5(concat_ws(chr(31), p.public_name, p.dedication_kind, p.dedication, p.pool_name, array_to_string(${NAMES}, chr(31))))`;
const WORDED = '(p.public_name is not null or p.dedication is not null or p.pool_name is not null)';
const READ = `
select p.id as "pledgeId", p.ref, p.project_id as "projectId", p.public_name as name, p.dedication_kind as "dedicationKind",
       p.dedication, p.pool_name as pool, ${NAMES} as "poolNames", coalesce(nullif(v.verdict, 'changed'), 'unseen') as verdict, v.reason,
       coalesce(v.verdict = 'changed', p.dedication is not null or p.pool_name is not null) as waits, ${DIGEST} as digest, p.made_at as at
  from pledges.pledge p
  left join lateral (select verdict, reason from pledges.words_verdict w where w.pledge_id = p.id order by n desc limit 1) v on true
 where ${WORDED}`;

/**
 * Names and dedications are typed by anybody and stand beside a town's name. A name shows at once and can be hidden; a
 * dedication, and a name that was changed, show once an operator has read them. The gift and its sum are public in any case.
 */
@Injectable()
export class PublicWordsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly trail: Trail,
    private readonly outbox: Outbox,
  ) {}

  /** Words of gifts that stand and nobody has read, the oldest first; after the gift with this id. */
  async waiting({ after, limit = 50 }: Slice = {}): Promise<WordsToRead[]> {
    return this.db.rows<WordsToRead>(
      `${READ} and coalesce(v.verdict, 'changed') = 'changed' and p.state in ('promised', 'charging', 'declined', 'counted', 'moved')
          and ($1::uuid is null or p.id > $1)
        order by p.id limit $2`,
      [after ?? null, limit],
    );
  }

  /** The words of one gift and what was said of them; null when it has none. */
  async of(pledgeId: PledgeId): Promise<WordsToRead | null> {
    return (await this.db.rows<WordsToRead>(`${READ} and p.id = $1`, [pledgeId]))[0] ?? null;
  }

  /**
   * Says that words may be shown, or hides them, which their donor is told with the reason. The same again changes nothing.
   * Throws `not-found` unless staff, `words-reason`, `pledge-unknown` for a gift without words, `words-changed` when others stand
   * there than those that were read.
   */
  async judge(judged: readonly JudgeWords[], by: PersonId): Promise<void> {
    if (judged.some(({ hide }) => hide !== null && !WORDS_REASONS.includes(hide)))
      throw refuseFields({ pointer: '/hide', code: 'words-reason' });
    if (new Set(judged.map(({ pledgeId }) => pledgeId)).size < judged.length)
      throw refuse('conflict', 'pledge-id-taken', 'A gift is named twice.');
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      for (const one of judged) await this.say(tx, one, by);
    });
  }

  /**
   * Writes other words beside a gift, for its donor: whoever calls has made sure that it is he. What is taken away is gone at
   * once; what is new waits for an operator, so that nobody writes again what was hidden. The same words change nothing.
   * Throws the fields `public-name`, `dedication-length` (params `max`) and `dedication-kind`.
   */
  async change({ id, personId }: Pledge, said: Parameters<typeof hearWords>[0]): Promise<void> {
    const { publicName, dedication } = hearWords(said);
    await this.db.transaction(async (tx) => {
      const before = await lockPledge(tx, id);
      const kept = (old: string | null, now: string | null) => now === null || now === old;
      const line = (kind: string | null, text: string | null) => text && `${kind} ${text}`;
      const [was, now] = [line(before.dedicationKind, before.dedication), line(dedication?.kind ?? null, dedication?.text ?? null)]; // prettier-ignore
      if (publicName === before.publicName && now === was) return;
      await tx.query(
        'update pledges.pledge set public_name = $2, dedication_kind = $3, dedication = $4 where id = $1',
        [...[id, publicName, dedication?.kind ?? null, dedication?.text ?? null]],
      );
      if (!kept(before.publicName, publicName) || !kept(was, now)) await this.note(tx, { pledgeId: id, verdict: 'changed', by: personId }); // prettier-ignore
      await this.trail.add(tx, { actor: personId, action: 'words.changed', subject: `pledge:${id}` });
    });
  }

  private async note(
    tx: Tx,
    said: { pledgeId: PledgeId; verdict: 'shown' | 'hidden' | 'changed'; reason?: WordsReason | null; by: PersonId },
  ): Promise<boolean> {
    const { pledgeId, verdict, reason = null, by } = said;
    const made = await rowsOf(
      tx,
      `insert into pledges.words_verdict (pledge_id, n, verdict, reason, by, at)
       select $1, coalesce(max(n), 0) + 1, $2, $3, $4, platform.now() from pledges.words_verdict where pledge_id = $1
       having (array_agg(verdict || coalesce(reason, '') order by n desc))[1] is distinct from $2 || coalesce($3, '') returning 1`,
      [pledgeId, verdict, reason, by],
    );
    return made.length > 0;
  }

  private async say(tx: Tx, { pledgeId, hide, digest }: JudgeWords, by: PersonId): Promise<void> {
    const [gift] = await rowsOf<{ projectId: ProjectId; digest: string; changed: boolean }>(
      tx,
      `select p.project_id as "projectId", ${DIGEST} as digest,
              exists (select 1 from pledges.words_verdict w where w.pledge_id = p.id and w.verdict = 'changed') as changed
         from pledges.pledge p
        where p.id = $1 and ${WORDED} for no key update of p`,
      [pledgeId],
    );
    if (!gift) throw pledgeUnknown();
    if (!hide && gift.changed && digest !== gift.digest)
      throw refuse('conflict', 'words-changed', 'The donor has written other words meanwhile.');
    const verdict = hide ? 'hidden' : 'shown';
    if (!(await this.note(tx, { pledgeId, verdict, reason: hide, by }))) return;
    await this.trail.add(tx, {
      actor: by,
      action: `words.${verdict}`,
      subject: `pledge:${pledgeId}`,
      data: hide ? { reason: hide } : {},
    });
    if (hide) await this.outbox.add(tx, wordsHiddenEvent(pledgeId, gift.projectId));
  }
}
