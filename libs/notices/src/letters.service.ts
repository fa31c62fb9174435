import { Injectable } from '@nestjs/common';
import { newId } from '#libs/kernel/src/index.js';
import { Config, Database, Mailer, Outbox, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { Composers } from './composers.js';
import type { LetterId, LetterOrder } from './letter.js';
import { letterHtml, letterText } from './letter.render.js';

/** Letters to people: ordered in the transaction of what happened, written and sent after it. */
@Injectable()
export class LettersService {
  constructor(
    private readonly db: Database,
    private readonly composers: Composers,
    private readonly mailer: Mailer,
    private readonly outbox: Outbox,
    private readonly config: Config,
  ) {}

  /**
   * Orders letters; the same letter (kind, subject, person, occasion) is ordered once, however often it is asked for. Two
   * statements, for one reader and for thousands alike.
   */
  async order(tx: Tx, ...orders: readonly LetterOrder[]): Promise<void> {
    if (orders.length === 0) return;
    const column = <Value>(of: (order: LetterOrder) => Value) => orders.map(of);
    const made = await rowsOf<{ id: LetterId }>(
      tx,
      `insert into notices.letter (id, kind, person_id, subject, occasion, ordered_at)
       select letter.*, platform.now() from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[]) as letter
       on conflict do nothing returning id`,
      [
        ...[column(() => newId<'Letter'>()), column(({ kind }) => kind), column(({ personId }) => personId)],
        ...[column(({ subject }) => subject), column(({ occasion = '' }) => occasion)],
      ],
    );
    await this.outbox.add(tx, ...made.map(({ id }) => ({ name: 'notices.ordered', data: { letterId: id } })));
  }

  /** Which of these nobody has ordered yet: for whoever asks again and again. */
  async missing(orders: readonly LetterOrder[]): Promise<LetterOrder[]> {
    const column = <Value>(of: (order: LetterOrder) => Value) => orders.map(of);
    const rows = await this.db.rows<{ n: number }>(
      `select o.n::int as n from unnest($1::text[], $2::text[], $3::uuid[], $4::text[]) with ordinality as o (kind, subject, person_id, occasion, n)
        where not exists (select from notices.letter l where l.kind = o.kind and l.subject = o.subject
          and l.person_id = o.person_id and l.occasion = o.occasion) order by o.n`,
      [
        ...[column(({ kind }) => kind), column(({ subject }) => subject)],
        ...[column(({ personId }) => personId), column(({ occasion = '' }) => occasion)],
      ],
    );
    return rows.map(({ n }) => orders[n - 1]!);
  }

  /**
   * Writes and sends one letter; one that was sent is not sent again. A process that dies between the mail server's
   * answer and our note sends it twice under the same Message-ID, rather than never.
   */
  async send(id: LetterId): Promise<void> {
    const [letter] = await this.db.rows<LetterOrder & { id: LetterId }>(
      `select id, kind, person_id as "personId", subject, occasion from notices.letter where id = $1 and state = 'waiting'`,
      [id],
    );
    if (!letter) return;
    const composed = await this.composers.of(letter.kind)(letter);
    if (composed) {
      const { to, subject, unsubscribe } = composed;
      const headers = unsubscribe
        ? { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
        : undefined;
      await this.mailer.send({
        to: to.email,
        subject,
        text: letterText(composed),
        html: letterHtml(composed, this.config.publicUrl),
        id,
        headers,
      });
    }
    await this.db.rows(
      `update notices.letter set state = $2, ended_at = platform.now() where id = $1 and state = 'waiting'`,
      [id, composed ? 'sent' : 'void'],
    );
  }
}
