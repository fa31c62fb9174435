import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PersonsService } from '#libs/identity/src/index.js';
import { DomainError, newId, type PersonId, type PledgeId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { LedgerService } from '#libs/ledger/src/index.js';
import { Database, hold, rowsOf, Signer, type Tx } from '#libs/platform/src/index.js';
import { BroughtService } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Aggregator, MessageAnswer, MessageSaid, WhyRefused } from './message.js';
import { received } from './messages.postings.js';
import { TroublesService } from './troubles.service.js';

/** A message as it is kept: what it said, and whether it is a gift. */
interface Kept {
  readonly id: PledgeId;
  readonly request: string;
  readonly refused: WhyRefused | null;
}

/** Gifts by message: each is awaited from the moment at which its aggregator tells of it. */
@Injectable()
export class MessagesService {
  constructor(
    private readonly db: Database,
    private readonly persons: PersonsService,
    private readonly projects: ProjectsQueries,
    private readonly brought: BroughtService,
    private readonly ledger: LedgerService,
    private readonly signer: Signer,
    private readonly troubles: TroublesService,
  ) {}

  /**
   * Takes one message, once however often it is told. What is no gift is kept with its reason for the staff, and its money
   * stays with the aggregator. Throws `message-id-taken` for another message under the same id, and tells the staff.
   */
  async take(aggregator: Aggregator, said: MessageSaid): Promise<MessageAnswer> {
    const sender =
      said.sender && this.signer.digest('message-sender', `${aggregator.id}\n${said.sender}`).toString('hex');
    const told = { ...said, sender, request: requestOf(said, sender) };
    const project = await this.projects.byCode(said.code);
    const answer = await this.db.transaction(async (tx) => {
      await hold(tx, `message:${aggregator.id}:${said.id}`);
      const earlier = await this.find(tx, aggregator, said.id);
      if (!earlier) return this.takeNew(tx, aggregator, told, project?.id ?? null);
      if (earlier.request === told.request) return this.answerOf(tx, earlier);
      await this.troubles.note(tx, { aggregatorId: aggregator.id, kind: 'other-content', ref: said.id, why: 'other-content', digest: told.request }); // prettier-ignore
      return null;
    });
    if (!answer) throw refuse('conflict', 'message-id-taken', 'Another message was told under this id.');
    return answer;
  }

  private async takeNew(
    tx: Tx,
    aggregator: Aggregator,
    said: Told,
    projectId: ProjectId | null,
  ): Promise<MessageAnswer> {
    const [id, aggregatorId] = [newId() as PledgeId, aggregator.id];
    const onward = await this.mayGive(tx, aggregator, said, projectId);
    const refused = typeof onward === 'string' ? onward : null;
    await tx.query(
      `insert into messages.message (id, aggregator_id, ref, request, code, lei_minor, sent_at, sender, project_id, refused, received_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, platform.now())`,
      [id, aggregatorId, said.id, said.request, said.code, said.lei.minor.toString(), said.at, said.sender, projectId, refused],
    ); // prettier-ignore
    if (refused) await this.troubles.note(tx, { aggregatorId, kind: 'refused', ref: said.id, why: refused, digest: said.request }); // prettier-ignore
    else await this.promise(tx, { id, aggregatorId, projectId: projectId!, lei: said.lei, sender: said.sender, onward: onward === true }); // prettier-ignore
    return this.answerOf(tx, { id, request: said.request, refused });
  }

  /** Why it is no gift; else whether it goes on to the town's next need, because the project has all it needs. */
  private async mayGive(
    tx: Tx,
    { lei }: Aggregator,
    said: Told,
    projectId: ProjectId | null,
  ): Promise<WhyRefused | boolean> {
    if (!projectId) return 'unknown-code';
    if (!said.lei.equals(lei)) return 'sum';
    try {
      return await this.brought.beginsFull(tx, { projectId, lei });
    } catch (error) {
      if (error instanceof DomainError && error.code === 'campaign-closed') return 'closed';
      throw error;
    }
  }

  private async promise(
    tx: Tx,
    { id, aggregatorId, projectId, lei, sender, onward }: Parameters<typeof received>[0] & { sender: string | null; onward: boolean }, // prettier-ignore
  ): Promise<void> {
    const personId = await this.giver(tx, { id, aggregatorId, sender });
    const said = { shortfall: 'next', publicName: null, associationId: null, lang: 'ro' } as const;
    await this.brought.promise(tx, { id, projectId, personId, way: 'message', lei, onward, ...said });
    await this.ledger.post(tx, received({ id, aggregatorId, projectId, lei }));
  }

  /** Whoever sent it: the same as of earlier messages of this sender. */
  private async giver(
    tx: Tx,
    { id, aggregatorId, sender }: { id: PledgeId; aggregatorId: Aggregator['id']; sender: string | null },
  ): Promise<PersonId> {
    if (sender) {
      await hold(tx, `message-sender:${sender}`);
      const [known] = await rowsOf<{ id: PersonId }>(
        tx,
        `select p.person_id as id from messages.message m join pledges.pledge p on p.id = m.id
          where m.aggregator_id = $1 and m.sender = $2 and m.id <> $3 limit 1`,
        [aggregatorId, sender, id],
      );
      if (known) return known.id;
    }
    return this.persons.withoutAddress(tx, { lang: 'ro', name: null });
  }

  private async find(tx: Tx, { id }: Aggregator, ref: string): Promise<Kept | null> {
    const sql = 'select id, request, refused from messages.message where aggregator_id = $1 and ref = $2';
    return (await rowsOf<Kept>(tx, sql, [id, ref]))[0] ?? null;
  }

  private async answerOf(tx: Tx, { id, refused }: Kept): Promise<MessageAnswer> {
    if (refused) return { state: 'refused', why: refused };
    const [gift] = await rowsOf<{ code: string }>(tx, 'select receipt_code as code from pledges.pledge where id = $1', [
      id,
    ]);
    return { state: 'gift', receipt: gift!.code };
  }
}

/** What was told, with the sender's digest instead of the sender. */
interface Told extends MessageSaid {
  readonly request: string;
}

/** The digest of what a message says: told twice it is one. */
function requestOf({ code, lei, at }: MessageSaid, sender: string | null): string {
  return createHash('sha256')
    .update(JSON.stringify([code, lei.toString(), at.toISOString(), sender]))
    .digest('hex');
}
