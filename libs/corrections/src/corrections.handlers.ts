import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Handlers } from '#libs/platform/src/index.js';
import { CorrectionsService } from './corrections.service.js';

const LAPSE_SECONDS = 3600;

/** What nobody signs in time comes to nothing. */
@Injectable()
export class CorrectionsHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly corrections: CorrectionsService,
  ) {}

  onModuleInit(): void {
    this.handlers.every(LAPSE_SECONDS, 'corrections.lapse', () => this.corrections.lapseDue());
  }
}
