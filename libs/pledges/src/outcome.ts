import { Money } from '#libs/kernel/src/index.js';
import type { CampaignModel, ExtensionRule, ScopeTierId } from '#libs/projects/src/index.js';

/** A smaller version that was agreed before the campaign, and what it still lacks when all other payers have paid. */
export interface TierNeed {
  readonly id: ScopeTierId;
  readonly lacking: Money;
}

/** What a campaign has when it is decided; all in lei. With nothing else it is decided again. */
export interface CampaignStand {
  readonly model: CampaignModel;
  readonly minimum: Money;
  /** Minimum and buffer together: what promises must reach, because some cards will be declined. */
  readonly threshold: Money;
  /** What the whole work needs. */
  readonly optimum: Money;
  /** What the programme wants of people, for whatever version. */
  readonly floor: Money;
  readonly promised: Money;
  readonly held: Money;
  /** The parts of both whose donors did not ask to have them back when not everything is raised. */
  readonly staying: { readonly promised: Money; readonly held: Money };
  /** The smaller versions that were agreed; without any the minimum is that of the whole work. */
  readonly tiers: readonly TierNeed[];
  /** The rule by which it may go on; null when it has none, or went on by it already. */
  readonly extension: Pick<ExtensionRule, 'atBp'> | null;
}

/**
 * collecting: cards are charged now; funded (perhaps smaller: who asked for it gets his money back); extended: it goes on, once;
 * failed.
 */
export type Decision = 'collecting' | 'funded' | 'funded-smaller' | 'extended' | 'failed';

/** What was decided, and the smaller version that is built; null is the whole work, or as much as the money does where none was agreed. */
export interface Outcome {
  readonly decision: Decision;
  readonly tierId: ScopeTierId | null;
}

type Sums = Pick<CampaignStand, 'promised' | 'held'>;

/** Whether town hall and association may close it now: what is needed has come or, with the buffer, is promised. */
export function isReached(stand: CampaignStand): boolean {
  return reached(stand) !== null;
}

/** What is still missing until it may be closed, by the shorter way: to the smallest version, or to the whole work. */
export function missingOf(stand: CampaignStand): Money {
  const short = ({ held, promised }: Sums, goal: Money) => goal.minus(held).minus(promised);
  const whole = short(stand, wholePromised(stand));
  const ways = stand.tiers.map((tier) => short(stand.staying, needOf(stand, tier).plus(spareOf(stand))));
  return ways.reduce((least, way) => least.min(way), whole);
}

/** Decides a campaign at its deadline, or when it is closed before. For less than the whole only those gifts count whose donors let them stay. */
export function decideAtClosing(stand: CampaignStand): Outcome {
  const found = reached(stand);
  if (stand.model === 'all-or-nothing' && found) return { decision: 'collecting', tierId: found.tierId };
  if (stand.model === 'keep') {
    const kept = keptOf(stand);
    if (kept) return kept;
  }
  return { decision: mayGoOn(stand) ? 'extended' : 'failed', tierId: null };
}

/** Decides an all-or-nothing campaign after its cards were charged, by what has come: below the minimum nothing is kept from anybody. */
export function decideAfterCollecting(stand: CampaignStand): Outcome {
  const nothing = Money.lei(0n);
  const paid = { ...stand, promised: nothing, staying: { promised: nothing, held: stand.staying.held } };
  const found = reached(paid);
  if (!found) return { decision: 'failed', tierId: null };
  return { decision: found.tierId ? 'funded-smaller' : 'funded', tierId: found.tierId };
}

/** The largest version that is reached; null when none is. */
function reached(stand: CampaignStand): { readonly tierId: ScopeTierId | null } | null {
  if (has(stand, wholeNeed(stand), wholePromised(stand))) return { tierId: null };
  const tier = byNeed(stand).find((one) => {
    const need = needOf(stand, one);
    return has(stand.staying, need, need.plus(spareOf(stand)));
  });
  return tier ? { tierId: tier.id } : null;
}

/** What is raised is kept: the whole, the largest version that what may stay pays for, or whatever it does where none was agreed. */
function keptOf(stand: CampaignStand): Outcome | null {
  const { held, staying, tiers, floor } = stand;
  if (held.isPositive() && held.compare(wholeNeed(stand)) >= 0) return { decision: 'funded', tierId: null };
  if (!staying.held.isPositive() || staying.held.compare(floor) < 0) return null;
  if (tiers.length === 0) return { decision: 'funded-smaller', tierId: null };
  const tier = byNeed(stand).find(({ lacking }) => staying.held.compare(lacking) >= 0);
  return tier ? { decision: 'funded-smaller', tierId: tier.id } : null;
}

/** Whether it has come far enough to go on once more. All its gifts count: with more time the whole may be reached. */
function mayGoOn({ extension, held, promised, minimum }: CampaignStand): boolean {
  if (!extension) return false;
  return held.plus(promised).minor * 10_000n >= minimum.minor * BigInt(extension.atBp);
}

/** Money that has come needs no buffer. */
function has({ held, promised }: Sums, need: Money, withSpare: Money): boolean {
  if (held.isPositive() && held.compare(need) >= 0) return true;
  return held.plus(promised).compare(withSpare) >= 0;
}

/** Largest first. */
function byNeed({ tiers }: CampaignStand): readonly TierNeed[] {
  return [...tiers].sort((a, b) => b.lacking.compare(a.lacking));
}

/** Every gift counts for the whole work. Where no smaller version was agreed the minimum is what it needs. */
function wholeNeed({ tiers, optimum, minimum }: CampaignStand): Money {
  return tiers.length > 0 ? optimum : minimum;
}

/** At the optimum a campaign takes no more gifts, so no buffer is asked above it but that of the minimum. */
function wholePromised({ tiers, optimum, threshold }: CampaignStand): Money {
  return tiers.length > 0 && optimum.compare(threshold) > 0 ? optimum : threshold;
}

/** What people must bring for a smaller version: what it lacks, and never less than the minimum. */
function needOf({ minimum, floor }: CampaignStand, { lacking }: TierNeed): Money {
  return [minimum, floor].reduce((most, sum) => (sum.compare(most) > 0 ? sum : most), lacking);
}

function spareOf({ threshold, minimum }: CampaignStand): Money {
  return threshold.minus(minimum);
}
