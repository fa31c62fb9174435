import { Injectable } from '@nestjs/common';
import { type ApprovalId, civilDate, type Currency, Money, type PersonId } from '#libs/kernel/src/index.js';
import { Clock, Database, type Multilingual, Queues } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { countsOf, lateRates, type TaskCount, undelivered, type WaitingTask } from './tasks.js';
import { WAITING } from './tasks.sql.js';

interface Row {
  readonly key: string;
  readonly what: string;
  readonly subject: string;
  readonly path: string;
  readonly since: Date;
  readonly until: Date;
  readonly own: boolean;
  readonly minor: string | null;
  readonly currency: Currency | null;
  readonly note: string | null;
  readonly code: string | null;
  readonly title: Multilingual | null;
  readonly body: Multilingual | null;
  readonly who: string | null;
  readonly n: number;
  readonly approval: ApprovalId | null;
  readonly person: PersonId | null;
  readonly person_name: string | null;
  readonly person_email: string | null;
}

/** Which of what waits: of one kind, after the one at this place, and how many. */
interface TasksWanted {
  readonly what?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Reads what waits for the operator, from every room. */
@Injectable()
export class TasksQueries {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
    private readonly clock: Clock,
    private readonly rates: RatesService,
  ) {}

  /** What waits: the nearest deadline before the others, then the oldest. */
  async waiting({ what, after, limit }: TasksWanted): Promise<WaitingTask[]> {
    const [rows, counted] = await Promise.all([
      this.db.rows<Row>(
        `select * from (${WAITING}) every where ($1::text is null or what = $1) and ($2::text is null or key collate "C" > $2)
          order by key collate "C" limit $3`,
        [what ?? null, after ?? null, limit],
      ),
      this.counted(),
    ]);
    const more = counted.filter((task) => (!what || what === task.what) && task.key > (after ?? ''));
    return [...rows.map(taskOf), ...more].sort((one, other) => (one.key < other.key ? -1 : 1)).slice(0, limit);
  }

  /** How much of each kind waits, the most urgent kind first. */
  async counts(): Promise<TaskCount[]> {
    const [counts, counted, now] = await Promise.all([
      this.db.rows<TaskCount>(
        `select what, count(*)::int as n, count(*) filter (where until <= platform.now())::int as overdue, min(until) as by
           from (${WAITING}) every group by what order by min(until), what`,
      ),
      this.counted(),
      this.clock.now(),
    ]);
    const more = countsOf(counted, now);
    return [...counts, ...more].sort((one, other) => one.by.getTime() - other.by.getTime());
  }

  /** Of the second signatures how many this person may give: what he asked himself somebody else signs. */
  async toSign(by: PersonId): Promise<number> {
    const [row] = await this.db.rows<{ n: number }>(
      `select count(*)::int as n from approvals.approval where office = 'operator' and state = 'waiting' and asked_by <> $1`,
      [by],
    );
    return row!.n;
  }

  /** What is no row that waits: deliveries that the queues gave up, and rates that have not come. */
  private async counted(): Promise<WaitingTask[]> {
    const today = civilDate(await this.clock.now());
    const [failed, tables] = await Promise.all([this.queues.failed(), this.rates.tables(today)]);
    const late = tables.filter((table) => table.late).map((table) => lateRates(table, today));
    return failed.length > 0 ? [undelivered(failed.length, failed[0]!.at), ...late] : late;
  }
}

function taskOf(row: Row): WaitingTask {
  const { minor, currency, person, person_name: name, person_email: email, until, who, approval, ...task } = row;
  const { key, what, subject, path, since, own, note, code, title, body, n } = task;
  const amount = minor === null ? null : Money.ofMinor(BigInt(minor), currency!);
  return { key, what, subject, path, since, by: until, own, amount, note, code, title, body, who: who ?? name ?? email, n, approval, askedBy: approval && person }; // prettier-ignore
}
