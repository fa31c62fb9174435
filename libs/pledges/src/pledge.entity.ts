import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  type BodyId, type CivilDate, type Currency, Money, newId, type PersonId, type PledgeId, type ProjectId, randomCode, refuse,
} from '#libs/kernel/src/index.js'; // prettier-ignore
import type { ChargeId, CheckoutId, Owner } from '#libs/payments/src/index.js';
import { bigintColumn, type Lang } from '#libs/platform/src/index.js';
import type { BudgetLineId } from '#libs/projects/src/index.js';
import { type RateSource, toLei } from '#libs/rates/src/index.js';
import { chargeStep, mustBeOnStep } from './card-amounts.js';
import { frozenLei } from './frozen.js';
import { isByCard, mayBecome, type PledgeState, type Shortfall, type Way } from './pledge.life.js';
import { type Dedication, type MakePledge, requestOf, type RequestWords } from './pledge.request.js';

/** What goes back of a gift: to the donor in his currency (`gift` and `cover`), from the claim in lei. */
export interface Back {
  readonly gift: Money;
  readonly cover: Money;
  readonly lei: Money;
}

const minor = { type: 'bigint', transformer: bigintColumn } as const;

/** One person's gift to one project: promised, charged, counted, and what went back of it. */
@Entity({ schema: 'pledges', name: 'pledge' })
export class Pledge {
  @PrimaryColumn('uuid') id!: PledgeId;
  @Column() ref!: string;
  @Column({ name: 'receipt_code' }) receiptCode!: string;
  @Column() request!: string;
  @Column('uuid', { name: 'project_id' }) projectId!: ProjectId;
  @Column('uuid', { name: 'person_id' }) personId!: PersonId;
  @Column('uuid', { name: 'association_id', nullable: true }) associationId!: BodyId | null;
  @Column({ type: 'text' }) way!: Way;
  @Column({ ...minor, name: 'amount_minor' }) amountMinor!: bigint;
  @Column({ ...minor, name: 'cover_minor' }) coverMinor!: bigint;
  @Column({ type: 'text' }) currency!: Currency;
  @Column({ ...minor, name: 'lei_minor' }) leiMinor!: bigint;
  @Column({ type: 'text' }) rate!: string;
  @Column({ type: 'text', name: 'rate_source' }) rateSource!: RateSource;
  @Column({ type: 'date', name: 'rate_on' }) rateOn!: CivilDate;
  @Column({ type: 'text' }) shortfall!: Shortfall;
  @Column({ type: 'text', name: 'public_name', nullable: true }) publicName!: string | null;
  @Column({ type: 'text', name: 'dedication_kind', nullable: true }) dedicationKind!: Dedication['kind'] | null;
  @Column({ type: 'text', nullable: true }) dedication!: string | null;
  @Column({ type: 'text', nullable: true }) country!: string | null;
  @Column({ type: 'text' }) lang!: Lang;
  @Column() follow!: boolean;
  /** The line of the budget for which it is wished, and the whole units of it that it paid for. */
  @Column('uuid', { name: 'line_id', nullable: true }) lineId!: BudgetLineId | null;
  @Column('int', { nullable: true }) units!: number | null;
  /** Of several people's gift: their name, and how many they are. */
  @Column({ type: 'text', name: 'pool_name', nullable: true }) poolName!: string | null;
  @Column('int', { name: 'pool_people', nullable: true }) poolPeople!: number | null;
  @Column({ type: 'text' }) state!: PledgeState;
  @Column('timestamptz', { name: 'made_at' }) madeAt!: Date;
  /** The payment page that is open for this pledge now. */
  @Column('uuid', { name: 'checkout_id', nullable: true }) checkoutId!: CheckoutId | null;
  /** The payment page on which the card was saved that will be charged. */
  @Column('uuid', { name: 'card_id', nullable: true }) cardId!: CheckoutId | null;
  /** The charge under way, then the one that counted. */
  @Column('uuid', { name: 'charge_id', nullable: true }) chargeId!: ChargeId | null;
  @Column('int') attempts!: number;
  @Column('timestamptz', { name: 'promised_at', nullable: true }) promisedAt!: Date | null;
  @Column('timestamptz', { name: 'repair_until', nullable: true }) repairUntil!: Date | null;
  @Column('timestamptz', { name: 'counted_at', nullable: true }) countedAt!: Date | null;
  @Column({ ...minor, name: 'came_minor', nullable: true }) cameMinor!: bigint | null;
  @Column({ ...minor, name: 'came_lei_minor', nullable: true }) cameLeiMinor!: bigint | null;
  @Column({ ...minor, name: 'refunded_minor' }) refundedMinor!: bigint;
  @Column({ ...minor, name: 'refunded_lei_minor' }) refundedLeiMinor!: bigint;
  @Column({ ...minor, name: 'moved_lei_minor' }) movedLeiMinor!: bigint;
  /** What the donor's bank took back in disputes. */
  @Column({ ...minor, name: 'lost_minor' }) lostMinor!: bigint;
  @Column({ ...minor, name: 'lost_lei_minor' }) lostLeiMinor!: bigint;

