import { Module, type OnModuleInit } from '@nestjs/common';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { Handlers } from '#libs/platform/src/index.js';
import { Composers } from './composers.js';
import type { LetterId } from './letter.js';
import { LettersService } from './letters.service.js';
import { PeopleLetters } from './people.letters.js';

/** Letters to people. Listens to everybody; nobody listens to it. */
@Module({ imports: [HometownsModule, IdentityModule], providers: [Composers, LettersService, PeopleLetters] })
export class NoticesModule implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly letters: LettersService,
  ) {}

  onModuleInit(): void {
    this.handlers.onOutside('notices.ordered', 'notices.send', 'letters', ({ data }) =>
      this.letters.send(String(data.letterId) as LetterId),
    );
  }
}
