import { type Mailbox, startMailbox } from '#apps/mailbox/src/mailbox.js';

export type { Mailbox };

/** A mail server and a provider of text messages for a spec: give `env` of it to the room, and read what came. */
export async function openPost(): Promise<{
  box: Mailbox;
  env: { SMTP_URL: string; TEXTS_URL: string; TEXTS_KEY: string };
}> {
  const box = await startMailbox();
  return {
    box,
    env: {
      SMTP_URL: `smtp://127.0.0.1:${box.smtpPort}`,
      TEXTS_URL: `http://127.0.0.1:${box.port}/texts`,
      TEXTS_KEY: 'a-key',
    },
  };
}
