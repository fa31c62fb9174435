import { Injectable } from '@nestjs/common';
import { type PlaceFound, PlacesQueries } from '#libs/hometowns/src/index.js';
import { civilDate, daysBetween, type Money, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { PledgesQueries, type Totals } from '#libs/pledges/src/index.js';
import { type Campaign, type Project, type ProjectPlan, ProjectsQueries } from '#libs/projects/src/index.js';

/** What every page about a project knows of it. */
export interface ProjectFace {
  readonly plan: ProjectPlan;
  readonly place: PlaceFound;
  readonly totals: Totals;
  /** Null before it was opened. */
  readonly campaign: Campaign | null;
  readonly now: Date;
  /** Days of the campaign after today; null unless it is open. 0: today is the last one. */
  readonly daysLeft: number | null;
  /** What the whole project needs from people; null while the plan does not say. */
  readonly target: Money | null;
  /** Its page, without language: "/p/mihaileni/lumina". */
  readonly path: string;
}

/** What people have given and promised beyond all that the project needs, perhaps nothing; null while something is missing. */
export function beyond({ campaign, totals: { raised, promised } }: ProjectFace): Money | null {
  const brought = raised.plus(promised);
  return campaign && brought.compare(campaign.optimum) >= 0 ? brought.minus(campaign.optimum) : null;
}

/** Finds projects for pages by address, id or code. One that nobody may see yet is not found. */
@Injectable()
export class ProjectFaces {
  constructor(
    private readonly projects: ProjectsQueries,
    private readonly places: PlacesQueries,
    private readonly pledges: PledgesQueries,
    private readonly clock: Clock,
  ) {}

  /** By its address. Throws `not-found`. */
  async at(place: string, slug: string): Promise<ProjectFace> {
    return this.face(await this.projects.bySlug(place, slug));
  }

  /** By its id. Throws `not-found`. */
  async of(id: ProjectId): Promise<ProjectFace> {
    return this.face(await this.projects.find(id));
  }

  /** Those of some projects that anybody may see, by id. */
  async ofMany(ids: readonly ProjectId[]): Promise<Map<ProjectId, ProjectFace>> {
    const faces = new Map<ProjectId, ProjectFace>();
    for (const id of new Set(ids)) {
      const project = await this.projects.find(id);
      if (project?.isPublic) faces.set(id, await this.face(project));
    }
    return faces;
  }

  /** By the four characters of print and speech. Throws `not-found`. */
  async byCode(code: string): Promise<ProjectFace> {
    return this.face(await this.projects.byCode(code));
  }

  private async face(project: Project | null): Promise<ProjectFace> {
    if (!project?.isPublic) throw refuse('not-found', 'not-found', 'No such project.');
    const [plan, place, totals, campaign, now] = await Promise.all([
      this.projects.plan(project.id),
      this.places.byCode(project.placeCode),
      this.pledges.totals([project.id]),
      this.projects.campaign(project.id),
      this.clock.now(),
    ]);
    const { closesOn, optimum, minimum } = plan!.campaign;
    const open = project.state === 'campaign' && campaign?.closedAt === null && campaign.closesAt > now;
    return {
      ...{ plan: plan!, place: place!, totals: totals[0]!, campaign, now },
      daysLeft: open && closesOn ? Math.max(0, daysBetween(civilDate(now), closesOn)) : null,
      target: optimum ?? minimum,
      path: `/p/${place!.slug}/${project.slug}`,
    };
  }
}
