import { Injectable } from '@nestjs/common';
import { type BankLine, type LineMeaning, MEANINGS, type OrderState, BankingQueries } from '#libs/banking/src/index.js';
import { PaymentsQueries } from '#libs/payments/src/index.js';
import type { Reading } from '../edge/reading.js';
import { lineName } from './line-name.js';

/** One thing that a line may belong to: its id, its words, and what else helps to choose. */
export type Choice = readonly [string, string, string?];

/** Whether a text names what a line may mean. */
export function isMeaning(text: string): text is LineMeaning {
  return Object.hasOwn(MEANINGS, text);
}

/** Lists what a line of each meaning can refer to, so that nobody types an id. */
@Injectable()
export class LineChoices {
  constructor(
    private readonly payments: PaymentsQueries,
    private readonly banking: BankingQueries,
  ) {}

  /** The payouts, orders or earlier lines that this meaning may name; empty when it names nothing. */
  async of(reading: Reading, meaning: LineMeaning): Promise<Choice[]> {
    switch (meaning) {
      case 'payout':
        return (await this.payments.payoutsUnderWay()).map(({ id, amount, arrivesOn }) => [
          id,
          `${reading.money(amount)}, ${reading.date(arrivesOn)}, ${id}`,
        ]);
      case 'order':
        return this.orders(reading, ['ordered', 'in-transit']);
      case 'order-returned':
        return this.orders(reading, ['in-transit', 'arrived']);
      case 'exchange-bought':
        return (await this.banking.openExchanges()).map((line) => lineChoice(reading, line));
      case 'unidentified-returned':
        return (await this.banking.openLines())
          .filter((line) => line.meaning === 'unidentified')
          .map((line) => lineChoice(reading, line));
      default:
        return [];
    }
  }

  private async orders(reading: Reading, states: readonly OrderState[]): Promise<Choice[]> {
    const found = await this.banking.orders({ states });
    return found.map(({ id, amount, holder, purpose }) => [id, `${reading.money(amount)}, ${holder}, ${purpose}`]);
  }
}

function lineChoice(reading: Reading, line: BankLine): Choice {
  return [line.id, lineName(reading, line)];
}
