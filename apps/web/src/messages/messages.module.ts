import { Module } from '@nestjs/common';
import { BankingModule } from '#libs/banking/src/index.js';
import { MessagesModule as MessagesLib } from '#libs/messages/src/index.js';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { OperatorModule } from '../operator/operator.module.js';
import { MessagesApi } from './messages.api.js';
import { MessagesPages } from './messages.pages.js';
import { MessagesWebhook } from '../webhooks/messages.api.js';

/** Gifts by message: where aggregators tell of them, and the desk that keeps aggregators. */
@Module({
  imports: [ApprovalsModule, BankingModule, MessagesLib, OperatorModule],
  controllers: [MessagesWebhook, MessagesPages, MessagesApi],
})
export class MessagesModule {}
