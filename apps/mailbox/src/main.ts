import { startMailbox } from './mailbox.js';

const port = (name: string) => Number(process.env[name] ?? 0);

if (process.env.NODE_ENV === 'production') {
  console.error('The development mailbox does not run in production: give SMTP_URL a real mail server.');
  process.exitCode = 1;
} else {
  const mailbox = await startMailbox({ smtpPort: port('SMTP_PORT'), port: port('PORT'), host: process.env.HOST });
  console.log(`letters on http://127.0.0.1:${mailbox.port}, SMTP on ${mailbox.smtpPort}`);
  process.send?.('ready');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void mailbox.close());
}
