import { Injectable } from '@nestjs/common';
import { BodiesQueries, type Body } from '#libs/hometowns/src/index.js';
import { civilDate, type Currency, DomainError, type Money, refuseFields, typedMoney } from '#libs/kernel/src/index.js';
import { BankService } from '#libs/banking/src/index.js';
import { chargeLimits } from '#libs/payments/src/index.js';
import {
  type CardFee,
  cardFee,
  FEE_CURRENCY,
  feeRateIn,
  GivingService,
  type LineGifts,
  type Quote,
} from '#libs/pledges/src/index.js';
import { type Rate, type RateOfDay, RatesService, toLei } from '#libs/rates/src/index.js';
import type { Form } from '../edge/form.js';
import type { ProjectMatch } from '../matching/project-calls.view.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { costOf, type GiveLine, giveLines } from './give-line.js';
import { firstCurrency, orderedCurrencies, tilesOf } from './currencies.js';

/** What a form with a sum to be paid by card shows beside what was typed into it. */
export interface SumSheet {
  /** As it is shown: no sum stands under a currency in which nobody asked for it. */
  readonly form: Form;
  readonly currency: Currency;
  /** What can be given today. */
  readonly currencies: readonly Currency[];
  /** What cannot, because its rate is too old. */
  readonly stale: readonly Currency[];
  /** Of these the one that was asked for, in place of which `currency` is shown. */
  readonly instead: RateOfDay | null;
  /** The sum that was asked for in that currency, as it was typed: it is said, and stands in no field. */
  readonly typed: string | null;
  readonly rate: Rate;
  readonly tiles: readonly { readonly sum: Money; readonly lei: Money }[];
  readonly fee: CardFee;
  /** The smallest step that a card takes in this currency. */
  readonly step: Money;
  /** What covering the fee adds to an example, for when nothing is chosen yet. */
  readonly example: Quote;
  /** The sum that stands in the form with what it costs; null while there is none that a card takes. */
  readonly quote: Quote | null;
}

/** Everything that the giving form of a project shows. */
export interface GiveSheet extends SumSheet {
  readonly face: ProjectFace;
  readonly associations: readonly Body[];
  /** Whether a bank transfer in this currency has an account to go to. */
  readonly transfer: boolean;
  /** The sums have just been turned into another currency. */
  readonly turned: boolean;
  /** Lines of the budget of which anybody may give units. */
  readonly lines: readonly GiveLine[];
  /** Sponsors' calls that add to a gift made now. */
  readonly calls: ProjectMatch['calls'];
}

interface SumWish {
  /** Currencies by preference. */
  readonly wanted: readonly (string | null | undefined)[];
  /** The browser's header. */
  readonly accept?: string | undefined;
}

interface SheetWish extends SumWish {
  readonly gifts: readonly LineGifts[];
  readonly calls: GiveSheet['calls'];
  readonly turned?: boolean;
  /** What the chosen units cost takes the place of any sum. */
  readonly fill?: boolean;
}

/** Prepares the giving form at the rates of the day. */
@Injectable()
export class GiveSheets {
  constructor(
    private readonly rates: RatesService,
    private readonly giving: GivingService,
    private readonly bodies: BodiesQueries,
    private readonly bank: BankService,
  ) {}

  /** The sheet of a project's form. */
  async of(
    face: ProjectFace,
    sent: Form,
    { gifts, calls, turned = false, fill = false, ...by }: SheetWish,
  ): Promise<GiveSheet> {
    const [shown, associations, accounts] = await Promise.all([
      this.sums(face.now, sent, by),
      this.bodies.associationsOf(face.place.code),
      this.bank.accounts(),
    ]);
    const lines = giveLines(gifts, face.plan.lines, sent.value('line.id'));
    const cost = fill || !chosenSum(shown.form, shown.currency) ? costOf(sent, lines, shown.rate) : null;
    const sums = cost
      ? await this.sums(face.now, sent.with({ amount: cost.toString(), other: '' }), { wanted: [shown.currency] })
      : shown;
    const transfer = accounts.some(({ currency }) => currency === sums.currency);
    const { instead, typed } = shown;
    return { ...sums, instead, typed, face, associations, transfer, turned: turned && !instead, lines, calls };
  }

  /** The sums of any form that is paid by card, at the rates of the day of `now`. */
  async sums(now: Date, sent: Form, { wanted, accept }: SumWish): Promise<SumSheet> {
    const today = civilDate(now);
    const known = await this.rates.known(today);
    const all = orderedCurrencies(known).filter(chargeLimits);
    const tooOld = new Map(known.flatMap((rate) => (rate.stale ? [[rate.currency, rate] as const] : [])));
    const currencies = all.filter((code) => !tooOld.has(code));
    const instead = tooOld.get(firstCurrency(wanted, accept, all)) ?? null;
    const currency = firstCurrency(wanted, accept, currencies);
    const rateOf = await this.rates.of([currency, FEE_CURRENCY], today);
    const rate = rateOf(currency);
    const form = instead ? sent.with({ amount: '', other: '' }) : sent;
    const typed = instead && typedIn(sent, instead.currency);
    const tiles = tilesOf(rate).map((sum) => ({ sum, lei: toLei(sum, rate) }));
    return {
      ...{ form, currency, currencies, stale: all.filter((code) => tooOld.has(code)), instead, typed, rate, tiles },
      fee: cardFee(rate, feeRateIn(rateOf)),
      step: chargeLimits(currency)!.step,
      example: await this.giving.quote({ amount: tiles[1]!.sum, coverFee: true }),
      quote: await this.quoteOf(chosenSum(form, currency), form.has('cover', 'yes')),
    };
  }

  /** Throws `transfer-currency` beside the choice of the way when a transfer in this currency has nowhere to go. */
  async mustHaveAccount(currency: Currency): Promise<void> {
    const accounts = await this.bank.accounts();
    if (accounts.some((account) => account.currency === currency)) return;
    throw refuseFields({ pointer: '/by', code: 'transfer-currency', params: { currency } });
  }

  private async quoteOf(amount: Money | null, coverFee: boolean): Promise<Quote | null> {
    if (!amount) return null;
    try {
      return await this.giving.quote({ amount, coverFee });
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }
}

/**
 * What somebody typed, or chose among tiles, as a sum in this currency; null when it is none: what only a link said, or a tile of another
 * currency.
 */
function typedIn(form: Form, currency: Currency): string | null {
  const shown = form.value('shown');
  const tile = shown === currency ? form.value('amount') : '';
  return shown ? form.value('other').trim() || tile || null : null;
}

/** The sum that stands in the form: his own before a tile; null when there is none or it cannot be read. */
export function chosenSum(form: Form, currency: Currency): Money | null {
  return readSum(form.value('other') || form.value('amount'), currency);
}

/** A sum as somebody typed it; null when it cannot be read. */
export function readSum(text: string, currency: Currency): Money | null {
  if (!text.trim()) return null;
  try {
    return typedMoney(text, currency);
  } catch {
    return null;
  }
}
