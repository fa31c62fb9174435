import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Handlers } from '#libs/platform/src/index.js';
import { PhonesService } from './phones.service.js';

/** What this room does by itself. */
@Injectable()
export class NeighboursHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly phones: PhonesService,
  ) {}

  onModuleInit(): void {
    this.handlers.every(3600, 'neighbours.tidy', () => this.phones.tidy());
  }
}
