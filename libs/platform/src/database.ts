import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

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
