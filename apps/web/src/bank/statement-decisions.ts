import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LineReturnsService, NamingService, StatementsService } from '#libs/banking/src/index.js';
import { Decisions } from '../approvals/decisions.js';

/** Second signatures under statements and under what becomes of their lines. */
@Injectable()
export class StatementDecisions implements OnModuleInit {
  constructor(
    private readonly decisions: Decisions,
    private readonly statements: StatementsService,
    private readonly naming: NamingService,
    private readonly returns: LineReturnsService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('bank-statement', {
      give: (id, by) => this.statements.confirm(id, by),
      refuse: ({ id }, reason, by) => this.statements.refuse(id, by, reason),
    });
    this.decisions.register('line-naming', {
      give: (id, by) => this.naming.confirm(id, by),
      refuse: ({ id }, reason, by) => this.naming.refuse(id, by, reason),
    });
    this.decisions.register('line-return', {
      give: (id, by) => this.returns.confirm(id, by),
      refuse: ({ id }, reason, by) => this.returns.refuse(id, by, reason),
    });
  }
}
