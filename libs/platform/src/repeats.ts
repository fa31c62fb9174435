import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

/** An answer that was given once and may be given again. */
export interface GivenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is known of a command: nobody sent it before, it runs right now, it was another one, or it was answered. */
export type Repeat = 'first' | 'running' | 'other' | GivenAnswer;

/** Remembers for a day what commands with a key of the caller's were answered, so that a repeat gets the same. */
@Injectable()
export class Repeats {
  constructor(private readonly db: Database) {}

  /** Begins a command (`key` and `request` are SHA-256 in hex). One that hangs for a minute counts as lost: its repeat is a first. */
  async begin(key: string, request: string): Promise<Repeat> {
    await this.db.rows(`delete from platform.repeat where at < now() - interval '1 day'`);
    const mine = await this.db.rows(
      `insert into platform.repeat (key, request) values ($1, $2) on conflict (key) do update set at = now()
        where platform.repeat.status is null and platform.repeat.at < now() - interval '1 minute'
          and platform.repeat.request = excluded.request returning key`,
      [key, request],
    );
    if (mine.length > 0) return 'first';
    const [known] = await this.db.rows<GivenAnswer & { request: string; status: number | null }>(
      'select request, status, headers, body from platform.repeat where key = $1',
      [key],
    );
    if (!known) return 'running'; // refused this very moment: ask again
    if (known.request !== request) return 'other';
    return known.status === null ? 'running' : { status: known.status, headers: known.headers, body: known.body };
  }

  /** Keeps the answer; null forgets the command, so that it may be tried again. */
  async end(key: string, answer: GivenAnswer | null): Promise<void> {
    if (!answer) return void (await this.db.rows('delete from platform.repeat where key = $1', [key]));
    await this.db.rows('update platform.repeat set status = $2, headers = $3, body = $4 where key = $1', [
      key,
      answer.status,
      answer.headers,
      answer.body,
    ]);
  }
}
