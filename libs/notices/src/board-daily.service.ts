import { Injectable } from '@nestjs/common';
import { BodiesQueries, MembersQueries, SPEAKERS } from '#libs/hometowns/src/index.js';
import { addDays, civilDate, wallClock } from '#libs/kernel/src/index.js';
import { BoardNewsQueries } from '#libs/needs/src/index.js';
import { Clock, Database } from '#libs/platform/src/index.js';
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
    for (const placeCode of await this.news.toRemind(today)) {
      const hall = await this.bodies.townHallOf(placeCode);
      const officers = hall ? await this.members.officersOf(hall.id, SPEAKERS['town-hall']) : [];
      due.push(...officers.map((personId) => ({ kind: 'board-due', personId, subject: `${placeCode}:${today}` })));
    }
    const missing = await this.letters.missing(due);
    if (missing.length > 0) await this.db.transaction((tx) => this.letters.order(tx, ...missing));
  }
}
