import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeliveryQueries, type RequestId, UNSPENT_DAYS } from '#libs/delivery/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { addDays, type BodyId, civilDate } from '#libs/kernel/src/index.js';
import { formatDate, formatMoney, type Lang, sayIn, textIn } from '#libs/platform/src/index.js';
import { PartnersQueries, ProjectsQueries, RecordQueries } from '#libs/projects/src/index.js';
import { AboutProject, type Finder, itself, type More, type Reader } from './about-project.service.js';
import type { Letter } from './letter.js';
import { inspectionPath, operatorPath, trancheDeskPath, worksPath } from './letter.paths.js';
import type { ProjectNamed } from './letter-context.service.js';

const TRANCHE_STEPS = ['asked', 'waits', 'inspected', 'approved', 'refused', 'rejected', 'released', 'received'];

/** Letters about a project's works: its tranches, its delays, that it is complete or was given up. */
@Injectable()
export class WorksLetters implements OnModuleInit {
  constructor(
    private readonly about: AboutProject,
    private readonly projects: ProjectsQueries,
    private readonly partners: PartnersQueries,
    private readonly members: MembersQueries,
    private readonly record: RecordQueries,
    private readonly delivery: DeliveryQueries,
  ) {}

  onModuleInit(): void {
    const ofRequest: Finder = async ({ subject }) => (await this.delivery.request(subject as RequestId))?.projectId ?? null; // prettier-ignore
    for (const step of TRANCHE_STEPS) this.about.on(`tranche-${step}`, ofRequest, (reader) => this.tranche(reader));
    this.about.on('delay', itself, (reader) => this.delay(reader));
    this.about.on('office-cancelled', itself, (reader) => this.cancelled(reader));
    this.about.on('followed-cancelled', itself, (reader) => this.givenUp(reader));
    this.about.on('completed', itself, ({ named }) => ({ path: named.path }));
  }

  private async tranche({ lang, named, letter }: Reader): Promise<More | null> {
    const request = await this.delivery.request(letter.subject as RequestId);
    if (!request) return null;
    const steps = await this.delivery.steps(request.id);
    const last = steps.at(-1);
    const said = last?.reason && /-(refused|rejected)$/.test(letter.kind) ? 'yes' : 'no';
    const sum = formatMoney(lang, request.amount);
    const params = {
      number: request.number,
      sum,
      said,
      reason: last?.reason ?? '',
      // What had arrived was not refused: it came back.
      back: steps.at(-2)?.state === 'received' ? 'yes' : 'no',
      office: letter.occasion!.split(':')[0]!,
      late: request.overdue ? 'yes' : 'no',
    };
    return {
      params,
      path: pathFor(letter, lang, { ...named, associationId: await this.ownAssociation(letter, named) }),
    };
  }

  /** Of the associations of a joint project the one in which the reader is. */
  private async ownAssociation({ personId }: Letter, { project }: ProjectNamed): Promise<BodyId | null> {
    const { associations } = await this.partners.bodiesOf(project);
    const mine = personId ? await this.members.rolesOf(personId) : [];
    return associations.find((id) => mine.some(({ body }) => body.id === id)) ?? null;
  }

  private async delay({ lang, named, letter }: Reader): Promise<More | null> {
    const plan = await this.projects.plan(named.project.id);
    const milestoneId = letter.occasion!.split(':')[0];
    const stage = plan?.milestones.find(({ id }) => id === milestoneId);
    if (!stage?.expectedOn || !stage.plannedOn || !stage.delayReason) return null;
    const words = {
      stage: textIn(lang, stage.name).text,
      planned: formatDate(lang, stage.plannedOn),
      reason: textIn(lang, stage.delayReason).text.replaceAll(/\s+/g, ' '),
      newDate: formatDate(lang, stage.expectedOn),
    };
    return { params: { delay: sayIn(lang)('delay.letter', words) }, path: named.path };
  }

  /** It was given up; what the town hall had received is to be proven or sent back. */
  private async cancelled({ lang, named: { project, path }, letter }: Reader): Promise<More | null> {
    const [[unspent], steps] = await Promise.all([
      this.delivery.unspent([project.id]),
      this.record.transitions(project.id),
    ]);
    const step = steps.findLast(({ to }) => to === 'cancelled');
    if (!step) return null;
    const hall = letter.occasion!.startsWith('town-hall');
    const params = {
      reason: step.reason ?? '–',
      money: unspent ? (hall ? 'hall' : 'unspent') : step.from === 'published' ? 'none' : 'rest',
      sum: unspent ? formatMoney(lang, unspent.amount) : '',
      until: formatDate(lang, addDays(civilDate(step.at), UNSPENT_DAYS)),
    };
    return { params, path: unspent && hall ? worksPath(lang, project.townHallId, project.id) : path };
  }

  /** Who only followed it has nothing to do: what happened, why, and what becomes of the money. */
  private async givenUp({ named: { project, path } }: Reader): Promise<More | null> {
    const step = (await this.record.transitions(project.id)).findLast(({ to }) => to === 'cancelled');
    if (!step) return null;
    return { params: { reason: step.reason ?? '–', money: step.from === 'published' ? 'none' : 'rest' }, path };
  }
}

/** Whoever gets a letter about a tranche is led to it on his own desk; everybody else to the project. */
function pathFor(
  { occasion, subject }: Letter,
  lang: Lang,
  { project, path, associationId }: ProjectNamed & { associationId: BodyId | null },
): string {
  const office = occasion!.split(':')[0];
  if (office === 'town-hall') return trancheDeskPath(lang, project.townHallId, project.id, subject);
  if (office === 'association') return associationId ? inspectionPath(lang, associationId, subject) : path;
  return office === 'operator' ? operatorPath(lang) : path;
}
