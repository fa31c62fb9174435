import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Handlers } from '#libs/platform/src/index.js';
import { ForgettingService } from './forgetting.service.js';
import { TermsService } from './terms.service.js';

const LOOK_SECONDS = 600;
const FORGET_SECONDS = 3600;

/** Looks now and then whose term ends soon, and what is to be forgotten. */
@Injectable()
export class HometownsHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly terms: TermsService,
    private readonly forgetting: ForgettingService,
  ) {}

  onModuleInit(): void {
    this.handlers.every(LOOK_SECONDS, 'hometowns.terms', () => this.terms.remind());
    this.handlers.every(FORGET_SECONDS, 'hometowns.applications', () => this.forgetting.lapseDue());
    this.handlers.every(FORGET_SECONDS, 'hometowns.invitations', () => this.forgetting.forgetInvited());
  }
}
