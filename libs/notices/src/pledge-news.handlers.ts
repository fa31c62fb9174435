import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { PersonId, PledgeId, ProjectId } from '#libs/kernel/src/index.js';
import { Clock, Database, Handlers, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { REPAIR_DAYS } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { LetterOrder } from './letter.js';
import { LettersService } from './letters.service.js';

const DAY = 86_400_000;
const REMIND_EVERY = 2 * DAY;
const REMIND_SECONDS = 300;
/** Gifts whose donors are told how a project ended. */
export const GAVE = `state <> 'withdrawn' and (promised_at is not null or counted_at is not null or way in ('transfer', 'cash'))`;
/** Only a smaller version of its project is built. */
const SMALLER = `exists (select from pledges.closing c where c.project_id = pledge.project_id and c.decision = 'funded-smaller')`;
interface Mine {
  readonly id: PledgeId;
  readonly personId: PersonId;
}

/** What donors are told of their own gifts. */
@Injectable()
export class PledgeNews implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly letters: LettersService,
    private readonly projects: ProjectsQueries,
  ) {}

  onModuleInit(): void {
    this.tell('awaited', 'transfer', `way = 'transfer'`);
    this.tell('awaited', 'cash', `way = 'cash'`);
    this.tell('promised', 'promise');
    this.tell('counted', 'receipt');
    this.tell('uncounted', 'uncounted', `way = 'transfer'`);
    this.tell('uncounted', 'uncounted-cash', `way = 'cash'`);
    this.tell('declined', 'declined');
    this.tell('withdrawn', 'withdrawn', `promised_at is not null or way = 'transfer'`);
    this.tell('overpaid', 'overpaid');
    this.tell('words-hidden', 'words-hidden');
    for (const what of ['asked', 'withdrawn', 'refused']) this.tell(`refund-request-${what}`, `refund-${what}`);
    // When a whole campaign fails its donors get that letter; this one is for the seven days that passed unused.
    const going = `(select state from projects.project p where p.id = project_id) in ('collecting', 'funded')`;
    this.tell('lapsed', 'lapsed', `attempts > 0 and ${going}`);
    // Never charged: a smaller version is built, and he wanted everything or nothing.
    this.tell('lapsed', 'released', `attempts = 0 and ${going}`);
    // Of one refund a donor may hear twice: it came back, or had not left, and left again.
    for (const [event, kind] of [['refunded', 'refund'], ['refund-failed', 'refund-back'], ['refund-unpaid', 'refund-unpaid']] as const) {
      this.handlers.on(`pledges.${event}`, `notices.${kind}`, (tx, { id, data: { pledgeId, refundId } }) =>
        this.toDonor(tx, kind, { pledgeId: String(pledgeId), occasion: `${String(refundId)}:${id}` }),
      );
    } // prettier-ignore
    this.handlers.on('pledges.campaign-succeeded', 'notices.succeeded', (tx, { data }) =>
      this.toAll(
        tx,
        'succeeded',
        data.projectId as ProjectId,
        `state = 'counted' and not (shortfall = 'return' and ${SMALLER})`,
      ),
    );
    this.handlers.on('pledges.campaign-succeeded', 'notices.smaller', (tx, { data }) =>
      this.toAll(tx, 'smaller-back', data.projectId as ProjectId, `counted_at is not null and shortfall = 'return' and ${SMALLER}`),
    ); // prettier-ignore
    this.handlers.on('pledges.campaign-failed', 'notices.failed', (tx, { data }) =>
      this.toAll(tx, 'failed', data.projectId as ProjectId),
    );
    this.handlers.on('projects.moved', 'notices.cancelled', async (tx, { data }) => {
      if (data.to === 'cancelled') await this.toAll(tx, 'cancelled', data.projectId as ProjectId);
    });
    this.tellLate();
    this.handlers.every(REMIND_SECONDS, 'notices.remind', () => this.remind());
  }

  /** Reminds everybody whose card was declined, every 48 hours until the seven days are over. */
  async remind(): Promise<void> {
    const now = await this.clock.now();
    const declined = await this.db.rows<Mine & { until: Date; attempts: number }>(
      `select id, person_id as "personId", repair_until as until, attempts from pledges.pledge
        where state = 'declined' and repair_until > $1 and repair_until <= $2`,
      [now, new Date(now.getTime() + REPAIR_DAYS * DAY - REMIND_EVERY)],
    );
    const due = declined.map(({ id, personId, until, attempts }): LetterOrder => {
      const n = Math.floor((now.getTime() - until.getTime() + REPAIR_DAYS * DAY) / REMIND_EVERY);
      return { kind: 'declined-again', personId, subject: id, occasion: `${attempts}:${n}` };
    });
    if (due.length > 0) await this.db.transaction((tx) => this.letters.order(tx, ...due));
  }

  /** At the end a transfer may stand in the account already and in no statement yet. */
  private tellLate(): void {
    for (const event of ['collecting', 'campaign-succeeded'])
      this.handlers.on(`pledges.${event}`, `notices.late-${event}`, (tx, { data }) =>
        this.toAll(tx, 'transfer-late', data.projectId as ProjectId, `state = 'awaited' and way = 'transfer'`),
      );
  }

  private tell(event: string, kind: string, when = 'true'): void {
    this.handlers.on(`pledges.${event}`, `notices.${kind}`, (tx, { id, data }) =>
      this.toDonor(tx, kind, { pledgeId: String(data.pledgeId), occasion: id, when }),
    );
  }

  private async toDonor(
    tx: Tx,
    kind: string,
    { pledgeId, occasion, when = 'true' }: { pledgeId: string; occasion: string; when?: string },
  ): Promise<void> {
    const [mine] = await rowsOf<Mine>(
      tx,
      `select id, person_id as "personId" from pledges.pledge where id = $1 and (${when})`,
      [pledgeId],
    );
    if (mine) await this.letters.order(tx, { kind, personId: mine.personId, subject: pledgeId, occasion });
  }

  /** To every donor of a project, one letter a gift: each has its own reference and its own end. */
  private async toAll(tx: Tx, kind: string, projectId: ProjectId, which = GAVE): Promise<void> {
    if (!(await this.projects.campaign(projectId, tx))) return;
    const gifts = await rowsOf<Mine>(
      tx,
      `select id, person_id as "personId" from pledges.pledge where project_id = $1 and ${which} order by id`,
      [projectId],
    );
    await this.letters.order(tx, ...gifts.map(({ id, personId }) => ({ kind, personId, subject: id })));
  }
}
