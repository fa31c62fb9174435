import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModuleMetadata } from '@nestjs/common';
import { type Sandbox, startSandbox } from '#apps/stripe-sandbox/src/sandbox.js';
import { WebhookService } from '#libs/payments/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { openRoom, type Room } from './room.js';

export { type Sandbox, startSandbox };

const SECRET = 'whsec_test';

/** A room whose payments talk to a simulated Stripe of its own, which tells it everything by signed webhooks. */
export interface StripeRoom extends Room {
  readonly stripe: Sandbox;
  /** Status codes with which the room's door answered the webhooks so far. */
  readonly answers: readonly number[];
  /** Waits until every webhook is delivered and works off all that follows, until nothing is left. */
  settle(): Promise<void>;
  /** Moves both clocks: ours and Stripe's. */
  pass(seconds: number): Promise<void>;
}

/** Opens the given modules with a simulated Stripe. The modules must bring PaymentsModule. */
export async function openStripeRoom(
  imports: ModuleMetadata['imports'],
  env: Record<string, string> = {},
): Promise<StripeRoom> {
  const answers: number[] = [];
  let door: WebhookService | null = null;
  const receiver = http.createServer((request, response) => {
    void receive(request, () => door).then((status) => {
      answers.push(status);
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  const webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/stripe`;
  const settings = { rateLimit: 0, retrySeconds: [1], payoutEverySeconds: 0 };
  const stripe = await startSandbox({ webhookUrl, webhookSecret: SECRET, settings });
  const room = await openRoom(imports, {
    STRIPE_PORT: String(stripe.port),
    STRIPE_WEBHOOK_SECRET: `whsec_earlier,${SECRET}`,
    ...env,
  });
  door = room.get(WebhookService);
  return {
    ...room,
    stripe,
    answers,
    settle: () => settle(room, stripe),
    pass: async (seconds) => {
      await room.get(Clock).moveBy(seconds * 1000);
      await stripe.control.advance({ seconds });
    },
    close: async () => {
      await stripe.close();
      receiver.closeAllConnections();
      receiver.close();
      await room.close();
    },
  };
}

async function settle(room: Room, stripe: Sandbox): Promise<void> {
  // What is done about one telling may make Stripe tell the next.
  for (let round = 0; round < 4; round += 1) {
    await stripe.control.idle({ timeoutMs: 60_000 });
    await room.drain();
  }
}

async function receive(request: http.IncomingMessage, door: () => WebhookService | null): Promise<number> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    await door()!.receive(Buffer.concat(parts), request.headers['stripe-signature'] as string | undefined);
    return 200;
  } catch {
    return 400;
  }
}
