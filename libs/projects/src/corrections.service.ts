import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { type PersonId, type ProjectId, refuse, refuseWrong, wrongIn } from '#libs/kernel/src/index.js';
import { Database, rowsOf, sqlState, Trail, type Tx } from '#libs/platform/src/index.js';
import { AccessService } from './access.service.js';
import {
  changesBetween,
  factsOf,
  type FieldChange,
  isAgreedShare,
  isDeal,
  isFixed,
  keepCorrections,
} from './correction.log.js';
import { type Gap, type Section, SECTIONS } from './gap.js';
import { checkProject } from './project.checker.js';
import type { Project } from './project.entity.js';
import { ProjectIncomplete } from './project-file.queries.js';
import type { ProjectPlan } from './project.plan.js';
import { ProjectsQueries } from './projects.queries.js';
import { reasonOf } from './reason.js';
import { SectionContext } from './section.context.js';
import type { Typed } from './section.fields.js';
import { readSection } from './section.reader.js';
import { SAVED_COLUMNS, type SavedSection, unsaved } from './section.saved.js';
import { tidy } from './section.typed.js';
import { writeSection } from './section.writer.js';
import { SENDERS } from './submission.service.js';

/** Corrects published projects, with what stood before kept in public for ever. */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly db: Database,
    private readonly access: AccessService,
    private readonly projects: ProjectsQueries,
    private readonly context: SectionContext,
    private readonly trail: Trail,
  ) {}

  /**
   * Replaces a section of a published project by what is sent (as `DraftsService.save` takes it, but it must be complete)
   * and gives the fields that changed; none when nothing did. Throws `correction-forbidden` for the place and the
   * association, for what a partner town pays, for what smaller versions leave out, for amounts, minimum, model, dates and tranches once the campaign has opened, and for a project that is
   * not published or has ended; `project-incomplete` when the plan would not hold; `reason-missing`; and as `mustHold`.
   */
  async correct(
    projectId: ProjectId,
    section: Section,
    data: Typed,
    reason: string,
    by: PersonId,
  ): Promise<FieldChange[]> {
    // prettier-ignore
    if (!SECTIONS.includes(section)) throw refuse('not-found', 'not-found', 'A file has no such section.');
    const wordless = wrongIn(() => reasonOf(reason));
    return this.db.transaction(async (tx) => {
      const project = await this.access.mustActFor(tx, projectId, by, SENDERS);
      if (!project.isCorrectable) throw forbidden(`a project in "${project.state}"`);
      const changes = await this.replace(tx, project, { section, data, by }).catch((error: unknown) => {
        throw error instanceof ProjectIncomplete ? new ProjectIncomplete(error.gaps, wordless) : error;
      });
      refuseWrong(wordless);
      if (changes.length === 0) return [];
      const opened = project.state !== 'published';
      const not = changes.find(({ field }) => isFixed(section, field) || (opened && isDeal(section, field)));
      if (not) throw forbidden(not.field);
      await keepCorrections(tx, { projectId, section, reason: reasonOf(reason), by }, changes);
      await this.trail.add(tx, { actor: by, action: 'project.corrected', subject: `project:${projectId}`, data: { section, fields: changes.length } }); // prettier-ignore
      return changes;
    });
  }

  private async replace(
    tx: Tx,
    { id, lang, townHallId }: Project,
    { section, data, by }: { section: Section; data: Typed; by: PersonId },
  ): Promise<FieldChange[]> {
    const sql = `select ${SAVED_COLUMNS} from projects.section where project_id = $1 and name = $2`;
    const [saved = unsaved(section)] = await rowsOf<SavedSection>(tx, sql, [id, section]);
    const typed = tidy(section, data, saved.typed);
    const read = readSection(section, lang, typed);
    const settled = await this.context.settle(tx, { projectId: id, townHallId, by }, { name: section, values: read.values }); // prettier-ignore
    const problems = [...read.problems, ...settled.problems];
    if (problems.length > 0) throw new ProjectIncomplete(problems);
    const before = (await this.projects.plan(id, tx))!;
    await writeSection(tx, id, { name: section, values: settled.values }).catch((error: unknown) => {
      // What others have built on already (a co-funder's share, a bill) can no longer be taken out.
      throw sqlState(error) === '23503' ? forbidden(section) : error;
    });
    const after = (await this.projects.plan(id, tx))!;
    if (!isDeepStrictEqual(versionsOf(before), versionsOf(after))) throw forbidden('what a version leaves out');
    const gaps = newGaps(before, after);
    if (gaps.length > 0) throw new ProjectIncomplete(gaps);
    await tx.query(
      `insert into projects.section (project_id, name, version, typed, saved_by, saved_at) values ($1, $2, 1, $3, $4, platform.now())
       on conflict (project_id, name) do update set version = section.version + 1, typed = excluded.typed, problems = '[]',
         saved_by = excluded.saved_by, saved_at = excluded.saved_at`,
      [id, section, JSON.stringify(typed), by],
    );
    const changes = changesBetween(factsOf(section, before), factsOf(section, after));
    const agreed = section === 'funding' && changes.find(({ field }) => isAgreedShare(field, [before, after]));
    if (agreed) throw forbidden(agreed.field);
    return changes;
  }
}

/** The smaller versions that were agreed, by what is done in each of the lines that it cuts. */
function versionsOf({ tiers, lines }: ProjectPlan): object {
  const cut = (out: readonly string[]) => lines.filter(({ id }) => out.includes(id)).map(({ id, coreQuantity }) => [id, coreQuantity]); // prettier-ignore
  return Object.fromEntries(tiers.map(({ id, without }) => [id, cut(without)]));
}

/** Gaps that a correction makes. One that was there before (a campaign opened late, past the first stage) is not its fault. */
function newGaps(before: ProjectPlan, after: ProjectPlan): Gap[] {
  const key = ({ section, pointer, code }: Gap) => `${section}${pointer} ${code}`;
  const known = new Set(checkProject(before).map(key));
  return checkProject(after).filter((gap) => !known.has(key(gap)));
}

function forbidden(what: string): Error {
  return refuse('conflict', 'correction-forbidden', `This can no longer be corrected: ${what}.`);
}
