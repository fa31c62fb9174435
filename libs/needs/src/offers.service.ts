import { Injectable } from '@nestjs/common';
import { type PersonId, refuse, refuseWrong } from '#libs/kernel/src/index.js';
import { NeighboursQueries } from '#libs/neighbours/src/index.js';
import { Database, insertSame, type Lang, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { OFFERS, type OfferId, type OfferKind, said, type TownNeedId, wrongText } from './need.js';
import { mustStandAlone } from './answers.service.js';
import { placeOf } from './offices.service.js';
import { privateFault } from './private-marks.js';

/** Help that somebody offers for a need. */
export interface OfferHelp {
  readonly id: OfferId;
  readonly needId: TownNeedId;
  readonly kind: OfferKind;
  readonly lang: Lang;
  readonly words: string;
  /** For skill and time. */
  readonly hours?: number | null;
  /** For money, in bani: an intention, not a gift; gifts go to a project. */
  readonly amountMinor?: bigint | null;
  /** Officers of the town hall and of the association may see his address. */
  readonly contact: boolean;
  /** He has been told that everybody will read what seems to be somebody's phone, address or personal code in it. */
  readonly open?: boolean;
}

const WORDS_MOST = 500;
const OFFERS_MOST = 5;
const HOURS_MOST = 10_000;
const AMOUNT_MOST = 100_000_000n;

/** Neighbours offer skill, time, material or money for a need. */
@Injectable()
export class OffersService {
  constructor(
    private readonly db: Database,
    private readonly neighbours: NeighboursQueries,
    private readonly trail: Trail,
  ) {}

  /**
   * Offers help; the same again changes nothing. Throws `not-found`, `neighbour-needed`, `need-merged`, `offer-kind`,
   * `text-missing`, `text-too-long`, `text-private` unless `open`, `offer-hours`, `offer-amount`, `id-taken` for another offer under the same id,
   * `offers-many` (param `n`) when so many of his stand under this need.
   */
  async offer(help: OfferHelp, by: PersonId): Promise<void> {
    const { id, needId, kind, lang, hours = null, amountMinor = null, contact } = help;
    const words = help.words.trim();
    refuseWrong([...faults({ kind, words, hours, amountMinor }), privateFault(words, help.open)]);
    await this.db.transaction(async (tx) => {
      const placeCode = await placeOf(tx, needId);
      await this.neighbours.mustBe(tx, placeCode, by);
      await mustStandAlone(tx, needId);
      const row = { id, need_id: needId, by, kind, words: said(lang, words), hours, amount_minor: amountMinor?.toString() ?? null, contact }; // prettier-ignore
      if (!(await insertSame(tx, 'needs.offer', row))) return;
      await notTooMany(tx, needId, by);
      await this.trail.add(tx, { actor: by, action: 'town-need.help-offered', subject: `town-need:${needId}`, data: { offer: id, kind } }); // prettier-ignore
    });
  }

  /** Takes one's own offer back; again changes nothing. Throws `not-found` for anybody else. */
  async withdraw(id: OfferId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const rows = await rowsOf(
        tx,
        'update needs.offer set withdrawn_at = coalesce(withdrawn_at, platform.now()) where id = $1 and by = $2 returning id',
        [id, by],
      );
      if (rows.length === 0) throw refuse('not-found', 'not-found', 'No such offer of this person.');
    });
  }
}

/** Everybody reads what is offered for a need: nobody fills it alone. The need is held. */
async function notTooMany(tx: Tx, needId: TownNeedId, by: PersonId): Promise<void> {
  const sql = 'select from needs.offer where need_id = $1 and by = $2 and withdrawn_at is null';
  if ((await rowsOf(tx, sql, [needId, by])).length > OFFERS_MOST)
    throw refuse('conflict', 'offers-many', 'Offers enough for this need.', { n: OFFERS_MOST });
}

function faults({
  kind,
  words,
  hours,
  amountMinor,
}: {
  kind: OfferKind;
  words: string;
  hours: number | null;
  amountMinor: bigint | null;
}): Parameters<typeof refuseWrong>[0] {
  const work = kind === 'skill' || kind === 'time';
  const whole = hours === null || (work && Number.isInteger(hours) && hours >= 1 && hours <= HOURS_MOST);
  const sum = amountMinor === null || (kind === 'money' && amountMinor > 0n && amountMinor <= AMOUNT_MOST);
  return [
    !OFFERS.includes(kind) && { pointer: '/kind', code: 'offer-kind' },
    wrongText('/words', words, WORDS_MOST),
    !whole && { pointer: '/hours', code: 'offer-hours', params: { most: HOURS_MOST } },
    !sum && { pointer: '/amount', code: 'offer-amount' },
  ];
}
