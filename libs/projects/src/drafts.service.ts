import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { type BodyId, type Id, type PersonId, type ProjectId, randomCode, refuse, refuseFields } from '#libs/kernel/src/index.js'; // prettier-ignore
import { MembersQueries, OFFICERS, type Role } from '#libs/hometowns/src/index.js';
import {
  Database,
  isLang,
  type Lang,
  type Multilingual,
  Outbox,
  rowsOf,
  Trail,
  type Tx,
} from '#libs/platform/src/index.js';
import { searchText } from './card.rows.js';
import { type Gap, type Section, SECTIONS } from './gap.js';
import { isAwaited, type Partner } from './partner.js';
import { PartnersQueries } from './partners.queries.js';
import { Project } from './project.entity.js';
import { slugIn } from './project.slug.js';
import { partnerShareChanged } from './projects.events.js';
import { SectionContext } from './section.context.js';
import { plain, type Typed } from './section.fields.js';
import { readSection } from './section.reader.js';
import { SAVED_COLUMNS, type SavedSection, SectionChanged, unsaved } from './section.saved.js';
import { tidy } from './section.typed.js';
import { writeSection } from './section.writer.js';

/** A project to begin. The id is the caller's, so that a second send is the same project. */
export interface CreateProject {
  readonly id: ProjectId;
  readonly townHallId: BodyId;
  /** Where it is built; the town hall's own place when left out. */
  readonly placeCode?: string;
  readonly title: string;
  /** The language in which the town hall writes it. */
  readonly lang: Lang;
  /** The town's option that it builds, when a vote chose it. */
  readonly optionId?: Id<'Option'>;
  /** What is known of it already, saved with it as if it had been typed. */
  readonly typed?: Readonly<Partial<Record<Section, Typed>>>;
}

/** Who of a town hall writes its projects. */
const WRITERS: readonly Role[] = OFFICERS['town-hall'];

