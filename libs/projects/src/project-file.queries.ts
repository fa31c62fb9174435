import { Injectable } from '@nestjs/common';
import { DomainError, type FieldRefusal, type ProjectId } from '#libs/kernel/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { Database, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Gap, gapsOf, type Section, SECTIONS } from './gap.js';
import { checkProject } from './project.checker.js';
import { isAwaited, isLiving } from './partner.js';
import { PartnersQueries } from './partners.queries.js';
import type { ProjectPlan } from './project.plan.js';
import { ProjectsQueries } from './projects.queries.js';
import { SAVED_COLUMNS, type SavedSection, unsaved } from './section.saved.js';

/** A project's file as its desk shows it: what was typed, what it means, and what is still missing. */
export interface ProjectFile {
  readonly plan: ProjectPlan;
  /** All eight, in the order of the file. */
  readonly sections: readonly SavedSection[];
  /** Everything that keeps it from being sent, in the order of the file; words by `gapWords`. */
  readonly gaps: readonly Gap[];
  /** How many of the eight sections have no gap. */
  readonly done: number;
}

/**
 * The file is not complete: `gaps` says what is missing, `fields` where (the section's name before each pointer); after them
 * what is wrong `beside` the file in what was sent with it.
 */
export class ProjectIncomplete extends DomainError {
  constructor(
    readonly gaps: readonly Gap[],
    readonly beside: readonly FieldRefusal[] = [],
  ) {
    const fields = [
      ...gaps.map(({ section, pointer, code }) => ({ pointer: `/${section}${pointer}`, code })),
      ...beside,
    ];
    super('invalid', 'project-incomplete', 'The file is not complete.', { fields, params: { n: gaps.length } });
  }
}

/** Reads a project's file. Who may see it is `AccessService`'s rule. */
@Injectable()
export class ProjectFileQueries {
  constructor(
    private readonly db: Database,
    private readonly projects: ProjectsQueries,
    private readonly partners: PartnersQueries,
    private readonly bodies: BodiesQueries,
  ) {}

  /** The whole file in a few queries, or null. Pass `tx` to see what this transaction has done. */
  async file(id: ProjectId, tx?: Tx): Promise<ProjectFile | null> {
    const plan = await this.projects.plan(id, tx);
    if (!plan) return null;
    const sections = await this.sections(id, tx);
    const gaps = inOrder([
      ...sections.flatMap(({ problems }) => problems),
      ...(await this.verifierGaps(plan, tx)),
      ...(await this.partnerGaps(plan, tx)),
      ...checkProject(plan),
    ]);
    const unfinished = new Set(gaps.map(({ section }) => section));
    return { plan, sections, gaps, done: SECTIONS.filter((section) => !unfinished.has(section)).length };
  }

  private async sections(id: ProjectId, tx?: Tx): Promise<SavedSection[]> {
    const sql = `select ${SAVED_COLUMNS} from projects.section where project_id = $1`;
    const rows = tx ? await rowsOf<SavedSection>(tx, sql, [id]) : await this.db.rows<SavedSection>(sql, [id]);
    return SECTIONS.map((name) => rows.find((row) => row.name === name) ?? unsaved(name));
  }

  /** The chosen association must still be verified, and a town that has one may not go without. */
  private async verifierGaps({ project }: ProjectPlan, tx?: Tx): Promise<Gap[]> {
    if (!project.associationId && !project.noAssociation) return [];
    const verified = await this.bodies.associationsOf(project.placeCode, tx);
    const note = gapsOf('association');
    if (await this.isHandedOver(project, tx)) return [];
    if (project.noAssociation) return verified.length > 0 ? [note('/noAssociation', 'association-exists')] : [];
    return verified.some(({ id }) => id === project.associationId)
      ? []
      : [note('/associationId', 'association-unknown')];
  }

  /** An association that has ended gave it to this one, wherever that is from; or to none, and the file is not its town hall's to change. */
  private async isHandedOver({ id, associationId, state }: ProjectPlan['project'], tx?: Tx): Promise<boolean> {
    const sql = `select 1 from projects.hand_over h left join hometowns.body b on b.id = h.to_id
      where h.project_id = $1 and h.to_id is not distinct from $2::uuid and coalesce(b.state = 'verified', $3 <> 'draft')`;
    const params = [id, associationId, state];
    return (tx ? await rowsOf(tx, sql, params) : await this.db.rows(sql, params)).length > 0;
  }

  /** Every town that was invited must have agreed to what it pays by the plan, and may still act; a share is nobody's who does not build it. */
  private async partnerGaps({ project, sources }: ProjectPlan, tx?: Tx): Promise<Gap[]> {
    const note = gapsOf('place');
    const partners = await this.partners.of(project.id, tx);
    const answers = partners.flatMap((partner, index) => {
      const { state, bodyState, name, agreed, share } = partner;
      if (state === 'invited') return [note(`/partners/${index}`, 'partner-waits', { name })];
      if (isAwaited(partner)) return [note(`/partners/${index}`, 'partner-share-changed', { name, agreed: agreed!, share })];
      return state === 'agreed' && bodyState !== 'verified' ? [note(`/partners/${index}`, 'partner-suspended', { name })] : [];
    });
    const living = partners.filter(isLiving).map(({ townHallId }) => townHallId);
    const left = sources.flatMap(({ townHallId }, index) =>
      townHallId && !living.includes(townHallId) ? [gapsOf('funding')(`/sources/${index}/townHallId`, 'source-town-unknown')] : [],
    );
    return [...answers, ...left];
  } // prettier-ignore
}

/** One gap a place: what could not be read says more than that it is missing. */
function inOrder(gaps: readonly Gap[]): Gap[] {
  const first = new Map<string, Gap>();
  for (const gap of gaps) {
    const place = `${gap.section}${gap.pointer}`;
    if (!first.has(place)) first.set(place, gap);
  }
  const rank = (section: Section) => SECTIONS.indexOf(section);
  return [...first.values()].sort((a, b) => rank(a.section) - rank(b.section));
}
