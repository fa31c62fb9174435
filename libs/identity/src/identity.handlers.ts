import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Handlers } from '#libs/platform/src/index.js';
import { SignInService } from './sign-in.service.js';

/** What identity does by itself. */
@Injectable()
export class IdentityHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly signIn: SignInService,
  ) {}

  onModuleInit(): void {
    this.handlers.every(3600, 'identity.tidy', () => this.signIn.tidy());
  }
}
