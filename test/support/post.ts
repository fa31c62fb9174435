import { type Mailbox, startMailbox } from '#apps/mailbox/src/mailbox.js';

export type { Mailbox };

/** A mail server for a spec: give `SMTP_URL` of it to the room, and read what came. */
export async function openPost(): Promise<{ box: Mailbox; env: { SMTP_URL: string } }> {
  const box = await startMailbox();
  return { box, env: { SMTP_URL: `smtp://127.0.0.1:${box.smtpPort}` } };
}
