import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Approval } from '#libs/approvals/src/index.js';
import { type AggregatorId, MessagesQueries, type SettlementId } from '#libs/messages/src/index.js';
import type { Reading } from '../edge/reading.js';
import { BankFacts } from './bank-facts.service.js';
import { SignedKinds, type Facts, type Signed } from './signed-kinds.js';

const OF_LINE = ['amount', 'booked-on', 'counterparty', 'iban', 'reference', 'purpose'];

/** What is signed of gifts by message: an aggregator's terms, and what it paid. */
@Injectable()
export class MessageFacts implements OnModuleInit {
  constructor(
    private readonly kinds: SignedKinds,
    private readonly messages: MessagesQueries,
    private readonly atBank: BankFacts,
  ) {}

  onModuleInit(): void {
    for (const kind of ['message-aggregator', 'message-secret', 'message-on', 'message-settlement'])
      this.kinds.register({ [kind]: (reading, approval) => this.facts(reading, approval) });
  }

  /** Of one approval about an aggregator or its settlement. */
  private async facts(reading: Reading, { subject, payload }: Approval): Promise<Signed> {
    const { money } = reading;
    const [kind, id] = subject.split(':') as [string, string];
    if (kind === 'settlement') return this.settlement(reading, id as SettlementId, String(payload.lines));
    const one = await this.messages.aggregator(id as AggregatorId);
    const facts = { aggregator: one?.name, number: one?.number, 'message-gives': one && money(one.lei), key: one?.key };
    return { href: one && `/operator/messages/${one.id}`, facts: Object.entries(facts) };
  }

  private async settlement(reading: Reading, id: SettlementId, lines: string): Promise<Signed> {
    const { money } = reading;
    const one = await this.messages.settlement(id);
    const facts = { aggregator: one?.aggregator, reference: one?.reference, amount: one && money(one.net), 'message-fee': one && money(one.fee) }; // prettier-ignore
    const came = await Promise.all(lines.split(' ').map((line) => this.cameBy(reading, line)));
    return { href: `/operator/messages/settlements/${id}`, facts: [...Object.entries(facts), ...came.flat()] };
  }

  /** What came, when, from whom and with which words: for whoever says whose a line is. */
  private async cameBy(reading: Reading, id: string): Promise<Facts> {
    const facts = await this.atBank.line(reading, id);
    return facts
      .filter(([name]) => OF_LINE.includes(name))
      .map(([name, value]) => [name === 'amount' ? 'came' : name, value]);
  }
}
