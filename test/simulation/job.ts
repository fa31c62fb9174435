import 'reflect-metadata';
import pg from 'pg';
import { startMailbox } from '#apps/mailbox/src/mailbox.js';
import { tell, type Told, type Wanted } from './story.js';

/** What the command orders of a process of its own: one seed after the other. */
export type Order = Pick<Wanted, 'seed' | 'acts' | 'breach'> & { readonly verbose: boolean };
/** What it hears back. */
export type Heard = { readonly told: Told } | { readonly line: string };

const server = process.env.TEST_DATABASE_URL!;
const mailbox = await startMailbox();
const [client, sweeper] = [new pg.Client(server), new pg.Client(server)];
await Promise.all([client.connect(), sweeper.connect()]);

process.on('message', (order: Order) => {
  void simulate(order).then(
    (told) => process.send!({ told } satisfies Heard),
    (error: unknown) => {
      process.stderr.write(`seed ${order.seed}: ${String((error as Error).stack ?? error)}\n`);
      process.exit(2);
    },
  );
});
process.on('disconnect', () => void sweeper.end().finally(() => process.exit(0)));
process.send!({ line: 'ready' } satisfies Heard);

async function simulate({ seed, acts, breach, verbose }: Order): Promise<Told> {
  const name = `plai_s${process.pid}_${seed}`;
  await client.query(`create database ${name} template plai_simulation strategy file_copy`);
  const ground = {
    databaseUrl: server.replace(/\/postgres$/, `/${name}`),
    smtpUrl: `smtp://127.0.0.1:${mailbox.smtpPort}`,
    kill,
  };
  const hear = (line: string) => verbose && process.send!({ line: `seed ${seed}: ${line}` } satisfies Heard);
  const told = await tell(ground, { seed, acts, breach, hear });
  // Nobody waits for that.
  void sweeper.query(`drop database ${name} with (force)`);
  return told;
}

/** Ends a connection, and waits until it has. */
async function kill(pid: number): Promise<void> {
  await client.query('select pg_terminate_backend($1)', [pid]);
  for (;;) {
    const { rowCount } = await client.query('select 1 from pg_stat_get_activity($1) where pid = $1', [pid]);
    if (rowCount === 0) return;
  }
}
