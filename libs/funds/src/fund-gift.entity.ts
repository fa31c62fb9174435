import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type CivilDate, type Currency, type Id, Money, type PersonId, type ProjectId, randomCode, refuse } from '#libs/kernel/src/index.js'; // prettier-ignore
import type { ChargeId, CheckoutId, Owner } from '#libs/payments/src/index.js';
import { bigintColumn, type Lang } from '#libs/platform/src/index.js';
import { frozenLei, mustBeOnStep, type Way } from '#libs/pledges/src/index.js';
import { type Rate, type RateSource, toLei } from '#libs/rates/src/index.js';
import { type FundGiftState, giftMayBecome } from './fund.life.js';
import type { Month } from './months.js';
import type { PlanId } from './plan.entity.js';

/** One gift to a town's fund. */
export type FundGiftId = Id<'FundGift'>;

const minor = { type: 'bigint', transformer: bigintColumn } as const;

/** What goes back of a gift: to the donor in his currency, from the purse in lei. */
export interface FundBack {
  readonly gift: Money;
  readonly cover: Money;
  readonly lei: Money;
}

/** What is fixed when a gift is made. */
export interface MakeFundGift {
  readonly id: FundGiftId;
  readonly request: string;
  readonly placeCode: string;
  readonly personId: PersonId;
  readonly amount: Money;
  readonly cover: Money;
  readonly rate: Rate;
  readonly lang: Lang;
  readonly now: Date;
  readonly checkoutId?: CheckoutId;
  readonly fromProjectId?: ProjectId | null;
  /** The month of a plan; else it is made once. */
  readonly of?: { readonly planId: PlanId; readonly month: Month };
}

/** A gift to a town's fund, made once or one month of a plan, with its lei at the rate of its own day. */
@Entity({ schema: 'funds', name: 'gift' })
export class FundGift {
  @PrimaryColumn('uuid') id!: FundGiftId;
  @Column() ref!: string;
  @Column({ name: 'receipt_code' }) receiptCode!: string;
  @Column() request!: string;
  @Column({ name: 'place_code' }) placeCode!: string;
  @Column('uuid', { name: 'person_id' }) personId!: PersonId;
  @Column('uuid', { name: 'plan_id', nullable: true }) planId!: PlanId | null;
  @Column({ type: 'text', nullable: true }) month!: Month | null;
  @Column('uuid', { name: 'from_project_id', nullable: true }) fromProjectId!: ProjectId | null;
  @Column({ ...minor, name: 'amount_minor' }) amountMinor!: bigint;
  @Column({ ...minor, name: 'cover_minor' }) coverMinor!: bigint;
  @Column({ type: 'text' }) currency!: Currency;
  @Column({ ...minor, name: 'lei_minor' }) leiMinor!: bigint;
  @Column({ type: 'text' }) rate!: string;
  @Column({ type: 'text', name: 'rate_source' }) rateSource!: RateSource;
  @Column({ type: 'date', name: 'rate_on' }) rateOn!: CivilDate;
  @Column({ type: 'text' }) lang!: Lang;
  @Column({ type: 'text' }) state!: FundGiftState;
  @Column('timestamptz', { name: 'made_at' }) madeAt!: Date;
  @Column('uuid', { name: 'checkout_id', nullable: true }) checkoutId!: CheckoutId | null;
  /** The charge under way, then the one that counted. */
  @Column('uuid', { name: 'charge_id', nullable: true }) chargeId!: ChargeId | null;
  @Column('int') attempts!: number;
  @Column({ type: 'text', nullable: true }) failure!: string | null;
  @Column('timestamptz', { name: 'repair_until', nullable: true }) repairUntil!: Date | null;
  @Column('timestamptz', { name: 'counted_at', nullable: true }) countedAt!: Date | null;
  @Column({ ...minor, name: 'refunded_minor' }) refundedMinor!: bigint;
  @Column({ ...minor, name: 'refunded_lei_minor' }) refundedLeiMinor!: bigint;
  @Column({ ...minor, name: 'lost_minor' }) lostMinor!: bigint;
  @Column({ ...minor, name: 'lost_lei_minor' }) lostLeiMinor!: bigint;

