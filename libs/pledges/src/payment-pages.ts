import { Injectable } from '@nestjs/common';
import { PersonsService } from '#libs/identity/src/index.js';
import { CheckoutsService, type OpenCheckout } from '#libs/payments/src/index.js';
import { Clock, sayIn, textIn, type Tx } from '#libs/platform/src/index.js';
import { type Project, ProjectsQueries } from '#libs/projects/src/index.js';
import type { Pledge } from './pledge.entity.js';

/** Where the payment page comes back to, as paths of ours; "{ref}" and "{id}" become the pledge's. */
export interface Paths {
  readonly success: string;
  readonly cancel: string;
}

/** A page to open: `pledge.checkoutId`. Address and moment are looked up when the caller does not have them at hand. */
interface Opening {
  readonly pledge: Pledge;
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

  /** Opens pages of one project's pledges, to pay at once or to save a card. They work for an hour. */
  async open(tx: Tx, openings: readonly Opening[]): Promise<void> {
    const [first] = openings;
    if (!first) return;
    const project = await this.projects.find(first.pledge.projectId, tx);
    const orders: OpenCheckout[] = [];
    for (const opening of openings) orders.push(await this.order(tx, opening, project!));
    await this.checkouts.open(tx, ...orders);
  }

  private async order(tx: Tx, { pledge, mode, paths, ...known }: Opening, project: Project): Promise<OpenCheckout> {
    const email = known.email ?? (await this.persons.cards([pledge.personId], tx))[0]!.email!;
    const now = known.now ?? (await this.clock.now(tx));
    const { text } = textIn(pledge.lang, project.title);
    const title = text.length > TITLE_MAX ? `${text.slice(0, TITLE_MAX)}…` : text;
    return {
      ...{ id: pledge.checkoutId!, owner: pledge.owner, mode, gift: pledge.gift, feeCover: pledge.cover, email },
      lang: pledge.lang,
      description: sayIn(pledge.lang)('pledge.checkout', { project: title, ref: pledge.ref }),
      successPath: pathOf(paths.success, pledge),
      cancelPath: pathOf(paths.cancel, pledge),
      expiresAt: new Date(now.getTime() + OPEN_MINUTES * MINUTE),
    };
  }
}

function pathOf(path: string, { id, ref }: Pledge): string {
  return path.replaceAll('{ref}', ref).replaceAll('{id}', id);
}
