import type { JSX } from 'preact';
import { townOrVillage } from '#libs/hometowns/src/index.js';
import type { CampaignDecision, GiftRefund, Pledge } from '#libs/pledges/src/index.js';
import { lastDayToCome, type ProjectState } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { Note } from '../layout/parts.view.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { type Fate, fateOf } from './gift-fate.js';

interface Decided {
  readonly face: ProjectFace;
  /** How its campaign was decided, in order. */
  readonly decisions: readonly CampaignDecision[];
  /** Everything that went or is to go back of it. */
  readonly refunds: readonly GiftRefund[];
}

const TONES: Readonly<Partial<Record<Fate, 'ok' | 'bad'>>> = { funded: 'ok', smaller: 'ok', failed: 'bad' };
/** What is said here is over when a project has been given up, or its works are done. */
const WHILE: readonly ProjectState[] = ['campaign', 'collecting', 'funded', 'in-delivery', 'failed'];

/** What was decided over its campaign and when, what that means for this gift, and what comes next; nothing before. */
export function GiftFate({ pledge, of }: { pledge: Pledge; of: Decided }): JSX.Element | null {
  const reading = useReading();
  const last = of.decisions.at(-1);
  if (!last || !WHILE.includes(of.face.plan.project.state)) return null;
  const back = of.refunds.find(({ why }) => why === 'smaller' || why === 'failed') ?? null;
  const fate = fateOf(pledge, last, back);
  if (!fate) return null;
  return <Note tone={TONES[fate]}>{reading.say(`gift.after.${fate}`, paramsOf(reading, { pledge, last, back, of }))}</Note>;
} // prettier-ignore

function paramsOf(
  { say, money, date, text }: Reading,
  { pledge, last, back, of }: { pledge: Pledge; last: CampaignDecision; back: GiftRefund | null; of: Decided },
) {
  const { plan, campaign, place } = of.face;
  const tier = plan.tiers.find(({ id }) => id === last.tierId);
  const version = tier ? text(tier.name).text : 'none';
  const goes = goesOf(pledge, back);
  return {
    date: date(lastDayToCome(campaign!)),
    ...{ scope: last.decision === 'funded' || (last.decision === 'collecting' && !tier) ? 'whole' : 'smaller', version },
    was: plan.campaign.extendedFrom ? date(plan.campaign.extendedFrom) : '',
    ...{ minimum: money(last.minimum), gross: money(pledge.gross), state: pledge.state, goes },
    sum: goes === 'next' ? money(pledge.state === 'moved' ? pledge.movedLei : pledge.remainingLei) : money(back?.amount ?? pledge.left), // prettier-ignore
    back: say('gift.after.back', { sent: back?.state === 'paid' ? 'yes' : 'no', sum: money(back?.amount ?? pledge.left) }),
    kind: townOrVillage(place),
  };
} // prettier-ignore

/** Where its money goes when the project does not happen. */
function goesOf({ countedAt, shortfall, way, state }: Pledge, back: GiftRefund | null): 'none' | 'await' | 'cash' | 'back' | 'next' {
  if (!countedAt) return way === 'transfer' ? 'await' : way === 'cash' ? 'cash' : 'none';
  return !back && (state === 'moved' || shortfall === 'next') ? 'next' : 'back';
} // prettier-ignore