  static make({ amount, cover, rate, now, of, checkoutId, fromProjectId, ...rest }: MakeFundGift): FundGift {
    const code = randomCode(6);
    return Object.assign(new FundGift(), {
      ...rest,
      ...{ ref: `FD-${code.slice(0, 4)}-${code.slice(4)}`, receiptCode: randomCode(16), madeAt: now },
      ...{ amountMinor: amount.minor, coverMinor: cover.minor, currency: amount.currency },
      ...{ leiMinor: toLei(amount, rate).minor, rate: rate.perUnit, rateSource: rate.source, rateOn: rate.on },
      ...{ planId: of?.planId ?? null, month: of?.month ?? null, state: of ? 'charging' : 'started' },
      ...{ checkoutId: checkoutId ?? null, fromProjectId: fromProjectId ?? null, chargeId: null, attempts: 0 },
      ...{ failure: null, repairUntil: null, countedAt: null },
      ...{ refundedMinor: 0n, refundedLeiMinor: 0n, lostMinor: 0n, lostLeiMinor: 0n },
    });
  }

  /** What the town gets, in the donor's currency. */
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

  /** Always by card: at once on the form, or with a saved one. */
  get way(): Way {
    return 'card-now';
  }

  /** What has come, in the donor's currency; zero until it is counted. */
  get came(): Money {
    return this.countedAt ? this.gift : Money.zero(this.currency);
  }

  /** The same in lei. */
  get cameLei(): Money {
    return this.countedAt ? this.lei : Money.lei(0n);
  }

  /** What of it went back or was taken back, in the donor's currency. */
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

  /**
   * What giving back `amount` (null: all that is left) takes from the purse: the same share of its frozen lei. The fee cover goes
   * back with the last of it. Throws `refund-amount` (param `left`), and `amount-step` for a part that cannot be sent by card.
   */
  back(amount: Money | null): FundBack {
    const { left } = this;
    const gift = amount ?? left;
    if (this.state !== 'counted' || !gift.isPositive() || gift.compare(left) > 0)
      throw refuse('conflict', 'refund-amount', `Of this gift ${left.toString()} ${this.currency} can go back.`, { left }); // prettier-ignore
    mustBeOnStep(gift);
    return { gift, cover: gift.equals(left) ? this.cover : Money.zero(this.currency), lei: frozenLei(this, gift) };
  }

  /** Notes what goes back. */
  giveBack({ gift, lei }: FundBack): this {
    this.refundedMinor += gift.minor;
    this.refundedLeiMinor += lei.minor;
    return this.left.isZero() ? this.become('refunded') : this;
  }

  /** Whose payment it is, for payments and the queue: never the person's name. */
  get owner(): Owner {
    return `fund-gift:${this.id}`;
  }

  /** Throws `fund-gift-state` when the gift's life does not allow it. */
  become(state: FundGiftState): this {
    if (!giftMayBecome(this.state, state))
      throw refuse('conflict', 'fund-gift-state', `A gift that is ${this.state} cannot become ${state}.`);
    this.state = state;
    return this;
  }

  /** The saved card is asked. Names the attempt. */
  ask(chargeId: ChargeId): string {
    if (this.state !== 'charging') this.become('charging');
    this.attempts += 1;
    Object.assign(this, { chargeId, failure: null, repairUntil: null });
    return `plan:${this.planId}:${this.month}:charge:${this.attempts}`;
  }

  /** The bank said no. */
  decline(failure: string | null, repairUntil: Date): this {
    return Object.assign(this.become('declined'), { chargeId: null, failure, repairUntil });
  }

  /** The money is here. */
  count(chargeId: ChargeId, at: Date): this {
    return Object.assign(this.become('counted'), { chargeId, countedAt: at });
  }

  /** This month comes to nothing; what is paid after `at` goes back. */
  lapse(at: Date): this {
    const until = this.repairUntil;
    return Object.assign(this.become('lapsed'), { repairUntil: until && until < at ? until : at });
  }
}
