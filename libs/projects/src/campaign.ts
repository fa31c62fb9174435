import { type CivilDate, civilDate, lastDayOf, Money, type ProjectId } from '#libs/kernel/src/index.js';
import { thresholdOf } from './plan.sums.js';
import type { CampaignModel, ProjectState } from './project.life.js';

/** When a campaign that would fail goes on: with this part of its minimum, and for how long. Written before it opens, applied once. */
export interface ExtensionRule {
  readonly atBp: number;
  readonly days: number;
}

/** A campaign that has been opened, as its gate gives it. Takes money in the half-open interval [opensAt, closesAt). */
export interface Campaign {
  readonly projectId: ProjectId;
  readonly state: ProjectState;
  readonly model: CampaignModel;
  /** Below this nothing is taken from anybody. */
  readonly minimum: Money;
  /** What the whole project needs from people; more is allowed, and is surplus. */
  readonly optimum: Money;
  readonly bufferBp: number;
  /** Minimum and buffer together: what promises must reach before success is declared. */
  readonly threshold: Money;
  /** The rule by which it is extended once; null when it has none. */
  readonly extension: ExtensionRule | null;
  readonly extended: boolean;
  readonly opensAt: Date;
  readonly closesAt: Date;
  /** When the gate was shut, at the deadline or by agreement before; null while it is open. */
  readonly closedAt: Date | null;
}

/** The last day of which money counts: before midnight of its deadline, or that on which it was closed before. */
export function lastDayToCome({ closesAt, closedAt }: Pick<Campaign, 'closesAt' | 'closedAt'>): CivilDate {
  return closedAt && closedAt < closesAt ? civilDate(closedAt) : lastDayOf(closesAt);
}

/** A campaign's row as SQL gives it, and the moment. */
export interface CampaignRow {
  readonly project_id: ProjectId;
  readonly state: ProjectState;
  readonly model: CampaignModel;
  readonly minimum: string;
  readonly optimum: string;
  readonly buffer_bp: number;
  readonly extend_at_bp: number | null;
  readonly extend_days: number | null;
  readonly extended: boolean;
  readonly opened_at: Date;
  readonly closes_at: Date;
  readonly closed_at: Date | null;
  readonly now: Date;
}

/** The row of a project's campaign, once it has been opened. Parameter: the project's id. */
export const CAMPAIGN_SQL = `select c.project_id, p.state, c.model, c.minimum_minor as minimum, c.optimum_minor as optimum, c.buffer_bp,
  c.extend_at_bp, c.extend_days, c.extended_from is not null as extended, c.opened_at, c.closes_at, c.closed_at, platform.now() as now
  from projects.campaign c join projects.project p on p.id = c.project_id
  where c.project_id = $1 and c.opened_at is not null`;

/** Reads a row of an opened campaign. */
export function campaignOf(row: CampaignRow): Campaign {
  const minimum = Money.lei(BigInt(row.minimum));
  return {
    projectId: row.project_id,
    state: row.state,
    model: row.model,
    minimum,
    optimum: Money.lei(BigInt(row.optimum)),
    bufferBp: row.buffer_bp,
    threshold: thresholdOf({ minimum, bufferBp: row.buffer_bp }),
    extension: row.extend_at_bp && row.extend_days ? { atBp: row.extend_at_bp, days: row.extend_days } : null,
    extended: row.extended,
    opensAt: row.opened_at,
    closesAt: row.closes_at,
    closedAt: row.closed_at,
  };
}
