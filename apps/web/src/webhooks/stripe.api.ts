import { Controller, Headers, HttpCode, Post, type RawBodyRequest, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel/src/index.js';
import { WebhookService } from '#libs/payments/src/index.js';
import { Unlimited } from '../edge/decorators.js';
import { HookRefusal } from '../edge/refusals.js';

/** Where Stripe tells what happened: checked, kept, answered at once. All else is the worker's. */
@ApiExcludeController()
@Controller('/webhooks')
export class StripeWebhook {
  constructor(private readonly webhooks: WebhookService) {}

  @Post('/stripe')
  @Unlimited()
  @HttpCode(200)
  async receive(
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Headers('stripe-signature') signature = '',
  ): Promise<object> {
    try {
      return { received: await this.webhooks.receive(request.rawBody ?? Buffer.alloc(0), signature) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new HookRefusal(error);
    }
  }
}
