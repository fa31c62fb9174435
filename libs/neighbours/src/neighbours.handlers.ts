import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { PersonId } from '#libs/kernel/src/index.js';
import { Handlers } from '#libs/platform/src/index.js';
import { NeighboursService } from './neighbours.service.js';
import { PhonesService } from './phones.service.js';
import { TwinsService } from './twins.service.js';

/** What this room does by itself. */
@Injectable()
export class NeighboursHandlers implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly neighbours: NeighboursService,
    private readonly phones: PhonesService,
    private readonly twins: TwinsService,
  ) {}

  onModuleInit(): void {
    this.handlers.on('identity.person-renamed', 'neighbours.twins', (tx, { data }) =>
      this.neighbours.renamed(tx, data.personId as PersonId),
    );
    this.handlers.every(3600, 'neighbours.tidy', () => this.phones.tidy());
    this.handlers.every(3600, 'neighbours.objections', () => this.twins.giveBack());
    this.handlers.every(3600, 'neighbours.reminder', () => this.twins.remind());
  }
}
