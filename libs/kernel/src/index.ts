export * from './civil-time.js';
export * from './currency.js';
export * from './domain-error.js';
export * from './few.js';
export * from './ids.js';
export * from './money.js';
export * from './text.js';
export * from './typed-money.js';
