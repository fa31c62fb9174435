import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Repeats } from '#libs/platform/src/index.js';
import { keyOf } from './command-id.js';
import { SHOWN_ONCE } from './decorators.js';
import { EdgeRefusal } from './refusals.js';
import { Rendered } from './rendered.js';

/**
 * A POST of a signed-in person with an `Idempotency-Key` is done once: the same again is answered as the first time
 * (`Idempotency-Replayed: true`), the same key with another body is refused, and so is one while the first still runs.
 */
@Injectable()
export class RepeatsInterceptor implements NestInterceptor {
  constructor(
    private readonly repeats: Repeats,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (this.reflector.get<boolean>(SHOWN_ONCE, context.getHandler())) return next.handle();
    const named = request.method === 'POST' && request.headers['idempotency-key'] !== undefined;
    // Files are named by their content already.
    if (!named || !request.reading.viewer || !request.url.startsWith('/api/v1/') || request.isMultipart()) {
      return next.handle();
    }
    return from(this.once(request, () => lastValueFrom(next.handle())));
  }

  private async once(request: FastifyRequest, work: () => Promise<unknown>): Promise<unknown> {
    const key = sha256(keyOf(request));
    const known = await this.repeats.begin(key, sha256(`${request.url}\n${JSON.stringify(request.body ?? null)}`));
    if (known === 'other') {
      throw new EdgeRefusal(422, 'idempotency-key-reused', 'This key was sent with another body.');
    }
    if (known === 'running') throw new EdgeRefusal(409, 'idempotency-key-running', 'The first one still runs.');
    if (known !== 'first') {
      return new Rendered(known.status, { ...known.headers, 'idempotency-replayed': 'true' }, Buffer.from(known.body));
    }
    try {
      const answer = await work();
      await this.repeats.end(key, answer instanceof Rendered ? answer.plain() : null);
      return answer;
    } catch (error) {
      await this.repeats.end(key, null);
      throw error;
    }
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
