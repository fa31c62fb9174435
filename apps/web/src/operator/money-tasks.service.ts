import { Injectable } from '@nestjs/common';
import { BankingQueries, type BankLine, StatementsQueries } from '#libs/banking/src/index.js';
import { DisputesQueries, PaymentsQueries } from '#libs/payments/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { DeskQueries, GiftDisputesQueries } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { fraudOf, reasonOf } from './disputes.view.js';
import { claimableUntil, explainableUntil, type Task } from './task.js';

/** What waits for the operator because money stands somewhere: at the bank, with Stripe, owed to somebody. */
@Injectable()
export class MoneyTasks {
  constructor(
    private readonly payments: PaymentsQueries,
    private readonly banking: BankingQueries,
    private readonly disputesSeen: DisputesQueries,
    private readonly lost: GiftDisputesQueries,
    private readonly projects: ProjectsQueries,
    private readonly statements: StatementsQueries,
    private readonly desk: DeskQueries,
    private readonly clock: Clock,
  ) {}

  async of(reading: Reading): Promise<Task[]> {
    const found = await Promise.all([
      this.lines(reading),
      this.unexplained(reading),
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

  /** Receipts that nobody has claimed: until their day whose they are, from then on to be sent back. */
  private async lines(reading: Reading): Promise<Task[]> {
    const now = await this.clock.now();
    return (await this.banking.openLines()).map((line) => {
      const by = claimableUntil(line);
      return { ...lineTask(reading, line), what: by > now ? 'open-line' : 'overdue-line', by };
    });
  }

  /** Money that left by a statement: the books differ from what is known until somebody says why. */
  private async unexplained(reading: Reading): Promise<Task[]> {
    const lines = await this.statements.unexplained();
    return lines.map((line) => ({ ...lineTask(reading, line), what: 'unexplained', by: explainableUntil(line) }));
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

  private async disputes({ say, money }: Reading): Promise<Task[]> {
    return (await this.disputesSeen.open()).map(({ id, inquiry, amount, reason, openedAt, answerBy }) => ({
      what: inquiry ? 'inquiry' : 'dispute',
      subject: `dispute:${id}`,
      path: `/disputes/${id}`,
      about: `${money(amount)} · ${reasonOf(say, { reason })}`,
      who: 'Stripe',
      since: openedAt,
      by: answerBy,
    }));
  }

  private async warnings({ say, money }: Reading): Promise<Task[]> {
    return (await this.disputesSeen.actionable()).map(({ id, owner, amount, fraudType, warnedAt }) => ({
      what: 'warning',
      subject: `warning:${id}`,
      path: `/refunds/${owner.split(':')[1]}`,
      about: `${money(amount)} · ${fraudOf(say, fraudType)}`,
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

function lineTask(
  { money }: Reading,
  { id, amount, reference, purpose, counterparty, bookedOn }: BankLine,
): Omit<Task, 'what' | 'by'> {
  const about = `${money(amount)} · ${purpose ?? reference}`;
  return { subject: `bank-line:${id}`, path: `/bank/lines/${id}`, about, who: counterparty.name, since: new Date(bookedOn) }; // prettier-ignore
}
