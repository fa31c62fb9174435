import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CorrectionsService } from '#libs/corrections/src/index.js';
import { Decisions } from '../approvals/decisions.js';

/** The second signature under a correction. */
@Injectable()
export class CorrectionDecisions implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly corrections: CorrectionsService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('correction', {
      give: (id, by) => this.corrections.confirm(id, by),
      refuse: ({ id }, reason, by) => this.corrections.refuse(id, by, reason),
    });
  }
}
