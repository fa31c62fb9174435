import { createParamDecorator, type ExecutionContext, SetMetadata, type Type } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { commandIdOf } from './command-id.js';
import { Form } from './form.js';
import { bodyOf } from './form.body.js';

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>();

/** Hands in the `Reading` of the request: language, words, formats, who is signed in. */
export const Read = createParamDecorator((_: unknown, context: ExecutionContext) => requestOf(context).reading);

/** Hands in a sent form (`Form<ApplyRequest>`): its values as typed, its files, its checked input or what is wrong. */
export const FormOf = createParamDecorator(async (shape: Type<object>, context: ExecutionContext) =>
  Form.read(shape, await bodyOf(requestOf(context))),
);

/** Hands in an id made from `Idempotency-Key`, the reader and the route: the same again for a repeat. Refuses without it. */
export const CommandId = createParamDecorator((_: unknown, context: ExecutionContext) =>
  commandIdOf(requestOf(context)),
);

/** Metadata key of `PublicPage`. */
export const PUBLIC_PAGE = 'plai.public-page';
/** The answer is the same for every anonymous reader of one language: kept for a second, with ETag and Cache-Control. */
export const PublicPage = (): MethodDecorator => SetMetadata(PUBLIC_PAGE, true);

/** Metadata key of `ShownOnce`. */
export const SHOWN_ONCE = 'plai.shown-once';
/** What is answered is shown once and kept nowhere: a repeat with the same `Idempotency-Key` is asked like any other. */
export const ShownOnce = (): MethodDecorator => SetMetadata(SHOWN_ONCE, true);

/** How often one address may call a route. */
export interface LimitRule {
  /** Routes with the same name share one count. */
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
  /** Bits of an IPv6 address that are counted as one; those of a household where it says nothing. */
  readonly network?: number;
}
/** Metadata key of `Limit`. */
export const LIMIT = 'plai.limit';
/** Lets one address call this route so often; then 429 with `Retry-After`. */
export const Limit = (rule: LimitRule): MethodDecorator => SetMetadata(LIMIT, rule);
/** This route is not counted by address: what it takes is signed, and its sender repeats what was refused. */
export const Unlimited = (): MethodDecorator => SetMetadata(LIMIT, 'unlimited');
