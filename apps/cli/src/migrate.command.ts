import { ConfigError, migrate } from '#libs/platform/src/index.js';
import { migrations } from '#migrations/index.js';
import type { Command } from './command.js';

/** Brings a database to the newest schema: before new processes start. */
export const migrateCommand: Command = {
  name: 'migrate',
  about: 'bring the database of DATABASE_MIGRATE_URL (or DATABASE_URL) to the newest schema',
  async run() {
    const { DATABASE_URL, DATABASE_MIGRATE_URL } = process.env;
    if (!DATABASE_URL) throw new ConfigError(['DATABASE_URL is missing']);
    await migrate(DATABASE_MIGRATE_URL || DATABASE_URL, migrations, DATABASE_URL);
    return 0;
  },
};
