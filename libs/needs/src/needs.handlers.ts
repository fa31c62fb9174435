import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Handlers } from '#libs/platform/src/index.js';
import { PapersService } from './papers.service.js';

/** What this room does by itself. */
@Injectable()
export class NeedsHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly papers: PapersService,
  ) {}

  onModuleInit(): void {
    this.handlers.every(3600, 'needs.papers', () => this.papers.lapse());
  }
}
