import type { ProjectId } from '#libs/kernel/src/index.js';
import type { DomainEvent } from '#libs/platform/src/index.js';
import type { Pledge } from './pledge.entity.js';

type OfPledge = 'awaited' | 'promised' | 'counted' | 'uncounted' | 'declined' | 'lapsed' | 'overpaid' | 'moved';
type OfCampaign = 'collecting' | 'campaign-extended' | 'campaign-succeeded' | 'campaign-failed';
/** Work that goes on in batches: each batch asks for the next. */
type Onward = 'collect-on' | 'wind-on';

type Told = Pick<Pledge, 'id' | 'projectId' | 'personId' | 'follow'>;

/** "pledges.counted" and its like: something happened to one pledge. Names its giver and whether he wants news (for `voice`). */
export function pledgeEvent(what: OfPledge, { id, projectId, personId, follow }: Told): DomainEvent {
  return { name: `pledges.${what}`, data: { pledgeId: id, projectId, personId, follow } };
}

/** Somebody took a promise back; `gives`: he has another gift to the same project that stands. */
export function withdrawnEvent({ id, projectId, personId }: Told, gives: boolean): DomainEvent {
  return { name: 'pledges.withdrawn', data: { pledgeId: id, projectId, personId, gives } };
}

/** Money went back to a donor: the payment company or the bank has taken the order. */
export function refundedEvent(pledge: Pick<Pledge, 'id' | 'projectId'>, refundId: string): DomainEvent {
  return { name: 'pledges.refunded', data: { pledgeId: pledge.id, projectId: pledge.projectId, refundId } };
}

/** Money that was on its way to a donor came back, or was refused: it is owed still. */
export function refundFailedEvent(pledge: Pick<Pledge, 'id' | 'projectId'>, refundId: string): DomainEvent {
  return { name: 'pledges.refund-failed', data: { pledgeId: pledge.id, projectId: pledge.projectId, refundId } };
}

/** A donor was told by mistake that his refund is paid: it has not left. A gift to a project, or to a town's fund. */
export function refundUnpaidEvent(kind: 'pledge' | 'fund-gift', id: string, refundId: string): DomainEvent {
  return kind === 'pledge'
    ? { name: 'pledges.refund-unpaid', data: { pledgeId: id, refundId } }
    : { name: 'pledges.fund-refund-unpaid', data: { giftId: id, refundId } };
}

/** The operator hid a gift's public words: its donor is told why. */
export function wordsHiddenEvent(pledgeId: string, projectId: string): DomainEvent {
  return { name: 'pledges.words-hidden', data: { pledgeId, projectId } };
}

/** The operator hid the public words of a gift to a fund, or of a monthly one: its donor is told why. */
export function fundWordsHiddenEvent(id: string, kind: string): DomainEvent {
  return { name: 'pledges.fund-words-hidden', data: { id, kind } };
}

/** Something happened to a campaign, or its pledges are to be worked on. */
export function campaignEvent(what: OfCampaign | Onward, projectId: ProjectId): DomainEvent {
  return { name: `pledges.${what}`, data: { projectId } };
}

/** One side has signed to close a campaign before its day: the other is to sign. */
export function closingAsked(projectId: ProjectId, side: 'town-hall' | 'association'): DomainEvent {
  return { name: 'pledges.closing-asked', data: { projectId, side } };
}

/** A donor asked money back, took that back, or was refused it: he is told. */
export function requestEvent(
  what: 'asked' | 'withdrawn' | 'refused',
  pledge: Pick<Pledge, 'id' | 'projectId'>,
): DomainEvent {
  return { name: `pledges.refund-request-${what}`, data: { pledgeId: pledge.id, projectId: pledge.projectId } };
}
