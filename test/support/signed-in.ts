import type { PersonId } from '#libs/kernel/src/index.js';
import { PersonsService, SignInService } from '#libs/identity/src/index.js';
import type { Room } from './room.js';

/** Signs a person of a test in, by the link of a letter, and gives the session token: of the cookie and of the API. */
export async function sessionOf(room: Pick<Room, 'db' | 'get'>, personId: PersonId): Promise<string> {
  const [card] = await room.get(PersonsService).cards([personId]);
  const signIn = room.get(SignInService);
  await signIn.ask({ email: card!.email!, lang: 'ro' });
  const rows = await room.db.rows<{ id: Parameters<SignInService['tokenOf']>[0] }>(
    'select id from identity.sign_in where person_id = $1 order by asked_at desc, id desc limit 1',
    [personId],
  );
  return (await signIn.complete(signIn.tokenOf(rows[0]!.id), 'spec')).session;
}
