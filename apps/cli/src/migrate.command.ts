import { migrate } from '#libs/platform/src/index.js';
import { migrations } from '#migrations/index.js';
import type { Command } from './command.js';

/** Brings a database to the newest schema: before new processes start. */
export const migrateCommand: Command = {
  name: 'migrate',
  about: 'bring the database of DATABASE_MIGRATE_URL (or DATABASE_URL) to the newest schema',
  async run() {
    const url = process.env.DATABASE_MIGRATE_URL ?? process.env.DATABASE_URL;
    if (!url) throw new Error('DATABASE_URL is missing');
    await migrate(url, migrations);
    return 0;
  },
};
