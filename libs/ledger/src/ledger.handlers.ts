import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Handlers } from '#libs/platform/src/index.js';
import { SealService } from './seal.service.js';

const SEAL_SECONDS = 5;

/** The books' own chore. */
@Injectable()
export class LedgerHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly seals: SealService,
  ) {}

  onModuleInit(): void {
    this.handlers.every(SEAL_SECONDS, 'ledger.seal', async () => void (await this.seals.seal()));
  }
}
