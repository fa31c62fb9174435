export * from './one-to-one.js';
export * from './pairwise.js';
export * from './quadratic.js';
