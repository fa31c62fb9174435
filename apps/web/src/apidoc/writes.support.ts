import type { BankAccountId } from '#libs/banking/src/index.js';
import { newId, type PersonId } from '#libs/kernel/src/index.js';
import type { Room } from '../../../../test/support/room.js';
import type { Town } from '../../../../test/support/town.js';
import type { Web } from '../../../../test/support/web.js';

/** What waits for a second signature. */
export interface Asked {
  readonly approvalId: string;
}

/** What the spec of the examples lends to those who run some of them. */
export interface Lent {
  readonly web: Web;
  readonly room: Room;
  readonly town: Town;
  readonly bank: BankAccountId;
  readonly run: <T = Asked>(
    route: string,
    by: PersonId | null,
    ids?: Readonly<Record<string, string>>,
    known?: object,
  ) => Promise<T>;
  readonly decided: (asked: Asked, by: PersonId) => Promise<void>;
  readonly idOf: (sql: string, ...params: string[]) => Promise<string>;
}

/** What an example cannot know: ids of things, tokens of letters, and whose address is free. */
const UNKNOWABLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^[\w-]+\.[\w-]+$|^\d{1,7}$/;

/** Throws when what is put into an example is something that it should say itself. */
export function mustBeUnknowable(route: string, known: object): void {
  const leaves = JSON.stringify(known).match(/(?<=[:[,]")[^"]+(?="[,\]}])/g) ?? [];
  const written = leaves.filter((leaf) => !UNKNOWABLE.test(leaf) && leaf !== 'ok');
  if (written.length > 0) throw new Error(`${route}: the example should say ${written.join(', ')} itself`);
}

/** A request with a JSON body, or none. */
export function json(method: string, body: object | string | null, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : body && JSON.stringify(body);
  return { method, headers: { ...(text && { 'content-type': 'application/json' }), ...headers }, ...(text && { body: text }) }; // prettier-ignore
}

/** A form with a small PDF. */
export function pdf() {
  const body = new FormData();
  body.append('file', new Blob(['%PDF-1.7\n1 0 obj\n<<>>\nendobj\n']), 'act.pdf');
  return { method: 'POST', headers: {}, body };
}

/** A vote's members: one asks another to vote for him, one votes, one hands in a paper, one takes no part. */
export async function runVote(
  { town, run, decided }: Pick<Lent, 'town' | 'run' | 'decided'>,
  vote: string,
): Promise<void> {
  const { president, inspector, members } = town;
  await run('put /votes/{id}/proxy', members[0]!, { id: vote }, { holder: inspector });
  await run('put /votes/{id}/ballot', president, { id: vote });
  const paper = await run<Asked>(
    'put /votes/{id}/papers/{paperId}',
    president,
    { id: vote, paperId: newId() },
    { personId: members[1] },
  );
  await decided(paper, inspector);
  await run('post /votes/{id}/recusal', inspector, { id: vote });
}
