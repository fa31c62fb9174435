import { Injectable } from '@nestjs/common';
import { civilDate, type PersonId, wallClock } from '#libs/kernel/src/index.js';
import { Clock, Database } from '#libs/platform/src/index.js';
import { LettersService } from './letters.service.js';

/** The hour of Chișinău from which the day's letter goes out. */
const HOUR = 7;

// Whoever is on the staff gets it until he says that he does not want it.
const WANTS = `coalesce((select c.wanted from notices.daily_choice c where c.person_id = s.person_id order by c.n desc limit 1), true)`;

/** The operator's daily letter: who gets it, and when. */
@Injectable()
export class DailyService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly letters: LettersService,
  ) {}

  /** Whether somebody gets the letter; null when he is not on the operator's staff, who alone get it. */
  async gets(person: PersonId): Promise<boolean | null> {
    const [row] = await this.db.rows<{ gets: boolean }>(
      `select ${WANTS} as gets from identity.staff s where s.person_id = $1 and s.until is null`,
      [person],
    );
    return row?.gets ?? null;
  }

  /** Says whether he wants it from now on; of somebody who is not on the staff nothing is kept. */
  async choose(person: PersonId, wanted: boolean): Promise<void> {
    await this.db.rows(
      `insert into notices.daily_choice (person_id, wanted, at) select s.person_id, $2, platform.now()
         from identity.staff s where s.person_id = $1 and s.until is null and ${WANTS} <> $2 returning n`,
      [person, wanted],
    );
  }

  /** From seven in the morning on orders the day's letter for everybody who wants it; each of them gets it once. */
  async orderDue(): Promise<void> {
    const now = await this.clock.now();
    if (Number(wallClock(now).hour) < HOUR) return;
    const subject = civilDate(now);
    const due = await this.db.rows<{ personId: PersonId }>(
      `select s.person_id as "personId" from identity.staff s where s.until is null and ${WANTS} and not exists
         (select from notices.letter l where l.kind = 'daily' and l.subject = $1 and l.person_id = s.person_id)`,
      [subject],
    );
    if (due.length === 0) return;
    const letters = due.map(({ personId }) => ({ kind: 'daily', personId, subject }));
    await this.db.transaction((tx) => this.letters.order(tx, ...letters));
  }
}
