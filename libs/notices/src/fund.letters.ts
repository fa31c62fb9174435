import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  FundAccess,
  type FundGift,
  type FundGiftId,
  FundsQueries,
  type Plan,
  type PlanId,
} from '#libs/funds/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import { placeName, PlacesQueries, townOrVillage } from '#libs/hometowns/src/index.js';
import { formatDate, formatMoment, formatMoney, type Lang, sayIn, type WordParams } from '#libs/platform/src/index.js';
import { DeskQueries, PublicWordsService } from '#libs/pledges/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { fundGiftPath, fundPath, planPath, receiptPath } from './letter.paths.js';
import { type Draft, LetterContext } from './letter-context.service.js';

/** How long a bank may take to show money that was sent back. */
const REFUND_DAYS = 10;

type More = Pick<Draft, 'params' | 'path' | 'also'>;

interface Told {
  readonly gift: FundGift;
  /** The page of its plan; of a gift made once that of the fund. */
  readonly page: string;
  readonly fund: string;
}

/** Letters about gifts to towns' funds, in the language in which they were made. */
@Injectable()
export class FundLetters implements OnModuleInit {
  constructor(
    private readonly composers: Composers,
    private readonly context: LetterContext,
    private readonly funds: FundsQueries,
    private readonly access: FundAccess,
    private readonly places: PlacesQueries,
    private readonly publicWords: PublicWordsService,
    private readonly desk: DeskQueries,
  ) {}

  onModuleInit(): void {
    const on = (
      kind: string,
      more: (told: Told, occasion: string) => More | Promise<More | null>,
      still: (gift: FundGift) => boolean = () => true,
    ) => this.composers.on(kind, (letter) => this.aboutGift(letter, more, still));
    on('fund-receipt', async ({ gift, page }) => ({
      params: await this.context.head(gift.lang),
      path: receiptPath(gift.lang, gift.receiptCode),
      also: gift.planId
        ? { key: 'letter.fund-receipt.plan', path: page }
        : {
            key: 'letter.fund-receipt.where',
            path: fundGiftPath(gift.lang, gift.id, this.access.tokenOf('gift', gift.id)),
          },
    }));
    for (const kind of ['fund-declined', 'fund-declined-again'])
      on(kind, ({ gift, page }) => ({ params: { until: formatMoment(gift.lang, gift.repairUntil!) }, path: page }), ({ state }) => state === 'declined'); // prettier-ignore
    on('fund-lapsed', ({ page }) => ({ path: page }));
    on('fund-overpaid', ({ fund }) => ({ path: fund }));
    for (const kind of ['fund-refund', 'fund-refund-back']) on(kind, (told, occasion) => this.refund(told, occasion));
    on('fund-refund-unpaid', (told, occasion) => this.refund(told, occasion, 'ordered'));
    this.composers.on('fund-words-hidden', (letter) => this.wordsHidden(letter));
    this.composers.on('plan-begun', (letter) => this.aboutPlan(letter));
    this.composers.on('plan-ended', (letter) => this.aboutPlan(letter));
    for (const kind of ['plan-card', 'plan-changed']) this.composers.on(kind, (letter) => this.aboutPlan(letter));
  }

  private async aboutGift(
    { kind, personId, subject, occasion = '' }: Letter,
    more: (told: Told, occasion: string) => More | Promise<More | null>,
    still: (gift: FundGift) => boolean,
  ): Promise<Composed | null> {
    const [person, gift] = [await this.context.person(personId), await this.funds.find(subject as FundGiftId)];
    if (!person || !gift || !still(gift)) return null;
    const { lang, planId, lei, receiptCode, failure } = gift;
    const named = await this.named(lang, gift);
    const page = planId ? this.planPage(lang, planId) : named.path;
    const added = await more({ gift, page, fund: named.path }, occasion);
    if (!added) return null;
    const params: WordParams = {
      ...named.words,
      lei: formatMoney(lang, lei),
      rate: gift.currency === 'MDL' ? 'none' : gift.rateSource.toLowerCase(),
      rateDate: formatDate(lang, gift.rateOn),
      code: receiptCode.replace(/(.{4})(?=.)/g, '$1 '),
      monthly: planId ? 'yes' : 'no',
      why: failure === 'authentication_required' ? 'person' : 'other',
      ...added.params,
    };
    return this.context.composed(kind, { ...added, why: 'gift', email: person.email, lang, params });
  }

  private async refund({ gift, fund }: Told, occasion: string, state?: 'ordered'): Promise<More | null> {
    const refund = (await this.desk.refundsOf(gift.id)).find(({ id }) => occasion.startsWith(id))!;
    if (state && refund.state !== state) return null;
    const way = refund.byBank ? 'bank' : 'card';
    return { params: { sum: formatMoney(gift.lang, refund.amount), n: REFUND_DAYS, way }, path: fund };
  }

  private async wordsHidden({ kind, personId, subject }: Letter): Promise<Composed | null> {
    const gift = await this.funds.find(subject as FundGiftId);
    const [person, thing] = [await this.context.person(personId), gift ?? (await this.funds.plan(subject as PlanId))];
    const said = thing && (await this.publicWords.of(thing.id));
    if (!person || !thing || !said?.reason) return null;
    const { lang } = thing;
    const path = gift
      ? fundGiftPath(lang, gift.id, this.access.tokenOf('gift', gift.id))
      : this.planPage(lang, thing.id as PlanId);
    const params = { ...(await this.named(lang, thing)).words, why: sayIn(lang)(`words.why.${said.reason}`) };
    return this.context.composed(kind, { params, path, why: 'gift', email: person.email, lang });
  }

  private async aboutPlan({ kind, personId, subject, occasion }: Letter): Promise<Composed | null> {
    const [person, plan] = [await this.context.person(personId), await this.funds.plan(subject as PlanId)];
    if (!person || !plan) return null;
    // He has another card by now, or gives no more.
    if (kind === 'plan-card' && (plan.cardId !== occasion || plan.state === 'ended')) return null;
    const until = await this.funds.cardUntil(plan);
    const { lang, day, endedWhy } = plan;
    const { words, path } = await this.named(lang, plan);
    const [what = '', before = ''] = (occasion ?? '').split(':');
    const was = formatMoney(lang, Money.ofMinor(BigInt(before || 0), plan.currency));
    const params = {
      ...words,
      day: day ?? 0,
      why: endedWhy ?? 'donor',
      until: until?.split('-').reverse().join('/') ?? '',
      ...{ what, before: was },
    };
    const page = kind === 'plan-ended' ? path : this.planPage(lang, plan.id);
    return this.context.composed(kind, { params, path: page, why: 'gift', email: person.email, lang });
  }

  private async named(
    lang: Lang,
    { placeCode, ref, gift, gross, cover }: FundGift | Plan,
  ): Promise<{ words: WordParams; path: string }> {
    const place = (await this.places.byCode(placeCode))!;
    const words = {
      ...{ ref, place: placeName(lang, place), kind: townOrVillage(place) },
      ...{ sum: formatMoney(lang, gift), gross: formatMoney(lang, gross), covered: cover.isPositive() ? 'yes' : 'no' },
    };
    return { words, path: fundPath(lang, place.slug) };
  }

  private planPage(lang: Lang, id: PlanId): string {
    return planPath(lang, id, this.access.tokenOf('plan', id));
  }
}
