import fs from 'node:fs';
import { type Command, UsageError } from './command.js';
import { lists } from './match/lists.js';
import { entryOf } from './match/reading.js';

const USAGE = `match FILE.json [--json]

FILE has lists of matches by the name of their rule: ${Object.keys(lists).join(', ')}.
Each entry is answered with what follows from its inputs; outputs that stand in it already are not looked at.
Exit code 0: answered. 2: a file or a list that cannot be read.`;

/** Computes matches from a file, list by list, so that everybody can recount what a sponsor's call gave. */
export const matchCommand: Command = {
  name: 'match',
  about: 'FILE.json [--json]: compute the matches of a file, list by list; exit code 2 when it is unreadable',
  run(args) {
    const [file, ...more] = args.filter((word) => word !== '--json');
    if (!file || more.length > 0) throw new UsageError(USAGE);
    const answer = answerTo(readJson(file));
    console.log(args.includes('--json') ? JSON.stringify(answer, null, 1) : asTable(answer));
    return Promise.resolve(0);
  },
};

/**
 * Answers a file of matches: the same keys, each entry with its computed outputs. Throws `UsageError` that names the place
 * of what cannot be read, and for a list of no rule that we know.
 */
export function answerTo(file: unknown): Record<string, unknown> {
  const { fields } = entryOf(file, 'The file');
  const answered = Object.entries(fields).map(([key, value]): [string, unknown] => {
    const rule = Object.hasOwn(lists, key) ? lists[key] : undefined;
    if (rule === undefined) {
      if (typeof value === 'string') return [key, value];
      throw new UsageError(`${key} is no list that is known: ${Object.keys(lists).join(', ')}.`);
    }
    const one = (entry: unknown, at: string): object => {
      const read = entryOf(entry, at);
      return { ...read.fields, ...rule(read) };
    };
    return [key, Array.isArray(value) ? value.map((entry, index) => one(entry, `${key}[${index}]`)) : one(value, key)];
  });
  return Object.fromEntries(answered);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** One line a figure, for people. */
function asTable(answer: Readonly<Record<string, unknown>>): string {
  return Object.entries(answer)
    .flatMap(([key, value]) => lines(key, value))
    .map(([name, text]) => `${name.padEnd(44)} ${text}`)
    .join('\n');
}

function lines(name: string, value: unknown): [name: string, text: string][] {
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null))
    return [[name, value.join(' ')]];
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, one]) =>
    lines(Array.isArray(value) ? `${name}[${key}]` : `${name}.${key}`, one),
  );
}
