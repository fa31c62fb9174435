import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Approval } from '#libs/approvals/src/index.js';
import { CorrectionsQueries } from '#libs/corrections/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { SignedKinds, type Facts, type Signed } from './signed-kinds.js';

/** What is signed of a correction of the books. */
@Injectable()
export class CorrectionFacts implements OnModuleInit {
  constructor(
    private readonly kinds: SignedKinds,
    private readonly corrections: CorrectionsQueries,
    private readonly projects: ProjectsQueries,
  ) {}

  onModuleInit(): void {
    this.kinds.register({ correction: (reading, approval) => this.correction(reading, approval) });
  }

  /** What two take back, and why. */
  private async correction({ say, money, moment, text }: Reading, { id }: Approval): Promise<Signed> {
    const { kind, project, amount, reason, journal, lapsesAt } = (await this.corrections.find(id))!;
    const found = project && (await this.projects.find(project));
    const facts: Facts = [
      ['meaning', say(`entry.kind.${kind}`)],
      ['amount', money(amount)],
      ['project', found && text(found.title).text],
      ['public-reason', reason],
      ['lapses', moment(lapsesAt)],
    ];
    return { href: `/operator/journals/${journal}`, facts };
  }
}
