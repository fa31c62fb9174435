import { Injectable } from '@nestjs/common';
import { type BodyId, isId, type ProjectId, refuse } from '#libs/kernel/src/index.js';
import {
  BodiesQueries,
  type Body,
  type BodyKind,
  MembersQueries,
  type Role,
  SPEAKERS,
} from '#libs/hometowns/src/index.js';
import { PartnersQueries, type ProjectPlan, ProjectsQueries } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';

/** A body with what the reader is in it. */
export interface Office {
  readonly body: Body;
  readonly roles: readonly Role[];
}

/** Whether the reader speaks for the body. */
export function speaksFor({ body, roles }: Office): boolean {
  return roles.some((role) => SPEAKERS[body.kind].includes(role));
}

/** A project of the reader's town hall, or one that his association answers for. */
export interface OwnProject extends Office {
  readonly plan: ProjectPlan;
}

/** Whose desk the reader may sit at. Somebody else's desk is not there. */
@Injectable()
export class Offices {
  constructor(
    private readonly members: MembersQueries,
    private readonly bodies: BodiesQueries,
    private readonly projects: ProjectsQueries,
    private readonly partners: PartnersQueries,
  ) {}

  /** The reader's bodies of a kind, each once. Throws `sign-in-needed`. */
  async of(reading: Reading, kind: BodyKind): Promise<Office[]> {
    const mine = (await this.members.rolesOf(reading.person())).filter(({ body }) => body.kind === kind);
    const ids = [...new Set(mine.map(({ body }) => body.id))];
    const found = await this.bodies.findAll(ids);
    return found.map((body) => ({
      body,
      roles: mine.filter((one) => one.body.id === body.id).map(({ role }) => role),
    }));
  }

  /** One of the reader's bodies. Throws `sign-in-needed`, `not-found`. */
  async mustBe(reading: Reading, kind: BodyKind, id: string): Promise<Office> {
    const office = (await this.of(reading, kind)).find(({ body }) => body.id === (id as BodyId));
    if (!office) throw refuse('not-found', 'not-found', 'Not a body of this person.');
    return office;
  }

  /**
   * One of the reader's bodies, where others' names and addresses lie: whoever has only applied, or is suspended, does not see
   * them. Throws as `mustBe`, and `body-not-verified`.
   */
  async mustBeVerified(reading: Reading, kind: BodyKind, id: string): Promise<Office> {
    const office = await this.mustBe(reading, kind, id);
    if (office.body.state !== 'verified') throw refuse('forbidden', 'body-not-verified', 'The operator has not verified it.'); // prettier-ignore
    return office;
  }

  /** A project of one of the reader's town halls. Throws as `mustBe`. */
  async mustOwn(reading: Reading, body: string, project: string): Promise<OwnProject> {
    const office = await this.mustBe(reading, 'town-hall', body);
    const plan = await this.planOf(project);
    if (plan?.project.townHallId !== office.body.id) throw refuse('not-found', 'not-found', 'Not its project.');
    return { ...office, plan };
  }

  /** A project of one of the reader's town halls, by its id alone. Throws as `mustBe`. */
  async mustOwnById(reading: Reading, project: string): Promise<OwnProject> {
    const plan = await this.planOf(project);
    const office = await this.mustBe(reading, 'town-hall', plan?.project.townHallId ?? '');
    return { ...office, plan: plan! };
  }

  /** A project that was sent to one of the reader's associations, also as a partner's; a draft is its town hall's own. Throws as `mustBe`. */
  async mustAnswerFor(reading: Reading, body: string, project: string): Promise<OwnProject> {
    const office = await this.mustBe(reading, 'association', body);
    const plan = await this.planOf(project);
    const bodies = plan && (await this.partners.bodiesOf(plan.project));
    if (!plan || !bodies?.associations.includes(office.body.id) || plan.project.state === 'draft') {
      throw refuse('not-found', 'not-found', 'Not its project.');
    }
    return { ...office, plan };
  }

  private async planOf(project: string): Promise<ProjectPlan | null> {
    return isId(project) ? this.projects.plan(project as ProjectId) : null;
  }
}
