// Rates beside plain SQL, in one run and in interleaved rounds: read the ratios, the rates are the machine's.
import { parseArgs } from 'node:util';
import pg from 'pg';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    clients: { type: 'string', default: '16' },
    entries: { type: 'string', default: '100000' },
  },
});
/** What was asked for on the command line. */
export const [rounds, seconds, clients, entries] = ['rounds', 'seconds', 'clients', 'entries'].map((name) =>
  Number(values[name]),
);
/** The middle one. */
export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Connections for plain SQL, one a client. */
export function connections(url) {
  return Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client(url);
      await client.connect();
      return client;
    }),
  );
}

/** Does each act with all clients, in turn, and prints how many a second and how that is to the first, `floor`. */
export async function compare(clientsOfSql, title, acts) {
  const rates = Object.fromEntries(Object.keys(acts).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, act] of Object.entries(acts)) {
      const rate = await rateOf(act, clientsOfSql);
      if (round > 0) rates[name].push(rate); // the first one warms up
    }
  }
  console.log(`\n${title}`);
  for (const [name, list] of Object.entries(rates)) {
    const ratio = median(list.map((rate, round) => rate / rates.floor[round]));
    const label = name === 'floor' ? 'plain SQL' : name;
    console.log(`  ${label.padEnd(52)} ${median(list).toFixed(0).padStart(7)}/s   ${ratio.toFixed(3)} of plain SQL`);
  }
}

async function rateOf(act, clientsOfSql) {
  const begun = performance.now();
  const until = begun + seconds * 1_000;
  const done = await Promise.all(
    clientsOfSql.map(async (client) => {
      let n = 0;
      for (; performance.now() < until; n += 1) await act(client);
      return n;
    }),
  );
  return (done.reduce((sum, n) => sum + n, 0) * 1_000) / (performance.now() - begun);
}
