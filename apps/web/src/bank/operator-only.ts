import { Injectable } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import type { Reading } from '../edge/reading.js';

/** Keeps what only the operator may look at from everybody else: to them it does not exist. */
@Injectable()
export class OperatorOnly {
  /** Throws `sign-in-needed`, or `not-found` to whoever is not on the staff. */
  mustBe(reading: Reading): void {
    reading.person();
    if (!reading.viewer?.staff) throw refuse('not-found', 'not-found', 'Not for this person.');
  }
}
