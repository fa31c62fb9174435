import { type CanActivate, type ExecutionContext, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Config } from '#libs/platform/src/index.js';
import { LIMIT, type LimitRule } from './decorators.js';
import { networkOf } from './network.js';
import { EdgeRefusal } from './refusals.js';

const READS: LimitRule = { name: 'reads', points: 1_200, seconds: 60 };
const WRITES: LimitRule = { name: 'writes', points: 120, seconds: 60 };

/**
 * Limits what one address asks for, or one network of IPv6. Counts lie in Redis when there is one (then they hold for all processes together),
 * else in this process: they protect the server; limits that protect a person (letters, sign-ins) lie in the database.
 */
@Injectable()
export class AddressLimits implements CanActivate, OnModuleDestroy {
  private readonly limiters = new Map<string, RateLimiterAbstract>();
  private readonly redis: Redis | null;

  constructor(
    private readonly config: Config,
    private readonly reflector: Reflector,
  ) {
    this.redis = config.redisUrl
      ? new Redis(config.redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1 })
      : null;
    this.redis?.on('error', () => undefined); // the memory limiter stands in while Redis is away
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (this.isReplay(request)) return true;
    const own = this.reflector.get<LimitRule | 'unlimited' | undefined>(LIMIT, context.getHandler());
    if (own === 'unlimited') return true;
    const general = request.method === 'GET' || request.method === 'HEAD' ? READS : WRITES;
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    for (const rule of own ? [own, general] : [general]) await this.spend(rule, request, reply);
    return true;
  }

  onModuleDestroy(): void {
    this.redis?.disconnect();
  }

  /** `replay` plays thousands of donors from one address; its token does not exist in production. */
  private isReplay(request: FastifyRequest): boolean {
    const { production, replayToken } = this.config;
    return !production && replayToken !== undefined && request.headers['x-replay-token'] === replayToken;
  }

  private async spend(rule: LimitRule, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const spent = await this.limiter(rule)
      .consume(networkOf(request.ip, rule.network))
      .catch((refusal: unknown) => refusal);
    if (!(spent instanceof RateLimiterRes)) return;
    const seconds = String(Math.max(1, Math.ceil(spent.msBeforeNext / 1_000)));
    const headers = {
      ratelimit: `"${rule.name}";r=${spent.remainingPoints};t=${seconds}`,
      'ratelimit-policy': `"${rule.name}";q=${rule.points};w=${rule.seconds}`,
    };
    if (request.url.startsWith('/api/')) void reply.headers(headers);
    if (spent.consumedPoints > rule.points) {
      throw new EdgeRefusal(429, 'too-many-requests', 'Too many requests.', { ...headers, 'retry-after': seconds });
    }
  }

  private limiter(rule: LimitRule): RateLimiterAbstract {
    const known = this.limiters.get(rule.name);
    if (known) return known;
    const options = { keyPrefix: `limit-${rule.name}`, points: rule.points, duration: rule.seconds };
    const memory = new RateLimiterMemory(options);
    const made = this.redis
      ? new RateLimiterRedis({ ...options, storeClient: this.redis, insuranceLimiter: memory })
      : memory;
    this.limiters.set(rule.name, made);
    return made;
  }
}
