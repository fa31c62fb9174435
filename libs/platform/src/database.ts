import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { refuse } from '#libs/kernel/src/index.js';

declare const open: unique symbol;
/** An open transaction. Only `Database.transaction` makes one, so a method that asks for it cannot run outside. */
export type Tx = EntityManager & { readonly [open]: true };

/** Which rows of a list: those after the row with this key, so many at most. All of them when left out. */
export interface Slice {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

// Serialization failure, deadlock, and a statement whose tables a migration has just changed.
const RETRIABLE = new Set(['40001', '40P01', '0A000']);
const ATTEMPTS_MAX = 3;

/** PostgreSQL's five-character code of an error, or ''. */
export function sqlState(error: unknown): string {
  return (error as { code?: string } | null)?.code ?? '';
}

/** The one way to the database: transactions to write, `rows` to read. */
@Injectable()
export class Database {
  constructor(private readonly source: DataSource) {}

  /** Runs `work` in a transaction of its own (read committed). On a deadlock the whole of it is rolled back and run anew. */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.source.transaction((manager) => work(manager as Tx));
      } catch (error) {
        if (attempt === ATTEMPTS_MAX || !RETRIABLE.has(sqlState(error))) throw error;
      }
    }
  }

  /** Reads rows outside a transaction. Column names as written in the query; bigint and numeric arrive as text. */
  async rows<Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return this.source.query(sql, [...params]);
  }

  /**
   * Reads rows of public pages: from the read replica when there is one (a little behind), else as `rows`. A replica that
   * is away or gives up costs time, not the page.
   */
  async publicRows<Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    // Without a replica whoever asked again would ask the same database, and a stalled one twice.
    if (!this.source.driver.isReplicated) return this.rows<Row>(sql, params);
    const runner = this.source.createQueryRunner('slave');
    try {
      return (await runner.query(sql, [...params])) as Row[];
    } catch {
      return this.rows<Row>(sql, params);
    } finally {
      await runner.release();
    }
  }

  /** The plain entity manager, to read entities of one's own lib outside a transaction. */
  get entities(): EntityManager {
    return this.source.manager;
  }
}

/** Rows of a statement inside a transaction; as `Database.rows`. INSERT/UPDATE/DELETE must say RETURNING to give rows. */
export async function rowsOf<Row>(tx: Tx, sql: string, params: readonly unknown[] = []): Promise<Row[]> {
  const result: unknown = await tx.query(sql, [...params]);
  // TypeORM answers UPDATE and DELETE with [rows, count].
  const pair =
    Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number';
  return (pair ? (result as [Row[], number])[0] : result) as Row[];
}

/**
 * Inserts entities in one statement; gives those that are new: of the others the primary or a unique key is there already,
 * and nothing of them was changed. The ids given must differ.
 */
export async function insertNew<T extends { id: string }>(
  tx: Tx,
  entity: new () => T,
  rows: readonly T[],
): Promise<T[]> {
  const [first] = rows;
  if (!first) return [];
  const { tablePath, columns } = tx.connection.getMetadata(entity);
  const written = columns.filter((column) => column.getEntityValue(first) !== undefined);
  const names = written.map(({ databaseName }) => databaseName).join(', ');
  // As one parameter, so that the text is the same for one and for a hundred.
  const values = rows.map((row) =>
    Object.fromEntries(written.map((column) => [column.databaseName, column.getEntityValue(row, true) as unknown])),
  );
  const made = await rowsOf<{ id: string }>(
    tx,
    `insert into ${tablePath} (${names}) select ${names} from jsonb_populate_recordset(null::${tablePath}, $1)
     on conflict do nothing returning id`,
    [JSON.stringify(values)],
  );
  const ids = new Set(made.map(({ id }) => id));
  // PostgreSQL answers in small letters, whatever was written.
  return rows.filter(({ id }) => ids.has(id.toLowerCase()));
}

/** Inserts one entity; false (and nothing changed) when a row with its primary or unique key is there already. */
export async function insertOnce<T extends { id: string }>(tx: Tx, entity: new () => T, row: T): Promise<boolean> {
  return (await insertNew(tx, entity, [row])).length > 0;
}

/**
 * Whoever does something with a thing, "phone:KEY", goes after the other until his transaction ends; those who share it go side
 * by side. A hash of 64 bits: two things that have the same only wait for each other.
 */
export async function hold(tx: Tx, thing: string, { shared = false } = {}): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock${shared ? '_shared' : ''}(hashtextextended($1, 0))`, [thing]);
}

/** A row by the names of its columns; JSON of what is not a plain value, and sums as text. */
type NewRow = Readonly<Record<string, unknown>> & { readonly id: string };

/**
 * Inserts a row as its caller says it, with `now`, which is worked out anew each time, and the moment in `at`: true. The same row
 * again, whatever `now` is by then: false, and nothing changes. Throws `id-taken` when another row has its id.
 */
export async function insertSame(
  tx: Tx,
  table: string,
  row: NewRow,
  now: Readonly<Record<string, unknown>> = {},
): Promise<boolean> {
  const whole = { ...row, ...now };
  const columns = Object.keys(whole).join(', ');
  const made = await rowsOf(
    tx,
    `insert into ${table} (${columns}, at) select ${columns}, platform.now() from jsonb_populate_record(null::${table}, $1::jsonb)
     on conflict (id) do nothing returning 1`,
    [JSON.stringify(whole)],
  );
  if (made.length > 0) return true;
  await isThere(tx, table, row);
  return false;
}

/** Whether a row was sent before, with all that stands in it here. Throws `id-taken` when another row has its id. */
export async function isThere(tx: Tx, table: string, row: NewRow): Promise<boolean> {
  const of = (alias: string) => Object.keys(row).map((column) => `${alias}.${column}`).join(', '); // prettier-ignore
  const [found] = await rowsOf<{ same: boolean }>(
    tx,
    `select (${of('kept')}) is not distinct from (${of('sent')}) as same
       from ${table} kept, jsonb_populate_record(null::${table}, $1::jsonb) sent where kept.id = sent.id`,
    [JSON.stringify(row)],
  );
  if (found && !found.same) throw refuse('conflict', 'id-taken', 'The id of this form was used for another.');
  return found !== undefined;
}
