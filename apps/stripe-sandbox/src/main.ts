import { startSandbox } from './sandbox.js';
import { forbidden } from './start-guard.js';

async function main(): Promise<void> {
  const env = process.env;
  const reason = forbidden(env);
  if (reason !== undefined) throw new Error(reason);
  const port = Number(env['PORT'] ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('PORT must be a number from 0 to 65535.');
  const sandbox = await startSandbox({
    port,
    ...(env['HOST'] && { host: env['HOST'] }),
    ...(env['PUBLIC_URL'] && { publicUrl: env['PUBLIC_URL'] }),
    ...(env['WEBHOOK_URL'] && { webhookUrl: env['WEBHOOK_URL'] }),
    ...(env['WEBHOOK_SECRET'] && { webhookSecret: env['WEBHOOK_SECRET'] }),
    ...(env['STATE_FILE'] && { stateFile: env['STATE_FILE'] }),
    ...(env['STRIPE_SECRET_KEY'] && { apiKey: env['STRIPE_SECRET_KEY'] }),
  });
  process.stdout.write(`stripe-sandbox listening on ${sandbox.url}\n`);
  // A launcher that holds a line to us waits for this word, and takes us along when it goes.
  process.send?.('ready');
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop).once('disconnect', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
