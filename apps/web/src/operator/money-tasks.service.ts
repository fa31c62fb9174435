import { Injectable } from '@nestjs/common';
import { BankingQueries } from '#libs/banking/src/index.js';
import { DisputesQueries, PaymentsQueries } from '#libs/payments/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { DeskQueries, GiftDisputesQueries } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import type { Task } from './task.js';

/** A receipt that nobody has claimed goes back after so long. */
const CLAIM_DAYS = 30;
const DAY_MS = 86_400_000;

/** What waits for the operator because money stands somewhere: at the bank, with Stripe, owed to somebody. */
@Injectable()
export class MoneyTasks {
  constructor(
    private readonly payments: PaymentsQueries,
    private readonly banking: BankingQueries,
    private readonly disputesSeen: DisputesQueries,
    private readonly lost: GiftDisputesQueries,
    private readonly projects: ProjectsQueries,
    private readonly desk: DeskQueries,
    private readonly clock: Clock,
  ) {}

  async of(reading: Reading): Promise<Task[]> {
    const found = await Promise.all([
      this.lines(reading),
      this.orders(reading),
      this.returns(reading),
      this.payouts(reading),
      this.exchanges(reading),
      this.disputes(reading),
      this.warnings(reading),
      this.losses(reading),
      this.unbooked(),
    ]);
    return found.flat();
  }

  private async lines({ money }: Reading): Promise<Task[]> {
    return (await this.banking.openLines()).map(({ id, amount, reference, purpose, counterparty, bookedOn }) => {
      const since = new Date(bookedOn);
      const by = new Date(since.getTime() + CLAIM_DAYS * DAY_MS);
      const about = `${money(amount)} · ${purpose ?? reference}`;
      return { what: 'open-line', subject: `bank-line:${id}`, path: `/bank/lines/${id}`, about, who: counterparty.name, since, by }; // prettier-ignore
    });
  }

  private async orders({ money }: Reading): Promise<Task[]> {
    const orders = await this.banking.orders({ states: ['ordered', 'in-transit'] });
    return orders.map(({ id, amount, holder, purpose, state, orderedAt, sentAt }) => ({
      what: state === 'ordered' ? 'order' : 'order-in-transit',
      subject: `order:${id}`,
      path: `/orders/${id}`,
      about: `${money(amount)} · ${purpose}`,
      who: holder,
      since: sentAt ?? orderedAt,
      by: null,
    }));
  }

  private async returns({ say, money }: Reading): Promise<Task[]> {
    return (await this.desk.waitingRefunds()).map(({ pledgeId, ref, amount, why, at }) => ({
      what: 'return',
      subject: `pledge:${pledgeId}`,
      path: `/refunds/${pledgeId}`,
      about: `${money(amount)} · ${ref} · ${say(`operator.refund.why.${why}`)}`,
      who: null,
      since: at,
      by: null,
    }));
  }

  /** Payouts that should stand on the statement by now. */
  private async payouts({ money }: Reading): Promise<Task[]> {
    const now = await this.clock.now();
    const due = (await this.payments.payoutsUnderWay()).filter(({ arrivesOn }) => new Date(arrivesOn) <= now);
    return due.map(({ id, amount, arrivesOn }) => {
      const day = new Date(arrivesOn);
      const path = `/bank/new?meaning=payout&refersTo=${id}`;
      return { what: 'payout', subject: `payout:${id}`, path, about: money(amount), who: 'Stripe', since: day, by: day }; // prettier-ignore
    });
  }

  private async exchanges({ money }: Reading): Promise<Task[]> {
    return (await this.banking.openExchanges()).map(({ id, amount, reference, bookedOn }) => ({
      what: 'exchange',
      subject: `bank-line:${id}`,
      path: `/bank/new?meaning=exchange-bought&refersTo=${id}`,
      about: `${money(amount)} · ${reference}`,
      who: null,
      since: new Date(bookedOn),
      by: null,
    }));
  }

  private async disputes({ money }: Reading): Promise<Task[]> {
    return (await this.disputesSeen.open()).map(({ id, amount, reason, openedAt, answerBy }) => ({
      what: 'dispute',
      subject: `dispute:${id}`,
      path: `/disputes/${id}`,
      about: `${money(amount)} · ${reason}`,
      who: 'Stripe',
      since: openedAt,
      by: answerBy,
    }));
  }

  private async warnings({ money }: Reading): Promise<Task[]> {
    return (await this.disputesSeen.actionable()).map(({ id, owner, amount, warnedAt }) => ({
      what: 'warning',
      subject: `warning:${id}`,
      path: `/refunds/${owner.split(':')[1]}`,
      about: money(amount),
      who: 'Stripe',
      since: warnedAt,
      by: null,
    }));
  }

  /** Losses that hold a project's next tranche. */
  private async losses({ money, text }: Reading): Promise<Task[]> {
    const open = (await this.lost.losses()).filter((loss) => loss.open.isPositive());
    const since = await this.clock.now();
    return Promise.all(
      open.map(async ({ projectId, open: sum }) => {
        const project = (await this.projects.find(projectId))!;
        const about = `${money(sum)} · ${text(project.title).text}`;
        return {
          what: 'loss',
          subject: `loss:${projectId}`,
          path: `/losses/${projectId}`,
          about,
          who: null,
          since,
          by: null,
        };
      }),
    );
  }

  private async unbooked(): Promise<Task[]> {
    return (await this.payments.unbooked()).map(({ id, type, seenAt }) => {
      const about = `${type} · ${id}`;
      return { what: 'unbooked', subject: `transaction:${id}`, path: '/money', about, who: 'Stripe', since: seenAt, by: null }; // prettier-ignore
    });
  }
}
