import type { RunningWorld } from './world.js';

type Inbox = Pick<RunningWorld, 'world' | 'mailbox'>;

/** The subjects of the letters that an address got, in their order. */
export function subjectsTo({ mailbox }: Pick<Inbox, 'mailbox'>, email: string): string[] {
  return mailbox.letters.filter(({ to }) => to === email).map(({ subject }) => subject);
}

/** The token of the newest link to a gift that an address got, without waiting long. */
export async function giftToken({ world }: Pick<Inbox, 'world'>, email: string): Promise<string> {
  const link = await world.letters.link(email, /https?:\/\/\S+\/gifts\/[^\s/]+/);
  return link.split('/').at(-1)!;
}
