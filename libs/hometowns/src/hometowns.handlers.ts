import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Handlers } from '#libs/platform/src/index.js';
import { TermsService } from './terms.service.js';

const LOOK_SECONDS = 600;

/** Looks now and then whose term ends soon. */
@Injectable()
export class HometownsHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly terms: TermsService,
  ) {}

  onModuleInit(): void {
    this.handlers.every(LOOK_SECONDS, 'hometowns.terms', () => this.terms.remind());
  }
}
