import { Injectable } from '@nestjs/common';
import { BodiesQueries, MembersQueries, SPEAKERS } from '#libs/hometowns/src/index.js';
import { addDays, type CivilDate, civilDate, wallClock } from '#libs/kernel/src/index.js';
import { BoardNewsQueries, RemindersService } from '#libs/needs/src/index.js';
import { Clock, Database, type Tx } from '#libs/platform/src/index.js';
import type { LetterOrder } from './letter.js';
import { LettersService } from './letters.service.js';

/** The hour of Chișinău from which boards are written about. */
const HOUR = 8;
/** Days that are looked back on, so that a worker that stood still keeps nobody without his news. */
const BACK = [3, 2, 1];

/** Letters about towns' boards: one a day at most for a reader and a board, about what happened the day before. */
@Injectable()
export class BoardDailyService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly news: BoardNewsQueries,
    private readonly reminders: RemindersService,
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly letters: LettersService,
  ) {}

  /** From eight in the morning on orders the letters of the day; each of them goes out once. */
  async orderDue(): Promise<void> {
    const now = await this.clock.now();
    if (Number(wallClock(now).hour) < HOUR) return;
    const today = civilDate(now);
    const due: LetterOrder[] = [];
    for (const day of BACK.map((days) => addDays(today, -days)))
      for (const { placeCode, personId } of await this.news.readersOf(day))
        due.push({ kind: 'board-news', personId, subject: `${placeCode}:${day}` });
    const missing = await this.letters.missing(due);
    await this.db.transaction(async (tx) => {
      await this.letters.order(tx, ...missing, ...(await this.remindersOf(tx, today)));
    });
  }

  /** To the officers of each town hall that has something to answer; in the transaction that keeps it from being asked again. */
  private async remindersOf(tx: Tx, today: CivilDate): Promise<LetterOrder[]> {
    const orders: LetterOrder[] = [];
    for (const placeCode of await this.reminders.due(tx, today)) {
      const hall = await this.bodies.townHallOf(placeCode, tx);
      const officers = hall ? await this.members.officersOf(hall.id, SPEAKERS['town-hall'], tx) : [];
      orders.push(...officers.map((personId) => ({ kind: 'board-due', personId, subject: `${placeCode}:${today}` })));
    }
    return orders;
  }
}
