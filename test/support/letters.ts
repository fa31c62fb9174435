import type { RunningWorld } from './world.js';

type Inbox = Pick<RunningWorld, 'world' | 'mailbox'>;

/** The subjects of the letters that an address got, in their order. */
export function subjectsTo({ mailbox }: Pick<Inbox, 'mailbox'>, email: string): string[] {
  return mailbox.letters.filter(({ to }) => to === email).map(({ subject }) => subject);
}

/** The token of the newest link to a gift that an address got, without waiting long. */
export async function giftToken({ world }: Pick<Inbox, 'world'>, email: string): Promise<string> {
  const link = await world.letters.link(email, /https?:\/\/\S+\/gift\/\S+\?token=[^\s&]+/);
  return new URL(link).searchParams.get('token')!;
}

/** Every address that letters to somebody lead to, each once. */
export function linksTo({ mailbox }: Pick<Inbox, 'mailbox'>, email: string): string[] {
  const own = mailbox.letters.filter(({ to }) => to === email);
  return [...new Set(own.flatMap(({ text }) => text.match(/https?:\/\/\S+/g) ?? []))];
}