  /** A new pledge with its lei at the rate of the day, frozen for ever. */
  static make(command: MakePledge): Pledge {
    const { id, projectId, personId, way, amount, cover, rate, now } = command;
    const { shortfall, associationId, publicName, dedication, country, lang, follow, line, pool } = command;
    const code = randomCode(6);
    return Object.assign(new Pledge(), {
      ...{ id, projectId, personId, way, associationId, publicName, country, lang, follow, shortfall },
      ...{ dedicationKind: dedication?.kind ?? null, dedication: dedication?.text ?? null },
      ...{ lineId: line?.id ?? null, units: command.units ?? null },
      ...{ poolName: pool?.name ?? null, poolPeople: pool?.members.length ?? null },
      ...{ ref: `PL-${code.slice(0, 4)}-${code.slice(4)}`, receiptCode: randomCode(16), request: requestOf(command) },
      ...{ amountMinor: amount.minor, coverMinor: cover.minor, currency: amount.currency },
      ...{ leiMinor: toLei(amount, rate).minor, rate: rate.perUnit, rateSource: rate.source, rateOn: rate.on },
      ...{ state: isByCard(way) ? 'started' : 'awaited', madeAt: now, attempts: 0 },
      ...{ checkoutId: isByCard(way) ? newId<'Checkout'>() : null, cardId: null, chargeId: null },
      ...{ promisedAt: null, repairUntil: null, countedAt: null, cameMinor: null, cameLeiMinor: null },
      ...{ refundedMinor: 0n, refundedLeiMinor: 0n, movedLeiMinor: 0n, lostMinor: 0n, lostLeiMinor: 0n },
    });
  }

  /** What the project is to get, in the donor's currency. */
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

  /** The gift in lei at the rate of the day on which it was pledged. */
  get lei(): Money {
    return Money.lei(this.leiMinor);
  }

  /** What has come, in the donor's currency; zero until it is counted. */
  get came(): Money {
    return Money.ofMinor(this.cameMinor ?? 0n, this.currency);
  }

  /** The same in lei at its own rate: what the claim got. */
  get cameLei(): Money {
    return Money.lei(this.cameLeiMinor ?? 0n);
  }

  /** What of these lei went or is going back. */
  get goneLei(): Money {
    return Money.lei(this.refundedLeiMinor + this.lostLeiMinor);
  }

  /** What went or is going back of it by us, or was taken back by the donor's bank, in his currency. */
  get gone(): Money {
    return Money.ofMinor(this.refundedMinor + this.lostMinor, this.currency);
  }

  /** What of it neither went back nor was taken back, in the donor's currency. */
  get left(): Money {
    return this.came.minus(this.gone);
  }

  /** The smallest part of it that can be sent back by the way it came, in minor units. */
  get step(): bigint {
    return isByCard(this.way) ? chargeStep(this.currency) : 1n;
  }

  /** What is still in the project's claim of this gift. */
  get remainingLei(): Money {
    return Money.lei((this.cameLeiMinor ?? 0n) - this.refundedLeiMinor - this.movedLeiMinor - this.lostLeiMinor);
  }

