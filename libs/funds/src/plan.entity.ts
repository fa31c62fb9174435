import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  type CivilDate,
  type Currency,
  type Id,
  Money,
  type PersonId,
  randomCode,
  refOf,
  refuse,
} from '#libs/kernel/src/index.js';
import type { CheckoutId, Owner } from '#libs/payments/src/index.js';
import { bigintColumn, type Lang } from '#libs/platform/src/index.js';
import { planMayBecome, type PlanState } from './fund.life.js';
import { dayIn, dayOf, type Month, monthAfter, monthOf } from './months.js';

/** Somebody's monthly gift to a town's fund. */
export type PlanId = Id<'Plan'>;

const minor = { type: 'bigint', transformer: bigintColumn } as const;

/** What is fixed when a plan is made. */
export interface MakePlan {
  readonly id: PlanId;
  readonly request: string;
  readonly placeCode: string;
  readonly personId: PersonId;
  readonly amount: Money;
  readonly cover: Money;
  readonly lang: Lang;
  readonly checkoutId: CheckoutId;
  readonly now: Date;
}

/** A saved card that is charged once a month for a town's fund. */
@Entity({ schema: 'funds', name: 'plan' })
export class Plan {
  @PrimaryColumn('uuid') id!: PlanId;
  @Column() ref!: string;
  @Column() request!: string;
  @Column({ name: 'place_code' }) placeCode!: string;
  @Column('uuid', { name: 'person_id' }) personId!: PersonId;
  @Column({ ...minor, name: 'amount_minor' }) amountMinor!: bigint;
  @Column({ ...minor, name: 'cover_minor' }) coverMinor!: bigint;
  @Column({ type: 'text' }) currency!: Currency;
  @Column({ type: 'text' }) lang!: Lang;
  @Column({ type: 'text' }) state!: PlanState;
  @Column('timestamptz', { name: 'made_at' }) madeAt!: Date;
  @Column('uuid', { name: 'checkout_id', nullable: true }) checkoutId!: CheckoutId | null;
  @Column('uuid', { name: 'card_id', nullable: true }) cardId!: CheckoutId | null;
  @Column('int', { nullable: true }) day!: number | null;
  @Column({ type: 'date', name: 'next_on', nullable: true }) nextOn!: CivilDate | null;
  @Column('int') lapsed!: number;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  @Column({ type: 'text', name: 'ended_why', nullable: true }) endedWhy!: 'donor' | 'lapsed' | null;

  static make({ amount, cover, now, ...rest }: MakePlan): Plan {
    return Object.assign(new Plan(), {
      ...rest,
      ...{ ref: refOf('PF', randomCode(6)), state: 'started', madeAt: now },
      ...{ amountMinor: amount.minor, coverMinor: cover.minor, currency: amount.currency },
      ...{ cardId: null, day: null, nextOn: null, lapsed: 0, endedAt: null, endedWhy: null },
    });
  }

  /** What the town gets every month, in the donor's currency. */
  get gift(): Money {
    return Money.ofMinor(this.amountMinor, this.currency);
  }

  /** What is added every month for the card's fee. */
  get cover(): Money {
    return Money.ofMinor(this.coverMinor, this.currency);
  }

  /** What the card is charged every month. */
  get gross(): Money {
    return this.gift.plus(this.cover);
  }

  /** Whose card it is, for payments: never the person's name. */
  get owner(): Owner {
    return `fund-plan:${this.id}`;
  }

  /** Throws `plan-state` when the plan's life does not allow it. */
  become(state: PlanState): this {
    if (!planMayBecome(this.state, state))
      throw refuse('conflict', 'plan-state', `A monthly gift that is ${this.state} cannot become ${state}.`);
    this.state = state;
    if (state !== 'active') this.nextOn = null;
    return this;
  }

  /** Its card is saved: it begins, and its first month is due, today, on the day of the month that it keeps. */
  begin(cardId: CheckoutId, today: CivilDate): this {
    return Object.assign(this.become('active'), { cardId, day: dayOf(today), nextOn: today, lapsed: 0 });
  }

  /** That month is done: the next one is due on its day. */
  goOnAfter(month: Month): this {
    this.nextOn = dayIn(monthAfter(month), this.day!);
    return this;
  }

  /** Goes on after a pause: on its day of this month when that is still to come and this month was not asked, else next month. */
  resume(today: CivilDate, asked: boolean): this {
    const month = monthOf(today);
    const day = dayIn(month, this.day!);
    this.become('active');
    if (asked || day <= today) return this.goOnAfter(month);
    this.nextOn = day;
    return this;
  }

  /** Nothing is charged any more. */
  end(why: 'donor' | 'lapsed', at: Date): this {
    return Object.assign(this.become('ended'), { endedAt: at, endedWhy: why });
  }
}
