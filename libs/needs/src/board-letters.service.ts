import { Injectable } from '@nestjs/common';
import { isId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database, Signer } from '#libs/platform/src/index.js';
import type { BoardReader } from './board-news.queries.js';

const PURPOSE = 'board-letters';

/** Who wants letters about a town's board: whoever wrote on it or supports something, until he says otherwise. */
@Injectable()
export class BoardLettersService {
  constructor(
    private readonly db: Database,
    private readonly signer: Signer,
  ) {}

  /** What goes into the link that stops somebody's letters about a board; the same every time. */
  tokenOf({ placeCode, personId }: BoardReader): string {
    return this.signer.token(PURPOSE, `${placeCode}:${personId}`);
  }

  /** Stops letters by their link, without signing in; again changes nothing. Throws `link-expired` on a foreign token. */
  async stop(token: string): Promise<{ placeCode: string }> {
    const [placeCode, personId] = this.signer.read(PURPOSE, token)?.split(':') ?? [];
    if (!placeCode || !isId(personId)) throw refuse('not-found', 'link-expired', 'This link is not one of ours.');
    await this.choose({ placeCode, personId: personId as string as PersonId }, false);
    return { placeCode };
  }

  /** Whether somebody wants letters about a board from now on. */
  async choose({ placeCode, personId }: BoardReader, wanted: boolean): Promise<void> {
    const sql = wanted
      ? 'delete from needs.quiet where place_code = $1 and person_id = $2'
      : 'insert into needs.quiet (place_code, person_id, since) values ($1, $2, platform.now()) on conflict do nothing';
    await this.db.transaction((tx) => tx.query(sql, [placeCode, personId]));
  }

  /** Whether he gets them now. */
  async wants({ placeCode, personId }: BoardReader): Promise<boolean> {
    const sql = 'select from needs.quiet where place_code = $1 and person_id = $2';
    return (await this.db.rows(sql, [placeCode, personId])).length === 0;
  }
}
