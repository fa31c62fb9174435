import {
  type ByProject,
  clusterMatch,
  drawnBy,
  type OneToOne,
  pairwiseMatch,
  rawMatch,
  rawText,
  sharedPool,
  unsaturatedPool,
} from '#libs/matching/src/index.js';
import { capOf, type Entry, entryOf, listOf, mapOf, minorOf, nonsense, numberOf, textOf } from './reading.js';
import { accelerator, dar13, threeForOne } from './shares.js';

type Answer = Readonly<Record<string, unknown>>;

/** What each list of a file of matches asks for: an entry's inputs → its outputs, under the names that the form has. */
export const lists: Readonly<Record<string, (entry: Entry) => Answer>> = {
  qf_known: quadratic,
  qf: quadratic,
  qf_capped: capped,
  one_to_one: oneToOne,
  three_for_one: threeForOne,
  dar13,
  midl_accelerator: accelerator,
  pairwise_gitcoin: pairwise,
  cocm_single_source: cluster,
};

function rawOf({ at, fields }: Entry): ByProject {
  const contribs = mapOf(fields.contribs, `${at}.contribs`, (one, where) => mapOf(one, where, minorOf));
  return Object.fromEntries(Object.entries(contribs).map(([id, given]) => [id, rawMatch(given)]));
}

function quadratic(entry: Entry): Answer {
  const raw = rawOf(entry);
  const pool = capOf(entry.fields.pool, `${entry.at}.pool`);
  if (pool === null) return { raw: each(raw, (one) => rawText(one).replace(/\.0+$/, '')) };
  return {
    raw: each(raw, rawText),
    match: each(sharedPool(raw, pool), Number),
    match_unsaturated: each(unsaturatedPool(raw, pool), Number),
  };
}

function capped(entry: Entry): Answer {
  const { at, fields } = entry;
  const [pool, cap] = [minorOf(fields.pool, `${at}.pool`), minorOf(fields.cap, `${at}.cap`)];
  return { match: each(sharedPool(rawOf(entry), pool, cap), Number) };
}

function oneToOne({ at, fields }: Entry): Answer {
  const [, num, den = '1'] = /^(\d+)(?:\/([1-9]\d*))?$/.exec(String(fields.ratio)) ?? [];
  if (num === undefined) throw nonsense(`${at}.ratio`, 'is no ratio such as 2 or 1/2');
  const rule: OneToOne = {
    num: BigInt(num),
    den: BigInt(den),
    perDonor: capOf(fields.per_donor_cap, `${at}.per_donor_cap`),
    perProject: capOf(fields.per_project_cap, `${at}.per_project_cap`),
    pool: capOf(fields.pool, `${at}.pool`),
  };
  const counted = new Map<string, bigint>();
  const drawn = new Map<string, bigint>();
  let call = 0n;
  const perDonation = listOf(fields.donations, `${at}.donations`).map((one, index) => {
    const where = `${at}.donations[${index}]`;
    const [donor, project, gift] = listOf(one, where);
    const [id, pair] = [textOf(project, where), JSON.stringify([textOf(donor, where), project])];
    const before = { counted: counted.get(pair) ?? 0n, project: drawn.get(id) ?? 0n, call };
    const draws = drawnBy(minorOf(gift, where), rule, before);
    counted.set(pair, before.counted + draws.counted);
    drawn.set(id, before.project + draws.match);
    call += draws.match;
    return Number(draws.match);
  });
  const left = rule.pool === null ? null : Number(rule.pool - call);
  return { match: each(Object.fromEntries(drawn), Number), per_donation: perDonation, pool_left: left };
}

/** The pots that the form has; a file may name others in the same way. */
const POTS = ['pot5000', 'pot20'];

function pairwise({ at, fields }: Entry): Answer {
  const given = new Map<string, Record<string, number>>();
  for (const [index, one] of listOf(fields.input, `${at}.input`).entries()) {
    const project = entryOf(one, `${at}.input[${index}]`);
    const amounts: Record<string, number> = {};
    for (const part of listOf(project.fields.contributions, `${project.at}.contributions`))
      for (const [donor, amount] of Object.entries(mapOf(part, `${project.at}.contributions`, numberOf)))
        amounts[donor] = (amounts[donor] ?? 0) + amount;
    given.set(textOf(project.fields.id, `${project.at}.id`), amounts);
  }
  const threshold = numberOf(fields.threshold, `${at}.threshold`);
  const named = Object.keys(fields).filter((key) => /^pot\d+$/.test(key));
  return Object.fromEntries(
    (named.length > 0 ? named : POTS).map((pot) => {
      const drawn = pairwiseMatch(given, threshold, Number(pot.slice('pot'.length)));
      return [pot, [...given].map(([id, amounts]) => clr(id, amounts, drawn.get(id)!))];
    }),
  );
}

function clr(id: string, amounts: Record<string, number>, drawn: number): Answer {
  const given = Object.values(amounts);
  const amount = given.reduce((sum, one) => sum + one, 0);
  return { id, number_contributions: given.length, contribution_amount: amount, clr_amount: drawn };
}

function cluster({ at, fields }: Entry): Answer {
  const groups = mapOf(fields.clusters, `${at}.clusters`, (members, where) =>
    listOf(members, where).map((one) => textOf(one, where)),
  );
  const given = mapOf(fields.contribs, `${at}.contribs`, numberOf);
  return { funding: clusterMatch(given, new Map(Object.entries(groups))) };
}

function each<From, To>(of: Readonly<Record<string, From>>, read: (one: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(of).map(([key, one]) => [key, read(one)]));
}
