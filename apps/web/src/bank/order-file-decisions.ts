import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OrderFilesService } from '#libs/banking/src/index.js';
import { Decisions } from '../approvals/decisions.js';

/** Second signatures under files of payment orders and their copies. */
@Injectable()
export class OrderFileDecisions implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly files: OrderFilesService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('order-file', {
      give: (id, by) => this.files.confirm(id, by),
      refuse: ({ id }, reason, by) => this.files.refuse(id, by, reason),
    });
    this.decisions.register('order-file-copy', {
      give: (id, by) => this.files.answerCopy(id, by),
      refuse: ({ id }, reason, by) => this.files.answerCopy(id, by, reason),
    });
  }
}
