import { Injectable } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { Clock, Database } from '#libs/platform/src/index.js';
import type { Aggregator, MessageAnswer, SettlementId } from './message.js';
import { AGGREGATOR_COLUMNS, aggregatorOf, type AggregatorRow } from './message.rows.js';
import { messageIn, settlementIn } from './message.shape.js';
import { isSigned } from './message.signature.js';
import { MessagesService } from './messages.service.js';
import { SecretsService } from './secrets.service.js';
import { SettlementsService } from './settlements.service.js';

/** Of the body of what an aggregator tells; a list of `SETTLEMENT_MAX` messages is smaller. */
export const BYTES_MAX = 262_144;

/** Something an aggregator tells: who it says it is, the body byte for byte as it came, and the header that signs it. */
export interface Told {
  readonly key: string;
  readonly body: Uint8Array;
  readonly signature: string;
}

/** Where what aggregators tell is taken in. */
@Injectable()
export class HookService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly secrets: SecretsService,
    private readonly messages: MessagesService,
    private readonly settlements: SettlementsService,
  ) {}

  /** One message. Throws `webhook-refused` (param `why`: size, signature, off) and stores nothing, `message-shape`, `message-id-taken`. */
  async message(told: Told): Promise<MessageAnswer> {
    const aggregator = await this.mustBeSigned(told);
    return this.messages.take(aggregator, messageIn(told.body));
  }

  /** The list of a settlement. Throws as `message`, and `settlement-refused`. */
  async settlement(told: Told): Promise<SettlementId> {
    const aggregator = await this.mustBeSigned(told);
    return this.settlements.list(aggregator, settlementIn(told.body));
  }

  private async mustBeSigned({ key, body, signature }: Told): Promise<Aggregator> {
    if (body.byteLength > BYTES_MAX) throw refused('size');
    const [row] = await this.db.rows<AggregatorRow>(
      `select ${AGGREGATOR_COLUMNS} from messages.aggregator a where a.key = $1 and a.state in ('on', 'off')`,
      [key],
    );
    const secrets = row ? await this.secrets.good(row.id) : [];
    if (!row || !isSigned(body, signature, secrets, await this.clock.now())) throw refused('signature');
    if (row.state === 'off') throw refused('off');
    return aggregatorOf(row);
  }
}

function refused(why: string): Error {
  return refuse('invalid', 'webhook-refused', `This message is not taken: ${why}.`, { why });
}
