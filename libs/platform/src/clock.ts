import { Injectable, type OnModuleInit } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { Config, ConfigError } from './config.js';
import { Database, rowsOf, sqlState, type Tx } from './database.js';

const UNDEFINED_TABLE = '42P01';

/**
 * The only source of "now": the database's clock plus an offset that tests, replay and the demo move and production
 * refuses. In SQL it is `platform.now()`.
 */
@Injectable()
export class Clock implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly config: Config,
  ) {}

  /** Throws ConfigError in production on a database whose clock was moved: its deadlines are a demonstration's. */
  async onModuleInit(): Promise<void> {
    if (!this.config.production) return;
    const moved = await this.db.rows(`select 1 from platform.clock where ahead <> '0'`).catch((error: unknown) => {
      if (sqlState(error) === UNDEFINED_TABLE) return []; // not migrated yet: /readyz says so
      throw error;
    });
    if (moved.length > 0)
      throw new ConfigError(["DATABASE_URL is a demonstration's: its clock has been moved; take another database"]);
  }

  /** The moment, to the millisecond; inside a transaction, that of its beginning. */
  async now(tx?: Tx): Promise<Date> {
    const sql = 'select platform.now() as now';
    const [row] = tx ? await rowsOf<{ now: Date }>(tx, sql) : await this.db.rows<{ now: Date }>(sql);
    return row!.now;
  }

  /** Moves the clock of the whole installation forward. Throws `clock-fixed` in production. */
  async moveBy(milliseconds: number): Promise<void> {
    if (this.config.production)
      throw refuse('forbidden', 'clock-fixed', 'The clock of a production system does not move.');
    if (!Number.isFinite(milliseconds) || milliseconds < 0)
      throw refuse('invalid', 'clock-backwards', 'The clock only moves forward.');
    await this.db.rows(`select platform.move_clock($1::double precision * interval '1 millisecond')`, [milliseconds]);
  }

  /** Begins a demonstration in the past. Throws `clock-fixed` in production, `clock-backwards` once anything has happened. */
  async setBack(milliseconds: number): Promise<void> {
    if (this.config.production)
      throw refuse('forbidden', 'clock-fixed', 'The clock of a production system does not move.');
    const sql = `select platform.set_clock_back($1::double precision * interval '1 millisecond')`;
    await this.db.rows(sql, [milliseconds]).catch((error: unknown) => {
      throw sqlState(error) === 'PL003'
        ? refuse('conflict', 'clock-backwards', 'Something has happened already.')
        : error;
    });
  }
}
