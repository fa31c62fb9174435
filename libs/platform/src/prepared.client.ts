import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { SILENT } from './away.js';

/** So many texts are kept prepared; a process has far fewer, unless one writes values into its SQL. */
const TEXTS_MAX = 2_000;
const PLAN_OUTDATED = '0A000';
/** pg's words when `query_timeout` has passed; it has no code for it. */
const SAID_SILENT = 'Query read timeout';

const names = new Map<string, string>();
let age = 0;

/** The name of a statement: the same text has the same on every connection, until a table under it has changed. */
function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known) return known;
  if (names.size >= TEXTS_MAX) return null;
  const name = `p${age}_${createHash('sha1').update(text).digest('hex').slice(0, 20)}`;
  names.set(text, name);
  return name;
}

/**
 * A connection that has the database prepare each statement with parameters once and only run it from then on: reading and
 * planning them is dearer than most of them. One that does not answer in time is given up: what comes later on it would be
 * the answer to another question.
 */
export class PreparedClient extends pg.Client {
  override query(...given: unknown[]): never {
    const [text, values, callback] = given;
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0 || callback)
      return this.plain(...given) as never;
    return this.prepared(text, values) as never;
  }

  private async prepared(text: string, values: unknown[]): Promise<unknown> {
    const name = nameOf(text);
    if (!name) return this.plain(text, values);
    try {
      return await this.plain({ name, text, values });
    } catch (error) {
      if ((error as { code?: string }).code !== PLAN_OUTDATED) throw error;
      // A migration changed what it gives, under our feet: prepared anew, under another name, from now on.
      age += 1;
      names.clear();
      if (this.getTransactionStatus() !== 'I') throw error; // the transaction is lost, and is done anew
      return this.plain(text, values);
    }
  }

  private plain(...given: unknown[]): unknown {
    const asked = (super.query as (...all: unknown[]) => unknown).apply(this, given);
    return asked instanceof Promise ? asked.catch((error: Error) => this.failed(error)) : asked;
  }

  private failed(error: Error): never {
    if (error.message !== SAID_SILENT) throw error;
    const silent = Object.assign(error, { code: SILENT });
    // @types/pg leaves out the connection of a client.
    (this as unknown as { connection: { stream: Duplex } }).connection.stream.destroy(silent);
    throw silent;
  }
}
