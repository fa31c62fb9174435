import { Injectable } from '@nestjs/common';
import { Money, plainCode, type ProjectId } from '#libs/kernel/src/index.js';
import { Database, type Slice } from '#libs/platform/src/index.js';
import { type Aggregator, type AggregatorId, type AggregatorSecret, type Message, SETTLE_DAYS, type Settlement, type SettlementId, type Trouble, type TroubleId, type Unsettled } from './message.js'; // prettier-ignore
import { AGGREGATOR_COLUMNS, aggregatorOf, type AggregatorRow, carries } from './message.rows.js';

const SETTLEMENT = `
select s.id, s.aggregator_id as "aggregatorId", a.name as aggregator, s.reference, s.state, s.received_at as "receivedAt", s.ended_at as "endedAt",
       s.gross_minor::text as gross, s.fee_minor::text as fee, s.net_minor::text as net,
       (select count(*)::int from messages.message m where m.settlement_id = s.id) as messages,
       (select coalesce(sum(l.amount_minor), 0)::text from messages.settlement_line n join banking.line l on l.id = n.line_id
         where n.settlement_id = s.id and l.state = 'confirmed'
           and (l.claimed_by = 'settlement:' || s.id or (l.claimed_by is null and l.meaning in ('gift', 'unidentified')))) as came
  from messages.settlement s join messages.aggregator a on a.id = s.aggregator_id`;

const TROUBLE = `select t.id, t.aggregator_id as "aggregatorId", a.name as aggregator, t.kind, t.ref, t.why, t.at, t.ended_at as "endedAt", t.words
  from messages.trouble t join messages.aggregator a on a.id = t.aggregator_id`;

type Sums = Readonly<Record<'gross' | 'fee' | 'net' | 'came', string>>;

/** Reads aggregators, what they told and what they paid. */
@Injectable()
export class MessagesQueries {
  constructor(private readonly db: Database) {}

  /** Those that were not refused, by name. */
  async aggregators(): Promise<Aggregator[]> {
    const sql = `select ${AGGREGATOR_COLUMNS} from messages.aggregator a where a.state <> 'refused' order by a.name, a.id`;
    return (await this.db.rows<AggregatorRow>(sql)).map(aggregatorOf);
  }

  async aggregator(id: AggregatorId): Promise<Aggregator | null> {
    const sql = `select ${AGGREGATOR_COLUMNS} from messages.aggregator a where a.id = $1`;
    const [row] = await this.db.rows<AggregatorRow>(sql, [id]);
    return row ? aggregatorOf(row) : null;
  }

  /** Its secrets, the oldest first; never what they are. */
  async secrets(id: AggregatorId): Promise<AggregatorSecret[]> {
    return this.db.rows<AggregatorSecret>(
      `select n, made_at as "madeAt", taken_by as "takenBy", taken_at as "takenAt", ended_at as "endedAt"
         from messages.secret where aggregator_id = $1 order by n`,
      [id],
    );
  }

  /** What waits for a person to settle with an aggregator, the oldest first; after the one with this id. */
  async troubles({ after, limit }: Slice = {}): Promise<Trouble[]> {
    return this.db.rows<Trouble>(
      `${TROUBLE} where t.ended_at is null and ($1::uuid is null or t.id > $1) order by t.id limit $2`,
      [after ?? null, limit ?? null],
    );
  }

  async trouble(id: TroubleId): Promise<Trouble | null> {
    return (await this.db.rows<Trouble>(`${TROUBLE} where t.id = $1`, [id]))[0] ?? null;
  }

  /** Settlements, the newest first; after the one with this id. */
  async settlements({ after, limit }: Slice = {}): Promise<Settlement[]> {
    return this.read('$1::uuid is null or s.id < $1 order by s.id desc limit $2', [after ?? null, limit ?? null]);
  }

  async settlement(id: SettlementId): Promise<Settlement | null> {
    return (await this.read('s.id = $1', [id]))[0] ?? null;
  }

  /** The one open settlement whose reference stands in a text; null when none or several do. */
  async byReference(text: string): Promise<Settlement | null> {
    const found = (await this.read(`s.state = 'open'`, [])).filter(({ reference }) => carries(text, reference));
    return found.length === 1 ? found[0]! : null;
  }

  /** What each aggregator owes for messages that are gifts, whose turn to be late comes first. */
  async unsettled(): Promise<Unsettled[]> {
    const rows = await this.db.rows<Omit<Unsettled, 'lei'> & { minor: string }>(
      `select m.aggregator_id as "aggregatorId", count(*)::int as messages, sum(m.lei_minor)::text as minor,
              min(m.received_at) + interval '${SETTLE_DAYS} days' as "dueAt"
         from messages.message m left join messages.settlement s on s.id = m.settlement_id
        where m.refused is null and s.state is distinct from 'counted' group by 1 order by 4, 1`,
    );
    return rows.map(({ minor, ...row }) => ({ ...row, lei: Money.lei(BigInt(minor)) }));
  }

  /** What was given by message for a project and is not in the bank yet. Public. */
  async awaited(projectId: ProjectId): Promise<Money> {
    const [row] = await this.db.publicRows<{ minor: string }>(
      `select coalesce(sum(m.lei_minor), 0)::text as minor from messages.message m left join messages.settlement s on s.id = m.settlement_id
        where m.project_id = $1 and m.refused is null and s.state is distinct from 'counted'`,
      [projectId],
    );
    return Money.lei(BigInt(row!.minor));
  }

  /** How many messages gave to a project what is in the bank, and how much that is. Public. */
  async arrived(projectId: ProjectId): Promise<{ readonly messages: number; readonly lei: Money }> {
    const [row] = await this.db.publicRows<{ messages: number; minor: string }>(
      `select count(*)::int as messages, coalesce(sum(m.lei_minor), 0)::text as minor
         from messages.message m join messages.settlement s on s.id = m.settlement_id where m.project_id = $1 and s.state = 'counted'`,
      [projectId],
    );
    return { messages: row!.messages, lei: Money.lei(BigInt(row!.minor)) };
  }

  /** The message whose receipt has this code, while its aggregator has not paid; null for any other. */
  async byReceipt(text: string): Promise<(Pick<Message, 'projectId' | 'lei'> & { readonly at: Date }) | null> {
    const [row] = await this.db.rows<{ projectId: ProjectId; minor: string; at: Date }>(
      `select m.project_id as "projectId", m.lei_minor::text as minor, m.received_at as at
         from pledges.pledge p join messages.message m on m.id = p.id where p.receipt_code = $1 and p.counted_at is null`,
      [plainCode(text)],
    );
    return row ? { projectId: row.projectId, lei: Money.lei(BigInt(row.minor)), at: row.at } : null;
  }

  /** Where a message may be sent, and what it gives. Public. */
  async numbers(): Promise<Pick<Aggregator, 'number' | 'lei'>[]> {
    const rows = await this.db.publicRows<{ number: string; minor: string }>(
      `select distinct number, lei_minor::text as minor, lei_minor from messages.aggregator where state = 'on' order by lei_minor, number`,
    );
    return rows.map(({ number, minor }) => ({ number, lei: Money.lei(BigInt(minor)) }));
  }

  private async read(where: string, params: readonly unknown[]): Promise<Settlement[]> {
    const rows = await this.db.rows<Omit<Settlement, keyof Sums> & Sums>(`${SETTLEMENT} where ${where}`, params);
    const lei = (minor: string) => Money.lei(BigInt(minor));
    return rows.map((row) => ({ ...row, gross: lei(row.gross), fee: lei(row.fee), net: lei(row.net), came: lei(row.came) })); // prettier-ignore
  }
}
