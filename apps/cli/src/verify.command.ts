import { createReadStream } from 'node:fs';
import { fromRoot } from '#libs/platform/src/index.js';
import type { Command } from './command.js';

/** Programs that recount an export which names its format in its first field; everything else is the books'. */
const BY_FORMAT: Readonly<Record<string, string>> = {
  'plai-vote-1': 'libs/voting/data/recount.mjs',
  'plai-budget-vote-1': 'libs/budgeting/data/recount.mjs',
};
const BOOKS = 'libs/ledger/data/verify.mjs';
const BEGINNING = 4096;

/** Recounts the public books, or a vote, with the program that everybody may download. */
export const verifyCommand: Command = {
  name: 'verify',
  about:
    'FILE|ADDRESS: recount an export of the books, a proof, the trail or a vote; exit code 1 when it is broken, 2 when unreadable',
  async run(args) {
    const source = args.find((one) => !one.startsWith('-'));
    const format = source ? await formatOf(source) : null;
    const { main } = (await import(fromRoot(BY_FORMAT[format ?? ''] ?? BOOKS))) as {
      main: (args: readonly string[]) => Promise<number>;
    };
    return main(args);
  },
};

/** The format that an export names, or null; what cannot be read the program itself says. */
async function formatOf(source: string): Promise<string | null> {
  try {
    const beginning = /^https?:\/\//.test(source) ? await answered(source) : await written(source);
    return /^\s*\{\s*"format"\s*:\s*"([a-z0-9-]+)"/.exec(beginning)?.[1] ?? null;
  } catch {
    return null;
  }
}

async function written(file: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of createReadStream(file, { end: BEGINNING - 1 })) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

async function answered(address: string): Promise<string> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(30_000) });
  const reader = answer.body!.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return Buffer.from(value ?? []).toString('utf8');
}
