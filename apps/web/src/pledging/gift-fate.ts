import { type CampaignDecision, type GiftRefund, isBrought, type Pledge } from '#libs/pledges/src/index.js';

/** What a decision over a campaign means for one gift, as its words are called. */
export type Fate = 'extended' | 'collecting' | 'released' | 'late' | 'funded' | 'smaller' | 'smaller-back' | 'failed';

type Gift = Pick<Pledge, 'state' | 'shortfall' | 'way' | 'attempts' | 'promisedAt'>;
type Decided = Pick<CampaignDecision, 'decision' | 'tierId'>;
type Rule = (gift: Gift, decided: Decided, back: Pick<GiftRefund, 'why'> | null) => Fate | null;

const COMES: readonly Pledge['state'][] = ['promised', 'charging', 'counted'];

const FATES: Readonly<Record<Decided['decision'], Rule>> = {
  extended: ({ state }) => (state === 'awaited' || COMES.includes(state) ? 'extended' : null),
  collecting: (gift, decided) =>
    isLate(gift) ? 'late' : isReleased(gift, decided) ? 'released' : COMES.includes(gift.state) ? 'collecting' : null,
  funded: (gift) => (isLate(gift) ? 'late' : gift.state === 'counted' ? 'funded' : null),
  'funded-smaller': (gift, decided, back) => {
    if (isLate(gift)) return 'late';
    if (isReleased(gift, decided)) return 'released';
    if (gift.state === 'counted') return gift.shortfall === 'return' ? 'smaller-back' : 'smaller';
    return back?.why === 'smaller' ? 'smaller-back' : null;
  },
  // Of a gift by message that never came nobody has taken anything.
  failed: ({ state, way }, _decided, back) => {
    if (state === 'counted' || state === 'moved') return 'failed';
    if (state === 'lapsed') return way === 'message' ? null : 'failed';
    return back?.why === 'failed' ? 'failed' : null;
  },
};

/**
 * What the last decision over its campaign means for a gift; null while nothing is decided, and for a gift of which something else has
 * become, as one that was taken back. `back` is what goes back of it because of the decision.
 */
export function fateOf(gift: Gift, decided: Decided, back: Pick<GiftRefund, 'why'> | null): Fate | null {
  return FATES[decided.decision](gift, decided, back);
}

/** A transfer that has not come by the end. What somebody else brings is counted also later. */
function isLate({ state, way }: Gift): boolean {
  return state === 'awaited' && !isBrought(way);
}

/** A card that is not charged, because a smaller version is built and its donor wanted all or nothing. */
function isReleased({ state, shortfall, attempts, promisedAt }: Gift, { tierId }: Decided): boolean {
  if (tierId === null || shortfall !== 'return' || promisedAt === null || attempts > 0) return false;
  return state === 'promised' || state === 'lapsed';
}
