import { Injectable } from '@nestjs/common';
import { BodiesQueries, type Body } from '#libs/hometowns/src/index.js';
import { civilDate, type Currency, DomainError, type Money, refuseFields, typedMoney } from '#libs/kernel/src/index.js';
import { BankService } from '#libs/banking/src/index.js';
import { chargeLimits } from '#libs/payments/src/index.js';
import {
  type CardFee,
  cardFee,
  FEE_CURRENCY,
  GivingService,
  type LineGifts,
  type Quote,
} from '#libs/pledges/src/index.js';
import { type Rate, RatesService, toLei } from '#libs/rates/src/index.js';
import type { Form } from '../edge/form.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { costOf, type GiveLine, giveLines } from './give-line.js';
import { firstCurrency, orderedCurrencies, tilesOf } from './currencies.js';

/** What a form with a sum to be paid by card shows beside what was typed into it. */
export interface SumSheet {
  readonly currency: Currency;
  readonly currencies: readonly Currency[];
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
  /** As it is shown: with what the chosen units cost, where no other sum was typed. */
  readonly form: Form;
  readonly associations: readonly Body[];
  /** Whether a bank transfer in this currency has an account to go to. */
  readonly transfer: boolean;
  /** The sums have just been turned into another currency. */
  readonly turned: boolean;
  /** Lines of the budget of which anybody may give units. */
  readonly lines: readonly GiveLine[];
}

interface SumWish {
  /** Currencies by preference. */
  readonly wanted: readonly (string | null | undefined)[];
  /** The browser's header. */
  readonly accept?: string | undefined;
}

interface SheetWish extends SumWish {
  readonly gifts: readonly LineGifts[];
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

  /** Currencies that have a rate on the day of `now` and that a card can be charged in, those most people use first. */
  async currencies(now: Date): Promise<Currency[]> {
    return orderedCurrencies(await this.rates.known(civilDate(now))).filter(chargeLimits);
  }

  /** The sheet of a project's form. */
  async of(
    face: ProjectFace,
    sent: Form,
    { gifts, turned = false, fill = false, ...by }: SheetWish,
  ): Promise<GiveSheet> {
    const [shown, associations, accounts] = await Promise.all([
      this.sums(face.now, sent, by),
      this.bodies.associationsOf(face.place.code),
      this.bank.accounts(),
    ]);
    const lines = giveLines(gifts, face.plan.lines, sent.value('line.id'));
    const cost = fill || !chosenSum(sent, shown.currency) ? costOf(sent, lines, shown.rate) : null;
    const form = cost ? sent.with({ amount: cost.toString(), other: '' }) : sent;
    const sums = cost ? await this.sums(face.now, form, by) : shown;
    const transfer = accounts.some(({ currency }) => currency === sums.currency);
    return { ...sums, face, form, associations, transfer, turned, lines };
  }

  /** The sums of any form that is paid by card, at the rates of the day of `now`. */
  async sums(now: Date, form: Form, { wanted, accept }: SumWish): Promise<SumSheet> {
    const today = civilDate(now);
    const currencies = await this.currencies(now);
    const currency = firstCurrency(wanted, accept, currencies);
    const [rate, feeRate] = await Promise.all([
      this.rates.current(currency, today),
      this.rates.current(FEE_CURRENCY, today),
    ]);
    const tiles = tilesOf(rate).map((sum) => ({ sum, lei: toLei(sum, rate) }));
    return {
      ...{ currency, currencies, rate, tiles },
      fee: cardFee(rate, feeRate),
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

/** The sum that stands in the form: his own before a tile; null when there is none or it cannot be read. */
export function chosenSum(form: Form, currency: Currency): Money | null {
  const text = form.value('other') || form.value('amount');
  if (!text.trim()) return null;
  try {
    return typedMoney(text, currency);
  } catch {
    return null;
  }
}
