import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Handlers } from '#libs/platform/src/index.js';
import { AuditService } from './audit.service.js';

const LOOK_SECONDS = 60;

/** The nightly run. */
@Injectable()
export class AuditHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly audit: AuditService,
  ) {}

  onModuleInit(): void {
    this.handlers.every(LOOK_SECONDS, 'audit.nightly', () => this.audit.runWhenDue());
  }
}
