import { Platform1700000001000 } from './1700000001000-platform.js';
import { Rates1700000004000 } from './1700000004000-rates.js';

/** The one history of the schema, oldest first. */
export const migrations = [Platform1700000001000, Rates1700000004000];
