import { civilDate, type Money, plainCode } from '#libs/kernel/src/index.js';
import type { BankLine } from '#libs/banking/src/index.js';
import { latinised } from '#libs/platform/src/index.js';
import type { Pledge } from '#libs/pledges/src/index.js';

const MOST = 10;

/** An awaited transfer that a line may be, and why it is thought so, the surest first. */
export interface Suggestion {
  readonly pledge: Pledge;
  /**
   * `reference`: the line's own text holds the gift's code; `name-and-amount`, `amount`, `name`: the payer or the sum is the
   * same; `near`: the sum is a little less or more, as after a bank's fee.
   */
  readonly by: (typeof REASONS)[number];
}

const REASONS = ['reference', 'name-and-amount', 'amount', 'name', 'near'] as const;

/**
 * Awaited transfers that a line of the statement may be, for one of the reasons of `Suggestion`: of its currency, and
 * promised before the money came unless the code itself says so. Only ever a suggestion: a person decides.
 */
export function suggested(
  line: BankLine,
  awaited: readonly Pledge[],
  names: ReadonlyMap<string, string> = new Map(),
): Suggestion[] {
  const text = plainCode(`${line.purpose ?? ''} ${line.reference} ${line.counterparty.name ?? ''}`);
  const found = awaited.flatMap((pledge): Suggestion[] => {
    if (text.includes(plainCode(pledge.ref).slice(2))) return [{ pledge, by: 'reference' }];
    if (pledge.gross.currency !== line.amount.currency || civilDate(pledge.madeAt) > line.bookedOn) return [];
    const payer = samePerson(line.counterparty.name, pledge.publicName ?? names.get(pledge.personId));
    const same = pledge.gross.equals(line.amount);
    const by = payer ? (same ? 'name-and-amount' : 'name') : same ? 'amount' : 'near';
    return by === 'near' && !isNear(pledge.gross, line.amount) ? [] : [{ pledge, by }];
  });
  return found.sort((a, b) => REASONS.indexOf(a.by) - REASONS.indexOf(b.by)).slice(0, MOST);
}

/** Whether two spellings share two words of a name, or their only one. */
function samePerson(one: string | null, other: string | undefined): boolean {
  const [here, there] = [words(one ?? ''), words(other ?? '')];
  const shared = here.filter((word) => there.includes(word)).length;
  return shared > 0 && shared >= Math.min(2, here.length, there.length);
}

/** Within a tenth of each other. */
function isNear(one: Money, other: Money): boolean {
  const gap = one.compare(other) > 0 ? one.minus(other) : other.minus(one);
  return gap.minor * 10n <= one.minor;
}

/** The words of a name as they sound, whatever its letters; one letter alone says nothing. */
function words(name: string): string[] {
  return latinised(name).split(' ').filter((word) => word.length > 1); // prettier-ignore
}
