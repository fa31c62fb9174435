import { Injectable } from '@nestjs/common';
import { PersonsService } from '#libs/identity/src/index.js';
import { CheckoutsService } from '#libs/payments/src/index.js';
import { Clock, sayIn, textIn, type Tx } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Pledge } from './pledge.entity.js';

/** Where the payment page comes back to, as paths of ours; "{ref}" and "{id}" become the pledge's. */
export interface Paths {
  readonly success: string;
  readonly cancel: string;
}

/** What to open; address and moment are looked up when the caller does not have them at hand. */
interface Opening {
  readonly mode: 'pay' | 'save-card';
  readonly paths: Paths;
  readonly email?: string;
  readonly now?: Date;
}

const MINUTE = 60_000;
const OPEN_MINUTES = 60;
const TITLE_MAX = 150;

/** Opens hosted payment pages for pledges. */
@Injectable()
export class PaymentPages {
  constructor(
    private readonly checkouts: CheckoutsService,
    private readonly persons: PersonsService,
    private readonly projects: ProjectsQueries,
    private readonly clock: Clock,
  ) {}

  /** Opens the page `pledge.checkoutId`: to pay at once, or to save a card. It works for an hour. */
  async open(tx: Tx, pledge: Pledge, { mode, paths, ...known }: Opening): Promise<void> {
    const email = known.email ?? (await this.persons.cards([pledge.personId], tx))[0]!.email!;
    const now = known.now ?? (await this.clock.now(tx));
    const project = await this.projects.find(pledge.projectId, tx);
    const { text } = textIn(pledge.lang, project!.title);
    const title = text.length > TITLE_MAX ? `${text.slice(0, TITLE_MAX)}…` : text;
    await this.checkouts.open(tx, {
      id: pledge.checkoutId!,
      owner: pledge.owner,
      mode,
      gift: pledge.gift,
      feeCover: pledge.cover,
      email,
      lang: pledge.lang,
      description: sayIn(pledge.lang)('pledge.checkout', { project: title, ref: pledge.ref }),
      successPath: pathOf(paths.success, pledge),
      cancelPath: pathOf(paths.cancel, pledge),
      expiresAt: new Date(now.getTime() + OPEN_MINUTES * MINUTE),
    });
  }
}

function pathOf(path: string, { id, ref }: Pledge): string {
  return path.replaceAll('{ref}', ref).replaceAll('{id}', id);
}
