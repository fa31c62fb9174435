import { Injectable } from '@nestjs/common';
import { StaffService } from '#libs/identity/src/index.js';
import { type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js';
import type { AggregatorId } from './message.js';
import { lockAggregator } from './message.rows.js';

const LIVE = 'select n from messages.secret where aggregator_id = $1 and ended_at is null order by n';
/** While one is replaced both are good. */
const MOST = 2;

/** The secrets with which aggregators sign. None is stored: each is made anew from the installation's own. */
@Injectable()
export class SecretsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly signer: Signer,
    private readonly trail: Trail,
  ) {}

  /** The secrets that are good now. */
  async good(id: AggregatorId): Promise<string[]> {
    const rows = await this.db.rows<{ n: number }>(LIVE, [id]);
    return rows.map(({ n }) => this.valueOf(id, n));
  }

  /** Throws `secrets-two` when there are two already: an old one ends before another is made. */
  async mustHaveRoom(tx: Tx, id: AggregatorId): Promise<void> {
    if ((await rowsOf(tx, LIVE, [id])).length >= MOST)
      throw refuse('conflict', 'secrets-two', 'It has two secrets: end the old one first.');
  }

  /** Another secret, good from now on. Throws `secrets-two`. */
  async add(tx: Tx, id: AggregatorId, by: PersonId): Promise<void> {
    await this.mustHaveRoom(tx, id);
    await tx.query(
      `insert into messages.secret (aggregator_id, n, made_by, made_at)
       select $1, coalesce(max(n), 0) + 1, $2, platform.now() from messages.secret where aggregator_id = $1`,
      [id, by],
    );
  }

  /** Shows a secret, once, to whoever passes it on to the aggregator. Throws `secret-taken`, `not-found`. */
  async take(id: AggregatorId, n: number, by: PersonId): Promise<string> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const secret = await this.lock(tx, id, n);
      if (secret.taken) throw refuse('conflict', 'secret-taken', 'It was shown already; ask for another one.');
      await tx.query(
        'update messages.secret set taken_by = $3, taken_at = platform.now() where aggregator_id = $1 and n = $2',
        [id, n, by],
      );
      await this.note(tx, 'message-secret.taken', { id, n, by });
    });
    return this.valueOf(id, n);
  }

  /** Nothing signed with it is taken any more. Throws `secret-last` for the only one, `not-found`. */
  async end(id: AggregatorId, n: number, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      if ((await this.lock(tx, id, n)).ended) return;
      if ((await rowsOf(tx, LIVE, [id])).length < MOST)
        throw refuse(
          'conflict',
          'secret-last',
          'It is the only one: turn the aggregator off, or ask for another first.',
        );
      await tx.query(
        'update messages.secret set ended_by = $3, ended_at = platform.now() where aggregator_id = $1 and n = $2',
        [id, n, by],
      );
      await this.note(tx, 'message-secret.ended', { id, n, by });
    });
  }

  private async lock(tx: Tx, id: AggregatorId, n: number): Promise<{ taken: boolean; ended: boolean }> {
    await lockAggregator(tx, id);
    const [secret] = await rowsOf<{ taken: boolean; ended: boolean }>(
      tx,
      `select taken_at is not null as taken, ended_at is not null as ended from messages.secret where aggregator_id = $1 and n = $2`,
      [id, n],
    );
    if (!secret) throw refuse('not-found', 'not-found', 'No such secret.');
    return secret;
  }

  private valueOf(id: AggregatorId, n: number): string {
    return `whm_${this.signer.digest('message-secret', `${id}:${n}`).toString('base64url')}`;
  }

  private note(tx: Tx, action: string, { id, n, by }: { id: AggregatorId; n: number; by: PersonId }): Promise<void> {
    return this.trail.add(tx, { actor: by, action, subject: `aggregator:${id}`, data: { n } });
  }
}
