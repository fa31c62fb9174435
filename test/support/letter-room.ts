import type { ModuleMetadata } from '@nestjs/common';
import { Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { NoticesModule } from '#libs/notices/src/index.js';
import { type Give, GivingService, type Pledge } from '#libs/pledges/src/index.js';
import type { TestCampaign } from './campaign.js';
import { CardBank } from './card-bank.js';
import { type Mailbox, openPost } from './post.js';
import { openRoom, type Room } from './room.js';

/** A room that writes letters: what it sends comes to `box`, and `bank` plays the card company of its donors. */
export interface LetterRoom extends Room {
  readonly bank: CardBank;
  readonly box: Mailbox;
  /** A donor's gift by card: fifty euros, of somebody new, unless said otherwise. */
  give(to: Pick<TestCampaign, 'projectId'>, over?: Partial<Give>): Promise<Pledge>;
  /** What somebody got so far, the oldest first. */
  lettersTo(id: PersonId): Promise<Mailbox['letters']>;
}

/** Opens the room of letters, with others that the spec needs beside it. */
export async function openLetterRoom(imports: NonNullable<ModuleMetadata['imports']> = []): Promise<LetterRoom> {
  const { box, env } = await openPost();
  const room = await openRoom([NoticesModule, ...imports], env);
  return {
    ...room,
    ...{ bank: new CardBank(room), box },
    give: ({ projectId }, over = {}) =>
      room.get(GivingService).give({
        ...{ id: newId<'Pledge'>(), projectId, email: `donor-${newId()}@example.com`, lang: 'en' },
        ...{ amount: Money.parse('50.00', 'EUR'), coverFee: false, by: 'card', shortfall: 'return' },
        ...{ follow: false, paths: { success: '/', cancel: '/' }, ...over },
      }),
    lettersTo: async (id) => {
      const [one] = await room.db.rows<{ email: string }>('select email from identity.person where id = $1', [id]);
      return box.letters.filter(({ to }) => to === one!.email);
    },
    close: async () => {
      await room.close();
      await box.close();
    },
  };
}
