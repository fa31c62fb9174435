import { ConfigError } from '#libs/platform/src/index.js';

/** One verb of the command line. `run` gets what follows the verb and gives the exit code. */
export interface Command {
  readonly name: string;
  readonly about: string;
  run(args: readonly string[]): Promise<number>;
}

/** What whoever typed the command can put right; its message is all that he is shown. */
export class UsageError extends Error {}

/** What is shown of a command that failed, and its exit code: 2 for what whoever typed it can put right. */
export function exitOf(error: unknown): { says: unknown; code: number } {
  if (error instanceof UsageError) return { says: error.message, code: 2 };
  return { says: error instanceof ConfigError ? error.message : error, code: 1 };
}
