import { Injectable } from '@nestjs/common';
import { type Currency, currencyOf, Money } from '#libs/kernel/src/index.js';
import { Database, type Multilingual } from '#libs/platform/src/index.js';

/** One party's part as a source published it; words under `reported.who.<who>` and `reported.qualifier.<qualifier>`. */
export interface ReportedPart {
  readonly who:
    | 'swiss-government'
    | 'undp'
    | 'authority'
    | 'government'
    | 'natives'
    | 'diaspora'
    | 'locals-and-natives'
    | 'community';
  /** `over`: the source says "over"; `needed`: asked for, not given. */
  readonly qualifier: 'over' | 'needed' | null;
  /** How many people, as published: "1000+". */
  readonly people: string | null;
  readonly amount: Money;
}

/** A project that was done elsewhere, as its sources report it. What they do not say is null, never zero. */
export interface ReportedProject {
  readonly id: string;
  /** The towns as published, and their codes. */
  readonly towns: string;
  readonly district: string;
  readonly placeCodes: readonly string[];
  readonly purpose: Multilingual;
  /** Year, or year and month: "2017", "2017-02". */
  readonly when: string;
  readonly currency: Currency | null;
  readonly total: Money | null;
  readonly planned: Money | null;
  readonly target: Money | null;
  readonly raised: Money | null;
  readonly donors: number | null;
  readonly parts: readonly ReportedPart[];
  readonly note: Multilingual | null;
  /** Addresses of the sources. */
  readonly sources: readonly string[];
}

type Sum = 'total' | 'planned' | 'target' | 'raised';
type Row = Omit<ReportedProject, Sum | 'parts'> &
  Record<Sum, string | null> & { readonly parts: readonly (Partial<Omit<ReportedPart, 'amount'>> & { who: ReportedPart['who']; amount: string })[] }; // prettier-ignore

const SQL = `select id, towns, district, place_codes as "placeCodes", purpose, happened as "when", currency, total_minor as total,
  planned_minor as planned, target_minor as target, raised_minor as raised, donors, parts, note, sources from projects.reported_project`;

/** Reads the reported history. Show every figure with its source and date, and as reported. */
@Injectable()
export class HistoryQueries {
  constructor(private readonly db: Database) {}

  /** All of it, in the order of the file. */
  async all(): Promise<ReportedProject[]> {
    return (await this.db.publicRows<Row>(`${SQL} order by position`)).map(reportedOf);
  }

  /** What was reported of one place. */
  async ofPlace(code: string): Promise<ReportedProject[]> {
    const rows = await this.db.publicRows<Row>(`${SQL} where place_codes @> array[$1] order by position`, [code]);
    return rows.map(reportedOf);
  }

  /** One, or null. */
  async find(id: string): Promise<ReportedProject | null> {
    const [row] = await this.db.publicRows<Row>(`${SQL} where id = $1`, [id]);
    return row ? reportedOf(row) : null;
  }
}

function reportedOf(row: Row): ReportedProject {
  const currency = row.currency && currencyOf(row.currency);
  const money = (minor: string | null) => (minor && currency ? Money.ofMinor(BigInt(minor), currency) : null);
  return {
    ...row,
    currency,
    total: money(row.total),
    planned: money(row.planned),
    target: money(row.target),
    raised: money(row.raised),
    parts: row.parts.map(({ who, qualifier = null, people = null, amount }) => ({
      ...{ who, qualifier, people },
      amount: Money.parse(amount, currency!),
    })),
  };
}
