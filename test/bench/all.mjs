// Every bench, one after the other, with the same options: `npm run bench -- --rounds 5 --seconds 2 --clients 16`.
await import('./ledger.bench.mjs');
await import('./doors.bench.mjs');
await import('./ballots.bench.mjs');
await import('./tally.bench.mjs');
