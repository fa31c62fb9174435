import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Handlers } from '#libs/platform/src/index.js';
import { SittingsService } from './sittings.service.js';

const LOOK_SECONDS = 30;

/** Opens assemblies on their day, and lets happen what their members have decided. */
@Injectable()
export class AssembliesHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly sittings: SittingsService,
  ) {}

  onModuleInit(): void {
    this.handlers.every(LOOK_SECONDS, 'assemblies.open', () => this.sittings.openDue());
    this.handlers.on('voting.closed', 'assemblies.vote', (tx, { data }) =>
      this.sittings.counted(tx, String(data.subject)),
    );
  }
}
