import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import type { Reading } from '../edge/reading.js';

/** Lets the operator's staff in: others are asked to sign in, and to those who have it does not exist. */
@Injectable()
export class OperatorGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { reading } = context.switchToHttp().getRequest<{ reading: Reading }>();
    reading.person();
    if (!reading.viewer?.staff) throw refuse('not-found', 'not-found', 'Not for this person.');
    return true;
  }
}
