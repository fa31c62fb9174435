import { Injectable } from '@nestjs/common';
import { MembersQueries, SPEAKERS } from '#libs/hometowns/src/index.js';
import { type FileId, type Id, type PersonId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, Files, type Multilingual, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { neutralPeriodNow } from './neutral-period.js';

export type UpdateId = Id<'Update'>;

/** News that an office wants to publish on its project's page. */
export interface PublishUpdate {
  readonly id: UpdateId;
  readonly projectId: ProjectId;
  readonly text: Multilingual;
  readonly photo?: FileId | null;
  readonly milestoneId?: Id<'Milestone'> | null;
  /** In an election period: the word of whoever writes that nobody's portrait, no ceremony and no party's colours are in it. */
  readonly neutral?: boolean;
}

const TEXT_MAX = 4000;

/** News of a project, from its town hall and its association to everybody. */
@Injectable()
export class UpdatesService {
  constructor(
    private readonly db: Database,
    private readonly files: Files,
    private readonly members: MembersQueries,
    private readonly projects: ProjectsQueries,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Publishes news and tells those who follow. Mayor or secretary of the town hall, president or treasurer of the
   * association; the photo must be one's own upload. A repeat with the same id changes nothing.
   * Throws `text-missing`, `text-too-long`, `photo-needed`, `milestone-unknown`, `update-id-taken`, `role-missing`,
   * `project-not-published`, and in an election period `neutral-needed` (param `until`) without the word that it keeps to its rule.
   */
  async publish(update: PublishUpdate, by: PersonId): Promise<void> {
    const text = cleaned(update.text);
    if (update.photo) await this.mustBeOwnPhoto(update.photo, by);
    await this.db.transaction(async (tx) => {
      const { office, placeCode } = await this.officeOf(tx, update, by);
      const period = await neutralPeriodNow(tx, placeCode);
      if (period && !update.neutral)
        throw refuseFields({ pointer: '/neutral', code: 'neutral-needed', params: { until: period.lastOn } });
      const rows = await rowsOf(
        tx,
        `insert into voice.update (id, project_id, text, photo_id, milestone_id, office, by, neutral_period_id, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, platform.now()) on conflict (id) do nothing returning 1`,
        [
          update.id,
          update.projectId,
          JSON.stringify(text),
          update.photo ?? null,
          update.milestoneId ?? null,
          office,
          by,
          period?.id ?? null,
        ],
      );
      if (rows.length === 0) return this.mustBeSame(tx, update, by);
      await this.trail.add(tx, {
        actor: by,
        action: 'voice.updated',
        subject: `project:${update.projectId}`,
        data: { update: update.id },
      });
      await this.outbox.add(tx, {
        name: 'voice.updated',
        data: { updateId: update.id, projectId: update.projectId },
      });
    });
  }

  private async officeOf(
    tx: Tx,
    update: PublishUpdate,
    by: PersonId,
  ): Promise<{ office: 'town-hall' | 'association'; placeCode: string }> {
    const plan = await this.projects.plan(update.projectId, tx);
    if (!plan) throw refuse('not-found', 'not-found', 'There is no such project.');
    if (update.milestoneId && !plan.milestones.some(({ id }) => id === update.milestoneId)) {
      throw refuseFields({ pointer: '/milestoneId', code: 'milestone-unknown' });
    }
    const { townHallId, associationId, publishedAt, placeCode } = plan.project;
    const mine = new Set((await this.members.rolesOf(by, tx)).map(({ body }) => body.id));
    if (associationId && mine.has(associationId) && !mine.has(townHallId)) {
      await this.members.mustHold(tx, by, associationId, SPEAKERS.association);
      mustBePublished(publishedAt);
      return { office: 'association', placeCode };
    }
    await this.members.mustHold(tx, by, townHallId, SPEAKERS['town-hall']);
    mustBePublished(publishedAt);
    return { office: 'town-hall', placeCode };
  }

  private async mustBeOwnPhoto(photo: FileId, by: PersonId): Promise<void> {
    const [info] = await this.files.infos([photo]);
    if (info?.kind !== 'photo' || !(await this.files.isFrom(photo, by))) {
      throw refuseFields({ pointer: '/photo', code: 'photo-needed' });
    }
  }

  private async mustBeSame(tx: Tx, { id, projectId }: PublishUpdate, by: PersonId): Promise<void> {
    const [same] = await rowsOf(tx, 'select 1 from voice.update where id = $1 and project_id = $2 and by = $3', [
      id,
      projectId,
      by,
    ]);
    if (!same) throw refuse('conflict', 'update-id-taken', 'Another update has this id.');
  }
}

/** News is for everybody, so it waits until the project is. */
function mustBePublished(publishedAt: Date | null): void {
  if (!publishedAt) throw refuse('conflict', 'project-not-published', 'The plan is not public yet.');
}

function cleaned(text: Multilingual): Multilingual {
  const own = text[text.original]?.trim() ?? '';
  if (!own) throw refuseFields({ pointer: '/text', code: 'text-missing' });
  if ([text.ro, text.ru, text.en].some((one) => (one?.length ?? 0) > TEXT_MAX)) {
    throw refuseFields({ pointer: '/text', code: 'text-too-long', params: { most: TEXT_MAX } });
  }
  return { ...text, [text.original]: own };
}
