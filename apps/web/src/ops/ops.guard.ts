import { type CanActivate, type ExecutionContext, Injectable, NotFoundException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '#libs/platform/src/index.js';
import { isOperations } from './ops-token.js';

/** Without the operations token there is nothing here. */
@Injectable()
export class OpsGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!isOperations(this.config, request.headers.authorization)) throw new NotFoundException();
    return true;
  }
}
