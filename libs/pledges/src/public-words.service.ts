import { Injectable } from '@nestjs/common';
import { StaffService } from '#libs/identity/src/index.js';
import { type Id, type PersonId, type PledgeId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, type Slice, Trail, type Tx } from '#libs/platform/src/index.js';
import type { Dedication } from './pledge.request.js';
import { fundWordsHiddenEvent, wordsHiddenEvent } from './pledge.events.js';
import { pledgeUnknown } from './pledge.lock.js';
import { hearWords, type PublicWords } from './giving.request.js';

/** Why public words are hidden: the donor is told. */
export const WORDS_REASONS = ['insult', 'advertising', 'party', 'private', 'other'] as const;
export type WordsReason = (typeof WORDS_REASONS)[number];
/** unseen: nobody has read them yet: a first name stands, a dedication and whatever its donor changed wait. */
export type WordsVerdict = 'unseen' | 'shown' | 'hidden';

/** Beside what words stand: a gift to a project, one made once to a town's fund, or every month of a monthly one. */
export type WordsKind = 'pledge' | 'fund-gift' | 'fund-plan';
/** The id of what they stand beside. */
export type WordsId = PledgeId | Id<'FundGift'> | Id<'Plan'>;

/** A gift to a town's fund, made once or every month, beside which words stand. */
export interface FundWords {
  readonly id: WordsId;
  readonly kind: 'fund-gift' | 'fund-plan';
  readonly ref: string;
  readonly placeCode: string;
  readonly personId: PersonId;
}

/** Public words of one gift, for whoever must read them: no address, no sum. */
export interface WordsToRead {
  readonly id: WordsId;
  readonly kind: WordsKind;
  readonly ref: string;
  /** Null for a gift to a town's fund: that has a place. */
  readonly projectId: ProjectId | null;
  readonly placeCode: string | null;
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
  readonly id: WordsId;
  readonly hide: WordsReason | null;
  /** Of the words that he has read; needed to show words that their donor has changed. */
  readonly digest?: string | undefined;
}

