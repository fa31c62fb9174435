import { Injectable } from '@nestjs/common';
import { StaffService } from '#libs/identity/src/index.js';
import { type PersonId, type PledgeId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, type Slice, Trail, type Tx } from '#libs/platform/src/index.js';
import type { Dedication } from './pledge.request.js';
import { wordsHiddenEvent } from './pledge.events.js';
import { pledgeUnknown } from './pledge.lock.js';

/** Why public words are hidden: the donor is told. */
export const WORDS_REASONS = ['insult', 'advertising', 'party', 'private', 'other'] as const;
export type WordsReason = (typeof WORDS_REASONS)[number];
/** unseen: nobody has read them yet, so the name stands and the dedication waits. */
export type WordsVerdict = 'unseen' | 'shown' | 'hidden';

/** Public words of one gift, for whoever must read them: no address, no sum. */
export interface WordsToRead {
  readonly pledgeId: PledgeId;
  readonly ref: string;
  readonly projectId: ProjectId;
  readonly name: string | null;
  readonly dedicationKind: Dedication['kind'] | null;
  readonly dedication: string | null;
  readonly verdict: WordsVerdict;
  readonly reason: WordsReason | null;
  readonly at: Date;
}

/** What an operator says of one gift's words; hiding needs its reason. */
export interface JudgeWords {
  readonly pledgeId: PledgeId;
  readonly hide: WordsReason | null;
}

const READ = `
select p.id as "pledgeId", p.ref, p.project_id as "projectId", p.public_name as name, p.dedication_kind as "dedicationKind",
       p.dedication, coalesce(v.verdict, 'unseen') as verdict, v.reason, p.made_at as at
  from pledges.pledge p
  left join lateral (select verdict, reason from pledges.words_verdict w where w.pledge_id = p.id order by n desc limit 1) v on true
 where (p.public_name is not null or p.dedication is not null)`;

/**
 * Names and dedications are typed by anybody and stand beside a town's name. A name shows at once and can be hidden; a
 * dedication shows once an operator has read it. The gift and its sum are public in any case.
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
      `${READ} and v.verdict is null and p.state in ('promised', 'charging', 'declined', 'counted', 'moved')
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
   * Throws `not-found` unless staff, `words-reason`, `pledge-unknown` for a gift without words.
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

  private async say(tx: Tx, { pledgeId, hide }: JudgeWords, by: PersonId): Promise<void> {
    const [gift] = await rowsOf<{ projectId: ProjectId }>(
      tx,
      `select project_id as "projectId" from pledges.pledge
        where id = $1 and (public_name is not null or dedication is not null) for no key update`,
      [pledgeId],
    );
    if (!gift) throw pledgeUnknown();
    const verdict = hide ? 'hidden' : 'shown';
    const made = await rowsOf(
      tx,
      `insert into pledges.words_verdict (pledge_id, n, verdict, reason, by, at)
       select $1, coalesce(max(n), 0) + 1, $2, $3, $4, platform.now() from pledges.words_verdict where pledge_id = $1
       having (array_agg(verdict || coalesce(reason, '') order by n desc))[1] is distinct from $2 || coalesce($3, '') returning 1`,
      [pledgeId, verdict, hide, by],
    );
    if (made.length === 0) return;
    await this.trail.add(tx, {
      actor: by,
      action: `words.${verdict}`,
      subject: `pledge:${pledgeId}`,
      data: hide ? { reason: hide } : {},
    });
    if (hide) await this.outbox.add(tx, wordsHiddenEvent(pledgeId, gift.projectId));
  }
}
