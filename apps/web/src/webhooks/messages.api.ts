import { Controller, Headers, HttpCode, Param, Post, type RawBodyRequest, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel/src/index.js';
import { HookService } from '#libs/messages/src/index.js';
import { Config } from '#libs/platform/src/index.js';
import { Unlimited } from '../edge/decorators.js';
import { HookRefusal } from '../edge/refusals.js';

/** Where aggregators tell of messages and of what they pay: signed, and answered when it is kept. */
@ApiExcludeController()
@Controller('/webhooks/messages/:key')
export class MessagesWebhook {
  constructor(
    private readonly hook: HookService,
    private readonly config: Config,
  ) {}

  @Post()
  @Unlimited()
  @HttpCode(200)
  async message(
    @Param('key') key: string,
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Headers('plai-signature') signature = '',
  ): Promise<object> {
    const answer = await taken(this.hook.message({ key, body: bodyOf(request), signature }));
    return answer.state === 'gift' ? { ...answer, url: `${this.config.publicUrl}/v/${answer.receipt}` } : answer;
  }

  @Post('/settlements')
  @Unlimited()
  @HttpCode(200)
  async settlement(
    @Param('key') key: string,
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Headers('plai-signature') signature = '',
  ): Promise<object> {
    return { settlement: await taken(this.hook.settlement({ key, body: bodyOf(request), signature })) };
  }
}

function bodyOf({ rawBody }: RawBodyRequest<FastifyRequest>): Buffer {
  return rawBody ?? Buffer.alloc(0);
}

/** What was told; what cannot be taken as it is answered 400, and 409 where it contradicts what was told before. */
async function taken<Told>(work: Promise<Told>): Promise<Told> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error;
    throw new HookRefusal(error);
  }
}