const READ = `
select p.id, p.kind, p.ref, p.project_id as "projectId", p.place_code as "placeCode", p.name, p.dedication_kind as "dedicationKind",
       p.dedication, p.pool, p.pool_names as "poolNames", coalesce(nullif(p.verdict, 'changed'), 'unseen') as verdict, p.reason,
       coalesce(p.verdict = 'changed', p.dedication is not null or p.pool is not null) as waits,
       md5(concat_ws(chr(31), p.name, p.dedication_kind, p.dedication, p.pool, array_to_string(p.pool_names, chr(31)))) as digest, p.at
  from pledges.worded p`;

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

  /**
   * What stands beside a gift to a fund that has just been made; nobody sees it before its money has come. Throws `gift-id-taken`
   * when another gift has its id, to a project, once or monthly: what was said of its words would hold for these.
   */
  async open(tx: Tx, { id, kind, ref, placeCode, personId }: FundWords, words: PublicWords): Promise<void> {
    const { publicName, dedication } = words;
    const made = await rowsOf(
      tx,
      `insert into pledges.fund_words (id, kind, ref, place_code, person_id, public_name, dedication_kind, dedication, made_at)
       select $1::uuid, $2, $3, $4, $5::uuid, $6, $7, $8, platform.now() where not exists (select from pledges.pledge where id = $1)
       on conflict (id) do nothing returning id`,
      [...[id, kind, ref, placeCode, personId, publicName], dedication?.kind ?? null, dedication?.text ?? null],
    );
    if (made.length === 0) throw refuse('conflict', 'gift-id-taken', `The id ${id} belongs to another gift.`);
  }

  /** The money of a gift to a fund has come, or is gone whole: whether there is anything beside which its words stand. */
  async stand(tx: Tx, id: WordsId, stands: boolean): Promise<void> {
    await tx.query('update pledges.fund_words set stands = $2 where id = $1 and stands <> $2', [id, stands]);
  }

  /** Words of gifts that stand and nobody has read, the oldest first; after the gift with this id. */
  async waiting({ after, limit = 50 }: Slice = {}): Promise<WordsToRead[]> {
    return this.db.rows<WordsToRead>(
      `${READ} where p.unread and p.stands and ($1::uuid is null or p.id > $1) order by p.id limit $2`,
      [after ?? null, limit],
    );
  }

  /** The words of one gift and what was said of them; null when it has none. */
  async of(id: WordsId): Promise<WordsToRead | null> {
    return (await this.db.rows<WordsToRead>(`${READ} where p.id = $1`, [id]))[0] ?? null;
  }

  /**
   * Says that words may be shown, or hides them, which their donor is told with the reason. The same again changes nothing.
   * Throws `not-found` unless staff, `words-reason`, `pledge-unknown` for a gift without words, `words-changed` when others stand
   * there than those that were read.
   */
  async judge(judged: readonly JudgeWords[], by: PersonId): Promise<void> {
    if (judged.some(({ hide }) => hide !== null && !WORDS_REASONS.includes(hide)))
      throw refuseFields({ pointer: '/hide', code: 'words-reason' });
    if (new Set(judged.map(({ id }) => id)).size < judged.length)
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
  async change(
    { id, personId }: { readonly id: WordsId; readonly personId: PersonId },
    said: Parameters<typeof hearWords>[0],
  ): Promise<void> {
    const { publicName, dedication } = hearWords(said);
    await this.db.transaction(async (tx) => {
      const before = await lockWords(tx, id);
      const kept = (old: string | null, now: string | null) => now === null || now === old;
      const line = (kind: string | null, text: string | null) => text && `${kind} ${text}`;
      const [was, now] = [line(before.dedicationKind, before.dedication), line(dedication?.kind ?? null, dedication?.text ?? null)]; // prettier-ignore
      if (publicName === before.name && now === was) return;
      await tx.query(
        `update ${TABLES[before.kind]} set public_name = $2, dedication_kind = $3, dedication = $4 where id = $1`,
        [...[id, publicName, dedication?.kind ?? null, dedication?.text ?? null]],
      );
      if (!kept(before.name, publicName) || !kept(was, now))
        await this.note(tx, before, { verdict: 'changed', by: personId });
      await this.trail.add(tx, { actor: personId, action: 'words.changed', subject: `${before.kind}:${id}` });
    });
  }

  private async note(
    tx: Tx,
    { id, kind }: Locked,
    said: { verdict: 'shown' | 'hidden' | 'changed'; reason?: WordsReason | null; by: PersonId },
  ): Promise<boolean> {
    const { verdict, reason = null, by } = said;
    const made = await rowsOf(
      tx,
      `insert into pledges.words_verdict (${kind === 'pledge' ? 'pledge_id' : 'fund_words_id'}, n, verdict, reason, by, at)
       select $1, coalesce(max(n), 0) + 1, $2, $3, $4, platform.now() from pledges.words_verdict where gift_id = $1
       having (array_agg(verdict || coalesce(reason, '') order by n desc))[1] is distinct from $2 || coalesce($3, '') returning 1`,
      [id, verdict, reason, by],
    );
    return made.length > 0;
  }

  private async say(tx: Tx, { id, hide, digest }: JudgeWords, by: PersonId): Promise<void> {
    const locked = await lockWords(tx, id);
    const [gift] = await rowsOf<Pick<WordsToRead, 'projectId' | 'digest'> & { changed: boolean }>(
      tx,
      `select r.*, exists (select 1 from pledges.words_verdict w where w.gift_id = r.id and w.verdict = 'changed') as changed
         from (${READ} where p.id = $1) r`,
      [id],
    );
    if (!gift) throw pledgeUnknown();
    if (!hide && gift.changed && digest !== gift.digest)
      throw refuse('conflict', 'words-changed', 'The donor has written other words meanwhile.');
    const verdict = hide ? 'hidden' : 'shown';
    if (!(await this.note(tx, locked, { verdict, reason: hide, by }))) return;
    await this.trail.add(tx, {
      actor: by,
      action: `words.${verdict}`,
      subject: `${locked.kind}:${id}`,
      data: hide ? { reason: hide } : {},
    });
    if (!hide) return;
    const { projectId } = gift;
    await this.outbox.add(tx, projectId ? wordsHiddenEvent(id, projectId) : fundWordsHiddenEvent(id, locked.kind));
  }
}

const TABLES = {
  pledge: 'pledges.pledge',
  'fund-gift': 'pledges.fund_words',
  'fund-plan': 'pledges.fund_words',
} as const;

interface Locked {
  readonly id: WordsId;
  readonly kind: WordsKind;
  readonly name: string | null;
  readonly dedicationKind: string | null;
  readonly dedication: string | null;
}

/** What stands beside a gift now, locked until the transaction ends. Throws `pledge-unknown`. */
async function lockWords(tx: Tx, id: WordsId): Promise<Locked> {
  const words = 'public_name as name, dedication_kind as "dedicationKind", dedication';
  for (const from of [`'pledge' as kind, ${words} from pledges.pledge`, `kind, ${words} from pledges.fund_words`]) {
    const [found] = await rowsOf<Locked>(tx, `select id, ${from} where id = $1 for no key update`, [id]);
    if (found) return found;
  }
  throw pledgeUnknown();
}
