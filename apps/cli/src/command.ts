/** One verb of the command line. `run` gets what follows the verb and gives the exit code. */
export interface Command {
  readonly name: string;
  readonly about: string;
  run(args: readonly string[]): Promise<number>;
}

/** What whoever typed the command can put right; its message is all that he is shown. */
export class UsageError extends Error {}
