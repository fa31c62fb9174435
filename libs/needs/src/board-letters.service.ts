import { Injectable } from '@nestjs/common';
import { isId, newId, refuse } from '#libs/kernel/src/index.js';
import { Database, rowsOf, Signer } from '#libs/platform/src/index.js';
import type { BoardReader } from './board-news.queries.js';

const PURPOSE = 'board-letters';

/** Who wants letters about a town's board: whoever wrote on it or supports something, until he says otherwise. */
@Injectable()
export class BoardLettersService {
  constructor(
    private readonly db: Database,
    private readonly signer: Signer,
  ) {}

  /** What goes into the link that stops somebody's letters about a board; the same every time. It names neither him nor the town. */
  async tokenOf({ placeCode, personId }: BoardReader): Promise<string> {
    const id = await this.db.transaction(async (tx) => {
      const insert = 'insert into needs.reader (id, place_code, person_id) values ($1, $2, $3) on conflict do nothing';
      await tx.query(insert, [newId(), placeCode, personId]);
      const sql = 'select id from needs.reader where place_code = $1 and person_id = $2';
      return (await rowsOf<{ id: string }>(tx, sql, [placeCode, personId]))[0]!.id;
    });
    return this.signer.token(PURPOSE, id);
  }

  /** Stops letters by their link, without signing in; again changes nothing. Throws `link-expired` on a foreign token. */
  async stop(token: string): Promise<{ placeCode: string }> {
    const id = this.signer.read(PURPOSE, token);
    const sql = 'select place_code as "placeCode", person_id as "personId" from needs.reader where id = $1';
    const [reader] = isId(id) ? await this.db.rows<BoardReader>(sql, [id]) : [];
    if (!reader) throw refuse('not-found', 'link-expired', 'This link is not one of ours.');
    await this.choose(reader, false);
    return { placeCode: reader.placeCode };
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
