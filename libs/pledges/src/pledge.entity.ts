import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  type BodyId,
  type DomainError,
  Money,
  newId,
  type PledgeId,
  type ProjectId,
  refuse,
} from '#libs/kernel/src/index.js';
import type { CheckoutId, Owner } from '#libs/payments/src/index.js';
import { bigintColumn } from '#libs/platform/src/index.js';
import type { BudgetLineId } from '#libs/projects/src/index.js';
import { toLei } from '#libs/rates/src/index.js';
import type { Home } from './home.postings.js';
import { type Back, freshGift, Gift, type Taken } from './gift.js';
import { isByCard, mayBecome, type PledgeState, type Shortfall, type Way } from './pledge.life.js';
import { type Dedication, type MakePledge, requestOf, type RequestWords } from './pledge.request.js';

const minor = { type: 'bigint', transformer: bigintColumn } as const;

/** One person's gift to one project: promised, charged, counted, and what went back of it. */
@Entity({ schema: 'pledges', name: 'pledge' })
export class Pledge extends Gift {
  @PrimaryColumn('uuid') id!: PledgeId;
  @Column('uuid', { name: 'project_id' }) projectId!: ProjectId;
  @Column('uuid', { name: 'association_id', nullable: true }) associationId!: BodyId | null;
  @Column({ type: 'text' }) way!: Way;
  @Column({ type: 'text' }) shortfall!: Shortfall;
  @Column({ type: 'text', name: 'public_name', nullable: true }) publicName!: string | null;
  @Column({ type: 'text', name: 'dedication_kind', nullable: true }) dedicationKind!: Dedication['kind'] | null;
  @Column({ type: 'text', nullable: true }) dedication!: string | null;
  @Column({ type: 'text', nullable: true }) country!: string | null;
  @Column() follow!: boolean;
  /** Begun when the project had all it needed: it goes to the town's next need as soon as it has come. */
  @Column() onward!: boolean;
  /** The line of the budget for which it is wished, and the whole units of it that it paid for. */
  @Column('uuid', { name: 'line_id', nullable: true }) lineId!: BudgetLineId | null;
  @Column('int', { nullable: true }) units!: number | null;
  /** Of several people's gift: their name, and how many they are. */
  @Column({ type: 'text', name: 'pool_name', nullable: true }) poolName!: string | null;
  @Column('int', { name: 'pool_people', nullable: true }) poolPeople!: number | null;
  @Column({ type: 'text' }) state!: PledgeState;
  /** The payment page on which the card was saved that will be charged. */
  @Column('uuid', { name: 'card_id', nullable: true }) cardId!: CheckoutId | null;
  @Column('timestamptz', { name: 'promised_at', nullable: true }) promisedAt!: Date | null;
  @Column({ ...minor, name: 'came_minor', nullable: true }) cameMinor!: bigint | null;
  @Column({ ...minor, name: 'came_lei_minor', nullable: true }) cameLeiMinor!: bigint | null;
  @Column({ ...minor, name: 'moved_lei_minor' }) movedLeiMinor!: bigint;

  /** A new pledge with its lei at the rate of the day, frozen for ever. */
  static make(command: MakePledge): Pledge {
    const { id, projectId, personId, way } = command;
    const { shortfall, associationId, publicName, dedication, country, lang, follow, line, pool } = command;
    return Object.assign(new Pledge(), {
      ...freshGift('PL', command),
      ...{ id, projectId, personId, way, associationId, publicName, country, lang, follow, shortfall },
      ...{ dedicationKind: dedication?.kind ?? null, dedication: dedication?.text ?? null },
      ...{ lineId: line?.id ?? null, units: command.units ?? null },
      ...{ onward: command.onward ?? false, poolName: pool?.name ?? null, poolPeople: pool?.members.length ?? null },
      ...{ request: requestOf(command), state: isByCard(way) ? 'started' : 'awaited' },
      ...{ checkoutId: isByCard(way) ? newId<'Checkout'>() : null, cardId: null },
      ...{ promisedAt: null, cameMinor: null, cameLeiMinor: null, movedLeiMinor: 0n },
    });
  }

  /** What has come, in the donor's currency; zero until it is counted. */
  get came(): Money {
    return Money.ofMinor(this.cameMinor ?? 0n, this.currency);
  }

  /** The same in lei at its own rate: what the claim got. */
  get cameLei(): Money {
    return Money.lei(this.cameLeiMinor ?? 0n);
  }

  override get movedLei(): Money {
    return Money.lei(this.movedLeiMinor);
  }

  get home(): Home {
    return { kind: 'project', id: this.projectId };
  }

  get owner(): Owner {
    return `pledge:${this.id}`;
  }

  /** Throws `pledge-id-taken` when this is another request than `command`. */
  mustBe(command: RequestWords): this {
    if (this.request !== requestOf(command)) throw idTaken(this.id);
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

  /** What was counted was not its money: it is awaited again. */
  uncount(): this {
    Object.assign(this, { cameMinor: null, cameLeiMinor: null, countedAt: null });
    return this.become('awaited');
  }

  override lose(taken: Taken): this {
    this.movedLeiMinor -= taken.town.minor;
    return super.lose(taken);
  }

  override regain({ gift, lei, town }: Taken): this {
    this.lostMinor -= gift.minor;
    this.lostLeiMinor -= lei.minor;
    this.movedLeiMinor += town.minor;
    if (!gift.isPositive()) return this;
    const state = this.remainingLei.isZero() && this.movedLeiMinor > 0n ? 'moved' : 'counted';
    return state === this.state ? this : this.become(state);
  }

  /**
   * What a share of the claim gives back when it cannot give back everything: the lei exactly, and `partOf` them, never more
   * than is left. While lei of it are left a coin is left too: they would be nobody's.
   */
  backOfLei(lei: Money): Back {
    const most = this.left.minor - (lei.compare(this.remainingLei) < 0 ? 1n : 0n);
    return { gift: this.partOf(lei).min(this.sendable(most)), cover: Money.zero(this.currency), lei };
  }

  /** What so many of its lei are in the donor's currency, rounded to the nearest that can be sent. */
  partOf(lei: Money): Money {
    const [share, all] = [this.cameMinor! * lei.minor, this.cameLeiMinor!];
    return this.sendable((2n * share + all * this.step) / (2n * all));
  }

  /** What of it can be asked for when only so many lei are free: rounded down, so that they suffice. */
  paidBy(lei: Money): Money {
    return this.sendable((this.cameMinor! * lei.minor) / this.cameLeiMinor!).min(this.sendable(this.left.minor));
  }

  private sendable(minor: bigint): Money {
    return Money.ofMinor(minor - (minor % this.step), this.currency);
  }

  /** Notes that so much of what is left goes to the town's next need. */
  moveOn(lei: Money): this {
    this.movedLeiMinor += lei.minor;
    return this.remainingLei.isZero() ? this.become('moved') : this;
  }
}

/** Another gift has this id, to a project or to a town's fund. */
export function idTaken(id: PledgeId): DomainError {
  return refuse('conflict', 'pledge-id-taken', `The id ${id} belongs to another gift.`);
}
