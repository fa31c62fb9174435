// What a stretch of work costs: round trips to the database, processor time of the webs and of the database, and which
// statements they were. Processor time of the database is known only where the system tells of other processes (Linux).
import fs from 'node:fs';
import pg from 'pg';

const TICKS_A_SECOND = 100;
const DEAREST = `
  select calls::int, round(total_exec_time::numeric, 1)::float as ms, regexp_replace(query, '\\s+', ' ', 'g') as query
    from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database()) and not query like '%pg_stat_statements%'
   order by calls * 0.05 + total_exec_time desc`;

/** Counts on a server that was started with pg_stat_statements. */
export class Meter {
  #client;
  #world;
  #webs;

  static async open(databaseUrl, world, webs) {
    const meter = new Meter();
    meter.#client = new pg.Client(databaseUrl);
    [meter.#world, meter.#webs] = [world, webs];
    await meter.#client.connect();
    await meter.#client.query('create extension if not exists pg_stat_statements');
    return meter;
  }

  /** Does `work` and says what it cost, `n` things done in it. */
  async of(what, n, work, { statements = 0 } = {}) {
    const [web, database] = [await this.#webSeconds(), await this.#databaseSeconds()];
    await this.#client.query('select pg_stat_statements_reset()');
    const done = await work();
    const { rows } = await this.#client.query(DEAREST);
    const each = (seconds) => `${((seconds * 1_000) / n).toFixed(2)} ms`;
    const spent = [each((await this.#webSeconds()) - web), each((await this.#databaseSeconds()) - database)];
    const [calls, ms] = ['calls', 'ms'].map((name) => rows.reduce((sum, row) => sum + row[name], 0));
    console.log(`${what}: ${(calls / n).toFixed(1)} round trips, processor ${spent[0]} web and ${spent[1]} database, ${(ms / n).toFixed(2)} ms in statements`); // prettier-ignore
    for (const row of rows.slice(0, statements))
      console.log(`  ${(row.calls / n).toFixed(2).padStart(6)} × ${(row.ms / row.calls).toFixed(3).padStart(8)} ms  ${row.query.slice(0, 150)}`); // prettier-ignore
    return done;
  }

  close() {
    return this.#client.end();
  }

  async #webSeconds() {
    const { opsToken } = this.#world.place;
    const texts = await Promise.all(
      this.#webs.map(async (url) =>
        (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${opsToken}` } })).text(),
      ),
    );
    return texts.reduce((sum, text) => sum + Number(/^plai_process_cpu_seconds_total (\S+)/m.exec(text)[1]), 0);
  }

  async #databaseSeconds() {
    const { rows } = await this.#client.query('select pid from pg_stat_activity where pid <> pg_backend_pid()');
    return rows.reduce((sum, { pid }) => sum + secondsOf(pid), 0);
  }
}

function secondsOf(pid) {
  const file = `/proc/${pid}/stat`;
  if (!fs.existsSync(file)) return 0;
  const [user, system] = fs.readFileSync(file, 'utf8').split(') ').at(-1).split(' ').slice(11, 13).map(Number);
  return (user + system) / TICKS_A_SECOND;
}
