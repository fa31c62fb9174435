import { fromRoot } from '#libs/platform/src/index.js';
import type { Command } from './command.js';

/** Recounts the public books with the program that everybody may download. */
export const verifyCommand: Command = {
  name: 'verify',
  about:
    'FILE|ADDRESS: recount an export of the books, a proof or the trail; exit code 1 when it is broken, 2 when unreadable',
  async run(args) {
    const { main } = (await import(fromRoot('libs/ledger/data/verify.mjs'))) as {
      main: (args: readonly string[]) => Promise<number>;
    };
    return main(args);
  },
};
