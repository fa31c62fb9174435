import type { ProjectId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';
import type { Pledge } from './pledge.entity.js';

type OfPledge = 'made' | 'promised' | 'counted' | 'declined' | 'lapsed' | 'withdrawn' | 'overpaid' | 'moved';
type OfCampaign = 'collecting' | 'campaign-succeeded' | 'campaign-failed';
/** Work that goes on in batches: each batch asks for the next. */
type Onward = 'collect-on' | 'wind-on';

type Told = Pick<Pledge, 'id' | 'projectId' | 'personId' | 'follow'>;

/** "pledges.counted" and its like: something happened to one pledge. Names its giver and whether he wants news (for `voice`). */
export function pledgeEvent(what: OfPledge, { id, projectId, personId, follow }: Told): DomainEvent {
  return { name: `pledges.${what}`, data: { pledgeId: id, projectId, personId, follow } };
}

/** Money went back to a donor: the payment company or the bank has taken the order. */
export function refundedEvent(pledge: Pick<Pledge, 'id' | 'projectId'>, refundId: string): DomainEvent {
  return { name: 'pledges.refunded', data: { pledgeId: pledge.id, projectId: pledge.projectId, refundId } };
}

/** Something happened to a campaign, or its pledges are to be worked on. */
export function campaignEvent(what: OfCampaign | Onward, projectId: ProjectId): DomainEvent {
  return { name: `pledges.${what}`, data: { projectId } };
}
