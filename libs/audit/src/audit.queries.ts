import { Injectable } from '@nestjs/common';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import type { Finding } from './finding.js';

/** A stored run of the audit. */
export interface AuditRun {
  readonly id: string;
  readonly at: Date;
  readonly nightly: boolean;
  readonly findings: readonly Finding[];
}

/** Reads what the audit has found before. */
@Injectable()
export class AuditQueries {
  constructor(private readonly db: Database) {}

  /** The newest stored runs, newest first; before the one with this id. */
  async runs(limit: number, before?: string): Promise<AuditRun[]> {
    return this.db.rows<AuditRun>(
      'select id, at, nightly, findings from audit.run where $2::bigint is null or id < $2 order by id desc limit $1',
      [limit, before ?? null],
    );
  }

  /** What the last run found that stops the payments of a project. */
  async touching(projectId: ProjectId): Promise<Finding[]> {
    const [last] = await this.runs(1);
    return (last?.findings ?? []).filter(({ projects }) => projects === null || projects.includes(projectId));
  }

  /** One stored run, or null. */
  async find(id: string): Promise<AuditRun | null> {
    const [run] = await this.db.rows<AuditRun>('select id, at, nightly, findings from audit.run where id = $1', [id]);
    return run ?? null;
  }
}