  /** The person's name for payments, the queue and the books: never his own. */
  get owner(): Owner {
    return `pledge:${this.id}`;
  }

  /** Throws `pledge-id-taken` when this is another request than `command`. */
  mustBe(command: RequestWords): this {
    if (this.request !== requestOf(command))
      throw refuse('conflict', 'pledge-id-taken', `The id ${this.id} belongs to another pledge.`);
    return this;
  }

  /** Throws `pledge-state` when the pledge's life does not allow it. */
  become(state: PledgeState): this {
    if (!mayBecome(this.state, state))
      throw refuse('conflict', 'pledge-state', `A pledge that is ${this.state} cannot become ${state}.`);
    this.state = state;
    return this;
  }

  /** Counts what has come: exactly the gift by card, whatever arrived by transfer, at this pledge's own rate. */
  count(came: Money, at: Date): this {
    const whole = came.equals(this.gift);
    const lei = whole ? this.lei : toLei(came, { currency: this.currency, perUnit: this.rate });
    Object.assign(this, { cameMinor: came.minor, cameLeiMinor: lei.minor, countedAt: at });
    return this.become('counted');
  }

  /**
   * What giving back `amount` (null: all that is left) takes from the claim: the same share of its frozen lei, taken
   * cumulatively, so that parts add up to the ban. The fee cover goes back with the last of it. Throws `refund-amount`, and `amount-step` for
   * a part that cannot be sent by card.
   */
  back(amount: Money | null): Back {
    const { left } = this;
    const gift = amount ?? left;
    if (this.state !== 'counted' || !gift.isPositive() || gift.compare(left) > 0)
      throw refuse('conflict', 'refund-amount', `Of this gift ${left.toString()} ${this.currency} can go back.`, {
        left,
      });
    if (isByCard(this.way)) mustBeOnStep(gift);
    const cover = gift.equals(left) ? this.cover : Money.zero(this.currency);
    return { gift, cover, lei: this.leiOf(gift).min(this.remainingLei) };
  }

  /** What of the frozen lei the next `gift` that goes is worth: cumulatively, so that parts add up to the ban. */
  leiOf(gift: Money): Money {
    return frozenLei(this, gift);
  }

  /** Notes what goes back. */
  giveBack({ gift, lei }: Back): this {
    this.refundedMinor += gift.minor;
    this.refundedLeiMinor += lei.minor;
    return this.left.isZero() ? this.become('refunded') : this;
  }

  /** Notes what a lost dispute took of it: the gift in the donor's currency, and its lei, `town` of them from the town's purse. */
  lose({ gift, lei, town }: { gift: Money; lei: Money; town: Money }): this {
    this.lostMinor += gift.minor;
    this.lostLeiMinor += lei.minor;
    this.movedLeiMinor -= town.minor;
    return gift.isPositive() && this.left.isZero() ? this.become('lost') : this;
  }

  /** Notes that a lost dispute was won after all: what `lose` had noted is with us again. */
  regain({ gift, lei, town }: { gift: Money; lei: Money; town: Money }): this {
    this.lostMinor -= gift.minor;
    this.lostLeiMinor -= lei.minor;
    this.movedLeiMinor += town.minor;
    if (!gift.isPositive()) return this;
    const state = this.remainingLei.isZero() && this.movedLeiMinor > 0n ? 'moved' : 'counted';
    return state === this.state ? this : this.become(state);
  }

  /**
   * What a share of the claim gives back when it cannot give back everything: the lei exactly, the currency rounded down
   * to what can be sent, and never more of it than is left.
   */
  backOfLei(lei: Money): Back {
    const share = (this.cameMinor! * lei.minor) / this.cameLeiMinor!;
    const gift = Money.ofMinor(share, this.currency).min(this.left);
    return {
      gift: Money.ofMinor(gift.minor - (gift.minor % this.step), this.currency),
      cover: Money.zero(this.currency),
      lei,
    };
  }

  /** Notes that so much of what is left goes to the town's next need. */
  moveOn(lei: Money): this {
    this.movedLeiMinor += lei.minor;
    return this.remainingLei.isZero() ? this.become('moved') : this;
  }
}
