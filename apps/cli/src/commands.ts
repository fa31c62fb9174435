import { migrate as bringUp } from '#libs/platform/src/index.js';
import { migrations } from '#migrations/index.js';

/** One verb of the command line. `run` gets what follows the verb and gives the exit code. */
export interface Command {
  readonly name: string;
  readonly about: string;
  run(args: readonly string[]): Promise<number>;
}

const migrate: Command = {
  name: 'migrate',
  about: 'bring the database of DATABASE_MIGRATE_URL (or DATABASE_URL) to the newest schema',
  async run() {
    const url = process.env.DATABASE_MIGRATE_URL ?? process.env.DATABASE_URL;
    if (!url) throw new Error('DATABASE_URL is missing');
    await bringUp(url, migrations);
    return 0;
  },
};

/** Every verb. */
export const commands: readonly Command[] = [migrate];
