import { Injectable, type OnModuleInit } from '@nestjs/common';
import { civilDate, type PersonId } from '#libs/kernel/src/index.js';
import { Clock, Database, Handlers, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { REPAIR_DAYS } from '#libs/pledges/src/index.js';
import type { LetterOrder } from './letter.js';
import { LettersService } from './letters.service.js';

const DAY = 86_400_000;
const REMIND_EVERY = 2 * DAY;
const REMIND_SECONDS = 300;
const CARD_SECONDS = 3600;

/** What people are told of their gifts to towns' funds. */
@Injectable()
export class FundNews implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly letters: LettersService,
  ) {}

  onModuleInit(): void {
    const ofGift = (event: string, kind: string) =>
      this.handlers.on(event, `notices.${kind}`, (tx, { id, data }) =>
        this.tell(tx, kind, 'funds.gift', { id: String(data.giftId), occasion: id }),
      );
    const ofPlan = (event: string, kind: string) =>
      this.handlers.on(event, `notices.${kind}`, (tx, { id, data }) =>
        this.tell(tx, kind, 'funds.plan', { id: String(data.planId), occasion: id }),
      );
    ofGift('funds.gift-counted', 'fund-receipt');
    ofGift('funds.gift-declined', 'fund-declined');
    ofGift('funds.gift-lapsed', 'fund-lapsed');
    ofGift('funds.gift-overpaid', 'fund-overpaid');
    // Of one refund a donor may hear twice: it came back, or had not left, and left again.
    for (const [event, kind] of [['funds.gift-refunded', 'fund-refund'], ['funds.gift-refund-failed', 'fund-refund-back'], ['pledges.fund-refund-unpaid', 'fund-refund-unpaid']] as const)
      this.handlers.on(event, `notices.${kind}`, (tx, { id, data }) =>
        this.tell(tx, kind, 'funds.gift', { id: String(data.giftId), occasion: `${String(data.refundId)}:${id}` }),
      ); // prettier-ignore
    ofPlan('funds.plan-begun', 'plan-begun');
    ofPlan('funds.plan-ended', 'plan-ended');
    // Whoever holds the link of one letter may change it: its donor hears of it.
    this.handlers.on('funds.plan-changed', 'notices.plan-changed', (tx, { id, data: { planId, what, before } }) =>
      this.tell(tx, 'plan-changed', 'funds.plan', { id: String(planId), occasion: [what, before, id].join(':') }),
    );
    this.handlers.on('pledges.fund-words-hidden', 'notices.fund-words-hidden', (tx, { id: occasion, data }) =>
      this.tell(tx, 'fund-words-hidden', data.kind === 'fund-plan' ? 'funds.plan' : 'funds.gift', {
        id: String(data.id),
        occasion,
      }),
    );
    this.handlers.every(REMIND_SECONDS, 'notices.remind-months', () => this.remind());
    this.handlers.every(CARD_SECONDS, 'notices.cards-expire', () => this.warnOfCards());
  }

  /** Reminds everybody whose month was declined, every 48 hours until the seven days are over. */
  async remind(): Promise<void> {
    const now = await this.clock.now();
    const declined = await this.db.rows<{ id: string; personId: PersonId; until: Date; attempts: number }>(
      `select id, person_id as "personId", repair_until as until, attempts from funds.gift
        where state = 'declined' and repair_until > $1 and repair_until <= $2`,
      [now, new Date(now.getTime() + REPAIR_DAYS * DAY - REMIND_EVERY)],
    );
    const due = declined.map(({ id, personId, until, attempts }): LetterOrder => {
      const n = Math.floor((now.getTime() - until.getTime() + REPAIR_DAYS * DAY) / REMIND_EVERY);
      return { kind: 'fund-declined-again', personId, subject: id, occasion: `${attempts}:${n}` };
    });
    if (due.length > 0) await this.db.transaction((tx) => this.letters.order(tx, ...due));
  }

  /** Tells everybody who gives every month that his card is in its last month, once a card. */
  async warnOfCards(): Promise<void> {
    const month = civilDate(await this.clock.now()).slice(0, 7);
    const due = await this.db.rows<{ id: string; personId: PersonId; cardId: string }>(
      `select p.id, p.person_id as "personId", p.card_id as "cardId" from funds.plan p
         join payments.checkout c on c.id = p.card_id where p.state = 'active' and c.card_until = $1`,
      [month],
    );
    const orders = due.map(({ id, personId, cardId }) => ({
      kind: 'plan-card',
      personId,
      subject: id,
      occasion: cardId,
    }));
    if (orders.length > 0) await this.db.transaction((tx) => this.letters.order(tx, ...orders));
  }

  private async tell(
    tx: Tx,
    kind: string,
    table: 'funds.gift' | 'funds.plan',
    { id, occasion }: { id: string; occasion: string },
  ): Promise<void> {
    const sql = `select person_id as "personId" from ${table} where id = $1`;
    const [found] = await rowsOf<{ personId: PersonId }>(tx, sql, [id]);
    if (found) await this.letters.order(tx, { kind, personId: found.personId, subject: id, occasion });
  }
}
