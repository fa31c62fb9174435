import { rebase, type Rebased } from '#libs/ledger/src/index.js';
import { ConfigError } from '#libs/platform/src/index.js';
import type { Command } from './command.js';

const SAYS: Readonly<Record<Rebased, string>> = {
  moved: 'Done: new transactions count on from those in the books. Plai may start.',
  'not-needed': 'Nothing to do: this database counts on from its books already.',
  'in-use': 'Refused: somebody else is connected to this database. Stop every web and worker, then try again.',
};

/** Makes books that were restored into another PostgreSQL server usable there. */
export const rebaseCommand: Command = {
  name: 'rebase',
  about: 'once after a restore into another PostgreSQL server, before Plai starts: the books go on there',
  async run() {
    const { DATABASE_URL, DATABASE_MIGRATE_URL } = process.env;
    const url = DATABASE_MIGRATE_URL || DATABASE_URL;
    if (!url) throw new ConfigError(['DATABASE_URL is missing']);
    const done = await rebase(url);
    console.log(SAYS[done]);
    return done === 'in-use' ? 1 : 0;
  },
};