/** Writes projects while they are drafts, section by section. Nothing that was typed is lost, whether it can be read or not. */
@Injectable()
export class DraftsService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly context: SectionContext,
    private readonly partners: PartnersQueries,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Begins a project; the same id again is answered as the first time. Throws `text-missing` (no title), `text-too-long`,
   * `place-elsewhere`, `project-reused` for an id of another project, `option-has-project`, and as `mustHold`.
   */
  async create(command: CreateProject, by: PersonId): Promise<Project> {
    return this.db.transaction((tx) => this.createIn(tx, command, by));
  }

  /** As `create`, in the caller's transaction. */
  async createIn(tx: Tx, command: CreateProject, by: PersonId): Promise<Project> {
    const body = await this.members.mustHold(tx, by, command.townHallId, WRITERS);
    const placeCode = command.placeCode ?? body.placeCode;
    if (!isLang(command.lang)) throw refuseFields({ pointer: '/lang', code: 'choice' });
    if (!(await this.context.governs(body.id, placeCode))) {
      throw refuseFields({ pointer: '/placeCode', code: 'place-elsewhere' });
    }
    const title = titleOf(command);
    if (!(await this.insert(tx, { ...command, placeCode }, { title, by }))) return this.earlier(tx, command, by);
    await this.begin(tx, { id: command.id, typed: { title: command.title, placeCode } }, by);
    await this.fill(tx, command, by);
    return tx.findOneByOrFail(Project, { id: command.id });
  }

  /**
   * Saves one section as it was typed. `version` is the one that the writer saw (0 for a section never saved). What can be
   * read becomes part of the plan at once, the rest is kept and noted in `problems`. The same content sent twice is saved
   * once. Throws `section-changed` (`SectionChanged` carries what stands now), `not-a-draft`, `section-too-large`,
   * `not-found`, and as `mustHold`.
   */
  async save(
    projectId: ProjectId,
    section: Section,
    data: Typed,
    by: PersonId,
    version: number,
  ): Promise<SavedSection> {
    // prettier-ignore
    return this.db.transaction(async (tx) => {
      const project = await this.mustWrite(tx, projectId, section, by);
      const before = await savedIn(tx, projectId, section);
      const same = isDeepStrictEqual(tidy(section, data, before.typed), before.typed);
      if (before.version === version + 1 && before.savedBy === by && same) return before;
      if (before.version !== version) throw new SectionChanged(before);
      return this.keep(tx, project, { section, typed: tidy(section, data), before, by });
    });
  }

  private async keep(
    tx: Tx,
    project: Project,
    { section, typed, before, by }: { section: Section; typed: Typed; before: SavedSection; by: PersonId },
  ): Promise<SavedSection> {
    const read = readSection(section, project.lang, typed);
    const owner = { projectId: project.id, townHallId: project.townHallId, by };
    const settled = await this.context.settle(tx, owner, { name: section, values: read.values });
    const agreed = section === 'funding' ? await this.partners.agreed(project.id, tx) : [];
    await writeSection(tx, project.id, { name: section, values: settled.values });
    await this.askAnew(tx, agreed);
    const problems = [...read.problems, ...settled.problems];
    return this.note(tx, project.id, { section, typed, problems, version: before.version + 1, by });
  }

  /** Tells each town hall that had agreed, once for each change, that the plan now says a sum to which its council has not. */
  private async askAnew(tx: Tx, agreed: readonly Partner[]): Promise<void> {
    for (const before of agreed) {
      const now = await this.partners.one(before.projectId, before.townHallId, tx);
      if (now && isAwaited(now) && !now.share.equals(before.share)) await this.outbox.add(tx, partnerShareChanged(now));
    }
  }

  private async note(
    tx: Tx,
    id: ProjectId,
    { section, typed, problems, version, by }: { section: Section; typed: Typed; problems: readonly Gap[]; version: number; by: PersonId }, // prettier-ignore
  ): Promise<SavedSection> {
    const [saved] = await rowsOf<SavedSection>(
      tx,
      `insert into projects.section (project_id, name, version, typed, problems, saved_by, saved_at)
       values ($1, $2, $3, $4, $5, $6, platform.now())
       on conflict (project_id, name) do update set version = excluded.version, typed = excluded.typed,
         problems = excluded.problems, saved_by = excluded.saved_by, saved_at = excluded.saved_at
       returning ${SAVED_COLUMNS}`,
      [id, section, version, JSON.stringify(typed), JSON.stringify(problems), by],
    );
    await this.trail.add(tx, { actor: by, action: 'project.section-saved', subject: `project:${id}`, data: { section, version } }); // prettier-ignore
    return saved!;
  }

  /** The draft, alone for this writer until the transaction ends. */
  private async mustWrite(tx: Tx, id: ProjectId, section: Section, by: PersonId): Promise<Project> {
    if (!SECTIONS.includes(section)) throw refuse('not-found', 'not-found', 'A file has no such section.');
    await tx.query('select 1 from projects.project where id = $1 for no key update', [id]);
    const project = await tx.findOneBy(Project, { id });
    if (!project) throw refuse('not-found', 'not-found', 'There is no such project.');
    await this.members.mustHold(tx, by, project.townHallId, WRITERS);
    if (project.state !== 'draft') throw refuse('conflict', 'not-a-draft', 'The project is not a draft any more.');
    return project;
  }

  private async insert(
    tx: Tx,
    { id, townHallId, placeCode, lang, optionId }: CreateProject & { placeCode: string },
    { title, by }: { title: Multilingual; by: PersonId },
  ): Promise<boolean> {
    for (;;) {
      const code = randomCode(4);
      const slug = await slugIn(tx, { id, code, place: placeCode, title });
      const made = await rowsOf(
        tx,
        `insert into projects.project (id, code, town_hall_id, place_code, slug, lang, title, search, created_by, created_at, option_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, platform.now(), $10) on conflict do nothing returning id`,
        [id, code, townHallId, placeCode, slug, lang, JSON.stringify(title), searchText([title]), by, optionId ?? null],
      );
      if (made.length > 0) return true;
      // Either the project is there already, or its random code was another's: then it gets a new one.
      if (await tx.existsBy(Project, { id })) return false;
      await mustBeFree(tx, optionId);
    }
  }

  private async begin(tx: Tx, { id, typed }: { id: ProjectId; typed: Typed }, by: PersonId): Promise<void> {
    await tx.query('insert into projects.campaign (project_id) values ($1)', [id]);
    await tx.query(
      `insert into projects.transition (project_id, to_state, cause, by, at) values ($1, 'draft', 'created', $2, platform.now())`,
      [id, by],
    );
    await this.trail.add(tx, { actor: by, action: 'project.created', subject: `project:${id}` });
    await this.note(tx, id, { section: 'place', typed, problems: [], version: 1, by });
  }

  private async fill(tx: Tx, { id, typed = {} }: CreateProject, by: PersonId): Promise<void> {
    const project = await tx.findOneByOrFail(Project, { id });
    for (const section of SECTIONS) {
      if (!typed[section]) continue;
      const before = await savedIn(tx, id, section);
      await this.keep(tx, project, {
        section,
        typed: tidy(section, { ...before.typed, ...typed[section] }),
        before,
        by,
      });
    }
  }

  private async earlier(tx: Tx, { id, townHallId }: CreateProject, by: PersonId): Promise<Project> {
    const project = await tx.findOneByOrFail(Project, { id });
    const same = project.townHallId === townHallId && project.createdBy === by;
    if (!same) throw refuse('conflict', 'project-reused', 'The id of this project was used for another.');
    return project;
  }
}

function titleOf({ title, lang }: CreateProject): Multilingual {
  const text = plain(title);
  if (!text) throw refuseFields({ pointer: '/title', code: 'text-missing' });
  if (text.length > 120) throw refuseFields({ pointer: '/title', code: 'text-too-long', params: { most: 120 } });
  return { original: lang, [lang]: text };
}

async function mustBeFree(tx: Tx, optionId: Id<'Option'> | undefined): Promise<void> {
  const sql = `select 1 from projects.project where option_id = $1 and state not in ('failed', 'cancelled')`;
  if (optionId && (await rowsOf(tx, sql, [optionId])).length > 0)
    throw refuse('conflict', 'option-has-project', 'Another project builds this option.');
}

async function savedIn(tx: Tx, id: ProjectId, section: Section): Promise<SavedSection> {
  const sql = `select ${SAVED_COLUMNS} from projects.section where project_id = $1 and name = $2`;
  const [saved] = await rowsOf<SavedSection>(tx, sql, [id, section]);
  return saved ?? unsaved(section);
}
