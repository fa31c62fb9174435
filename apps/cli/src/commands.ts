import { auditCommand } from './audit.command.js';
import type { Command } from './command.js';
import { createOperator } from './create-operator.command.js';
import { demo } from './demo.command.js';
import { matchCommand } from './match.command.js';
import { messageCommand } from './message.command.js';
import { migrateCommand } from './migrate.command.js';
import { ratesCommand } from './rates.command.js';
import { rebaseCommand } from './rebase.command.js';
import { replay } from './replay.command.js';
import { tallyCommand } from './tally.command.js';
import { verifyCommand } from './verify.command.js';

/** Every verb of the command line. */
export const commands: readonly Command[] = [
  migrateCommand,
  createOperator,
  ratesCommand,
  auditCommand,
  verifyCommand,
  tallyCommand,
  rebaseCommand,
  messageCommand,
  matchCommand,
  demo,
  replay,
];
