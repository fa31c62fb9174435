import net from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A way to PostgreSQL on which an answer can be lost or never come: what was asked is done, and whoever asked does not hear so. */
export interface Cuttable {
  /** The database's address by this way. */
  readonly url: string;
  /** How many answers were lost so far. */
  cuts(): number;
  /** Loses the answer to the next COMMIT, and the connection with it. */
  cutNext(): void;
  /** Loses the answer to the next COMMIT; the connection stays open, and nothing comes on it any more. */
  stallNext(): void;
  close(): Promise<void>;
}

const COMMIT = 'COMMIT\0';

/** Opens such a way to a database. */
export async function cuttable(databaseUrl: string): Promise<Cuttable> {
  const real = new URL(databaseUrl);
  let armed: 'cut' | 'stall' | null = null;
  let cuts = 0;
  const server = net.createServer((client) => {
    const database = net.connect(Number(real.port || 5432), real.hostname);
    let losing: typeof armed = null;
    const end = () => [client, database].forEach((socket) => socket.destroy());
    for (const socket of [client, database]) socket.on('error', end).on('close', end);
    client.on('data', (asked) => {
      if (armed && asked.includes(COMMIT)) [armed, losing] = [null, armed];
      database.write(asked);
    });
    database.on('data', (answer) => {
      if (!losing) return void client.write(answer);
      cuts += 1;
      if (losing === 'cut') end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  [url.hostname, url.port] = ['127.0.0.1', String((server.address() as AddressInfo).port)];
  return {
    url: url.toString(),
    cuts: () => cuts,
    cutNext: () => void (armed = 'cut'),
    stallNext: () => void (armed = 'stall'),
    close: async () => void (await new Promise((done) => server.close(done))),
  };
}
