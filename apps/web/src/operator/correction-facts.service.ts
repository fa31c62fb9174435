import { Injectable } from '@nestjs/common';
import type { Approval } from '#libs/approvals/src/index.js';
import { CorrectionsQueries } from '#libs/corrections/src/index.js';
import type { Reading } from '../edge/reading.js';
import type { Facts } from './bank-facts.service.js';

/** What is signed of a correction of the books. */
@Injectable()
export class CorrectionFacts {
  constructor(private readonly corrections: CorrectionsQueries) {}

  /** What two take back, and why. */
  async of({ say, money, moment }: Reading, { id }: Approval): Promise<{ href: string; facts: Facts }> {
    const { kind, amount, reason, journal, lapsesAt } = (await this.corrections.find(id))!;
    const facts: Facts = [
      ['meaning', say(`entry.kind.${kind}`)],
      ['amount', money(amount)],
      ['public-reason', reason],
      ['lapses', moment(lapsesAt)],
    ];
    return { href: `/operator/journals/${journal}`, facts };
  }
}
