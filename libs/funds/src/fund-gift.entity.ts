import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Id, Money, type PersonId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import type { ChargeId, CheckoutId, Owner } from '#libs/payments/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';
import { freshGift, Gift, type Home, type Way } from '#libs/pledges/src/index.js';
import type { Rate } from '#libs/rates/src/index.js';
import { type FundGiftState, giftMayBecome } from './fund.life.js';
import type { Month } from './months.js';
import type { PlanId } from './plan.entity.js';

/** One gift to a town's fund. */
export type FundGiftId = Id<'FundGift'>;

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
export class FundGift extends Gift {
  @PrimaryColumn('uuid') id!: FundGiftId;
  @Column({ name: 'place_code' }) placeCode!: string;
  @Column('uuid', { name: 'plan_id', nullable: true }) planId!: PlanId | null;
  @Column({ type: 'text', nullable: true }) month!: Month | null;
  @Column('uuid', { name: 'from_project_id', nullable: true }) fromProjectId!: ProjectId | null;
  @Column({ type: 'text' }) state!: FundGiftState;
  @Column({ type: 'text', nullable: true }) failure!: string | null;

  static make({ amount, cover, rate, now, of, checkoutId, fromProjectId, ...rest }: MakeFundGift): FundGift {
    return Object.assign(new FundGift(), {
      ...rest,
      ...freshGift('FD', { amount, cover, rate, now }),
      ...{ planId: of?.planId ?? null, month: of?.month ?? null, state: of ? 'charging' : 'started' },
      ...{ checkoutId: checkoutId ?? null, fromProjectId: fromProjectId ?? null, failure: null },
    });
  }

  /** Always by card: at once on the form, or with a saved one. */
  get way(): Way {
    return 'card-now';
  }

  get came(): Money {
    return this.countedAt ? this.gift : Money.zero(this.currency);
  }

  get cameLei(): Money {
    return this.countedAt ? this.lei : Money.lei(0n);
  }

  get home(): Home {
    return { kind: 'town', id: this.placeCode };
  }

  get lineId(): null {
    return null;
  }

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
