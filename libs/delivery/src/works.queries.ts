import { Injectable } from '@nestjs/common';
import type { CivilDate, ProjectId } from '#libs/kernel/src/index.js';
import { Database, type Multilingual } from '#libs/platform/src/index.js';
import type { MilestoneId } from '#libs/projects/src/index.js';
import type { Finding, InspectionVerdict } from './inspection.js';

/** What a town hall said of a stage: reached on a day, or put off to one, with its reason for the public. */
export interface StageReport {
  readonly milestoneId: MilestoneId;
  readonly kind: 'met' | 'delayed';
  readonly on: CivilDate;
  readonly reason: Multilingual | null;
  readonly at: Date;
}

/** What an inspection found, without the inspector's own words: those are for whoever decides. */
export interface InspectionSum extends Readonly<Record<Finding, number>> {
  /** The tranche's number in the plan. */
  readonly tranche: number;
  readonly verdict: InspectionVerdict;
  readonly at: Date;
}

/** Reads what was told of the works in transactions before `end`, as the public may know it: what comes later changes nothing of it. */
@Injectable()
export class WorksQueries {
  constructor(private readonly db: Database) {}

  /** Everything that was said of a project's stages, oldest first. */
  stages(projectId: ProjectId, end: string): Promise<StageReport[]> {
    return this.db.publicRows<StageReport>(
      `select milestone_id as "milestoneId", kind, on_date::text as on, reason, at
         from delivery.stage_report where project_id = $1 and tx < $2 order by stage_report.at, id`,
      [projectId, end],
    );
  }

  /** Every inspection of a project with how many lines of the estimate were found how, oldest first. */
  inspections(projectId: ProjectId, end: string): Promise<InspectionSum[]> {
    return this.db.publicRows<InspectionSum>(
      `select r.number as tranche, i.verdict, i.at,
              count(*) filter (where t.finding = 'ok')::int as ok, count(*) filter (where t.finding = 'wrong')::int as wrong,
              count(*) filter (where t.finding = 'not-seen')::int as "not-seen"
         from delivery.inspection i join delivery.request r on r.id = i.request_id
         join delivery.inspection_item t on t.request_id = i.request_id
        where r.project_id = $1 and i.tx < $2
        group by i.request_id, r.number, i.verdict, i.at order by i.at, i.request_id`,
      [projectId, end],
    );
  }

  /** How many photos show the works: of stages, of tranches' evidence, of inspections. */
  async photos(projectId: ProjectId, end: string): Promise<number> {
    const [row] = await this.db.publicRows<{ n: number }>(PHOTOS, [projectId, end]);
    return row!.n;
  }
}

const PHOTOS = `
select count(distinct shown.id)::int as n from (
  select file_id as id, tx from delivery.stage_report where project_id = $1
  union all
  select e.file_id, e.tx from delivery.evidence e join delivery.request r on r.id = e.request_id where r.project_id = $1
  union all
  select t.photo_id, i.tx from delivery.inspection_item t join delivery.inspection i on i.request_id = t.request_id
    join delivery.request r on r.id = i.request_id where r.project_id = $1) shown
  join platform.file f on f.id = shown.id and f.kind = 'photo'
 where shown.tx < $2`;
