import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Fraction, type Outcome, PbError, readPb, type Rule, RULES, tally } from '#libs/budgeting/src/index.js';
import { type Command, UsageError } from './command.js';

const USAGE = `tally FILE.pb --rule ${RULES.join('|')} [--json]`;

/** Counts the ballots of a Pabulib file by one of the rules. */
export const tallyCommand: Command = {
  name: 'tally',
  about: 'FILE.pb --rule RULE [--json]: count the ballots of a Pabulib file; exit code 2 when it cannot be read',
  async run(args) {
    const { file, rule, json } = asked(args);
    const { election, projects } = read(file, await textOf(file));
    const outcome = tally(election, rule);
    const sum = sumsIn(election.unit);
    if (json) {
      console.log(JSON.stringify(answerOf(outcome, election.unit), null, 1));
      return 0;
    }
    const names = new Map(projects.map(({ project_id: id, name }) => [id!.trim(), name ?? '']));
    for (const line of table(outcome, names, sum)) console.log(line);
    return 0;
  },
};

function asked(args: readonly string[]): { file: string; rule: Rule; json: boolean } {
  try {
    const options = { rule: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const rule = RULES.find((one) => one === values.rule);
    if (rule && positionals.length === 1) return { file: positionals[0]!, rule, json: values.json };
  } catch {
    // Said below, as every other misuse.
  }
  throw new UsageError(USAGE);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function read(file: string, text: string): ReturnType<typeof readPb> {
  try {
    return readPb(text);
  } catch (error) {
    if (error instanceof PbError) throw new UsageError(`${file}, ${error.message}`);
    throw error;
  }
}

/** What programs read: sums as plain decimals of the file's currency, the endowment as an exact fraction of it. */
function answerOf(outcome: Outcome, unit: bigint): object {
  const { rule, winners, purchaseOrder, endowment, voters, steps } = outcome;
  const sum = sumsIn(unit);
  const each = endowment && Fraction.of(endowment.num, endowment.den * unit).toString();
  const [totalCost, budget] = [sum(outcome.totalCost), sum(outcome.budget)];
  return { rule, winners, purchaseOrder, totalCost, budget, voters, endowment: each, increments: steps };
}

function table(outcome: Outcome, names: ReadonlyMap<string, string>, sum: (minor: bigint) => string): string[] {
  const { options, purchaseOrder } = outcome;
  const rank = new Map(purchaseOrder.map((id, index) => [id, index + 1]));
  const last = options.length + 1;
  const sorted = [...options].sort((a, b) => (rank.get(a.id) ?? last) - (rank.get(b.id) ?? last) || b.votes - a.votes);
  const row = (cells: readonly string[]) => `${cells[0]!.padStart(3)}  ${cells[1]!.padEnd(12)} ${cells[2]!.padStart(7)} ${cells[3]!.padStart(14)}  ${cells[4]}`; // prettier-ignore
  return [
    `${outcome.rule}: ${outcome.winners.length} of ${options.length} for ${sum(outcome.totalCost)} of ${sum(outcome.budget)}, ${outcome.voters} ballots`,
    row(['', 'project', 'votes', 'cost', '']),
    ...sorted.map(({ id, votes, cost }) => row([`${rank.get(id) ?? '-'}`, id, `${votes}`, sum(cost), names.get(id) ?? ''])), // prettier-ignore
  ];
}

/** Sums of the file's money as decimals: "216829.41", without zeros that say nothing. */
function sumsIn(unit: bigint): (minor: bigint) => string {
  const places = `${unit}`.length - 1;
  return (minor) => {
    const rest = `${minor % unit}`.padStart(places, '0').replace(/0+$/, '');
    return `${minor / unit}${places > 0 && rest ? `.${rest}` : ''}`;
  };
}
