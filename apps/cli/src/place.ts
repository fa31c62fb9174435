import type { WorldPlace } from './world/world.js';

const DEMO = {
  publicUrl: 'http://localhost:3000',
  mailboxUrl: 'http://127.0.0.1:3002',
  sandboxUrl: 'http://127.0.0.1:3001',
};

/** Where a development Plai runs: as `npm start` says in the environment, else at its default ports. */
export function placeOf(env: NodeJS.ProcessEnv): WorldPlace {
  const sandboxUrl = env.STRIPE_PORT
    ? `http://${env.STRIPE_HOST}:${env.STRIPE_PORT}`
    : env.SANDBOX_PORT
      ? `http://127.0.0.1:${env.SANDBOX_PORT}`
      : DEMO.sandboxUrl;
  const mailboxUrl = env.MAILBOX_URL ?? (env.MAILBOX_PORT ? `http://127.0.0.1:${env.MAILBOX_PORT}` : DEMO.mailboxUrl);
  return {
    publicUrl: env.PUBLIC_URL ?? (env.PORT ? `http://localhost:${env.PORT}` : DEMO.publicUrl),
    mailboxUrl,
    sandboxUrl,
    opsToken: env.OPS_TOKEN ?? 'demo-operations-token',
    replayToken: env.REPLAY_TOKEN ?? 'demo-replay-token',
  };
}
