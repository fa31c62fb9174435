export { Fraction } from './fraction.js';
export { type Outcome, type Rule, RULES, tally } from './tally.js';
export { PbError, readPb } from './pabulib.js';
