export { FEE_CURRENCY, largestByCard, smallestByCard } from './card-amounts.js';
export type { Dedication, Pledge } from './pledge.entity.js';
export { PLEDGE_STATES, type PledgeState, type Shortfall, type Way } from './pledge.life.js';
export { claimOf, promisedOf } from './pledge.postings.js';
