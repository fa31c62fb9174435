import { Column } from 'typeorm';
import {
  type CivilDate,
  type Currency,
  Money,
  type PersonId,
  randomCode,
  refOf,
  refuse,
} from '#libs/kernel/src/index.js';
import type { ChargeId, CheckoutId, Owner } from '#libs/payments/src/index.js';
import { bigintColumn, type Lang } from '#libs/platform/src/index.js';
import type { BudgetLineId } from '#libs/projects/src/index.js';
import { type Rate, type RateSource, toLei } from '#libs/rates/src/index.js';
import { chargeStep, mustBeOnStep } from './card-amounts.js';
import type { Home } from './home.postings.js';
import { frozenLei } from './frozen.js';
import { isByCard, type Way } from './pledge.life.js';

/** What goes back of a gift: to the donor in his currency (`gift` and `cover`), from where it lies in lei. */
export interface Back {
  readonly gift: Money;
  readonly cover: Money;
  readonly lei: Money;
}

/** What a lost dispute took of a gift: of its lei, `town` from the purse of its town although it was given to a project. */
export interface Taken {
  readonly gift: Money;
  readonly lei: Money;
  readonly town: Money;
}

/** What every gift has when it is made; `prefix` is of its reference ("PL"). */
export function freshGift(
  prefix: string,
  { amount, cover, rate, now }: { amount: Money; cover: Money; rate: Rate; now: Date },
) {
  return {
    ...{ ref: refOf(prefix, randomCode(6)), receiptCode: randomCode(16), madeAt: now },
    ...{ amountMinor: amount.minor, coverMinor: cover.minor, currency: amount.currency },
    ...{ leiMinor: toLei(amount, rate).minor, rate: rate.perUnit, rateSource: rate.source, rateOn: rate.on },
    ...{ checkoutId: null, chargeId: null, attempts: 0, repairUntil: null, countedAt: null },
    ...{ refundedMinor: 0n, refundedLeiMinor: 0n, lostMinor: 0n, lostLeiMinor: 0n },
  };
}

const minor = { type: 'bigint', transformer: bigintColumn } as const;

/**
 * The money of a gift, to a project or to a town's fund: what was given, its lei frozen at the rate of its day, and what of it
 * went back or was taken back.
 */
export abstract class Gift {
  @Column() ref!: string;
  @Column({ name: 'receipt_code' }) receiptCode!: string;
  @Column() request!: string;
  @Column('uuid', { name: 'person_id' }) personId!: PersonId;
  @Column({ ...minor, name: 'amount_minor' }) amountMinor!: bigint;
  @Column({ ...minor, name: 'cover_minor' }) coverMinor!: bigint;
  @Column({ type: 'text' }) currency!: Currency;
  @Column({ ...minor, name: 'lei_minor' }) leiMinor!: bigint;
  @Column({ type: 'text' }) rate!: string;
  @Column({ type: 'text', name: 'rate_source' }) rateSource!: RateSource;
  @Column({ type: 'date', name: 'rate_on' }) rateOn!: CivilDate;
  @Column({ type: 'text' }) lang!: Lang;
  @Column('timestamptz', { name: 'made_at' }) madeAt!: Date;
  /** The payment page that is open for it now. */
  @Column('uuid', { name: 'checkout_id', nullable: true }) checkoutId!: CheckoutId | null;
  /** The charge under way, then the one that counted. */
  @Column('uuid', { name: 'charge_id', nullable: true }) chargeId!: ChargeId | null;
  @Column('int') attempts!: number;
  @Column('timestamptz', { name: 'repair_until', nullable: true }) repairUntil!: Date | null;
  @Column('timestamptz', { name: 'counted_at', nullable: true }) countedAt!: Date | null;
  @Column({ ...minor, name: 'refunded_minor' }) refundedMinor!: bigint;
  @Column({ ...minor, name: 'refunded_lei_minor' }) refundedLeiMinor!: bigint;
  /** What the donor's bank took back in disputes. */
  @Column({ ...minor, name: 'lost_minor' }) lostMinor!: bigint;
  @Column({ ...minor, name: 'lost_lei_minor' }) lostLeiMinor!: bigint;

  abstract readonly id: string;
  abstract readonly state: string;
  /** Whose payment it is, for payments and the queue: never the person's name. */
  abstract get owner(): Owner;
  abstract get way(): Way;
  abstract get home(): Home;
  /** The line of a budget for which it is wished. */
  abstract readonly lineId: BudgetLineId | null;
  /** What has come, in the donor's currency; zero until it is counted. */
  abstract get came(): Money;
  /** The same in lei. */
  abstract get cameLei(): Money;
  /** Throws when the gift's life does not allow it. */
  abstract become(state: 'counted' | 'refunded' | 'lost'): this;

  /** What is given, in the donor's currency. */
  get gift(): Money {
    return Money.ofMinor(this.amountMinor, this.currency);
  }

  /** What the donor adds for the card's fee. */
  get cover(): Money {
    return Money.ofMinor(this.coverMinor, this.currency);
  }

  /** What the card is charged. */
  get gross(): Money {
    return this.gift.plus(this.cover);
  }

  /** The gift in lei at the rate of its day. */
  get lei(): Money {
    return Money.lei(this.leiMinor);
  }

  /** What of it went or is going back by us, or was taken back by the donor's bank, in his currency. */
  get gone(): Money {
    return Money.ofMinor(this.refundedMinor + this.lostMinor, this.currency);
  }

  /** The same in lei. */
  get goneLei(): Money {
    return Money.lei(this.refundedLeiMinor + this.lostLeiMinor);
  }

  /** What of it neither went back nor was taken back, in the donor's currency. */
  get left(): Money {
    return this.came.minus(this.gone);
  }

  /** What of its lei went on to the purse of its town. */
  get movedLei(): Money {
    return Money.lei(0n);
  }

  /** What of its lei is still where it was given to. */
  get remainingLei(): Money {
    return this.cameLei.minus(this.goneLei).minus(this.movedLei);
  }

  /** What of it can go back from where it was given to: what is left, but for the part that went on to the purse of its town. */
  get returnable(): Money {
    const { left, remainingLei, movedLei } = this;
    if (!movedLei.isPositive()) return left;
    const minor = (left.minor * remainingLei.minor) / remainingLei.plus(movedLei).minor;
    return Money.ofMinor(minor - (minor % this.step), this.currency);
  }

  /** The smallest part of it that can be sent back by the way it came, in minor units. */
  get step(): bigint {
    return isByCard(this.way) ? chargeStep(this.currency) : 1n;
  }

  /** What of the frozen lei the next `gift` that goes is worth: cumulatively, so that parts add up to the ban. */
  leiOf(gift: Money): Money {
    return frozenLei(this, gift);
  }

  /**
   * What giving back `amount` (null: all that can go back) takes from where it lies: the same share of its frozen lei. The fee cover
   * goes back with the last of it. Throws `refund-amount` (param `left`), and `amount-step` for a part that cannot be sent by card.
   */
  back(amount: Money | null): Back {
    const left = this.returnable;
    const gift = amount ?? left;
    const fits = gift.currency === this.currency && gift.isPositive() && gift.compare(left) <= 0;
    if (this.state !== 'counted' || !fits)
      throw refuse('conflict', 'refund-amount', `Of this gift ${left.toString()} ${this.currency} can go back.`, { left }); // prettier-ignore
    if (isByCard(this.way)) mustBeOnStep(gift);
    const cover = gift.equals(this.left) ? this.cover : Money.zero(this.currency);
    return { gift, cover, lei: this.leiOf(gift).min(this.remainingLei) };
  }

  /** Notes what goes back. */
  giveBack({ gift, lei }: Back): this {
    this.refundedMinor += gift.minor;
    this.refundedLeiMinor += lei.minor;
    return this.left.isZero() ? this.become('refunded') : this;
  }

  /** Notes what a lost dispute took of it. */
  lose({ gift, lei }: Taken): this {
    this.lostMinor += gift.minor;
    this.lostLeiMinor += lei.minor;
    return gift.isPositive() && this.left.isZero() ? this.become('lost') : this;
  }

  /** Notes that a lost dispute was won after all: what `lose` had noted is with us again. */
  regain({ gift, lei }: Taken): this {
    this.lostMinor -= gift.minor;
    this.lostLeiMinor -= lei.minor;
    return gift.isPositive() && this.state !== 'counted' ? this.become('counted') : this;
  }
}
