import { Injectable } from '@nestjs/common';
import type { Approval } from '#libs/approvals/src/index.js';
import { WaterfallQueries } from '#libs/books/src/index.js';
import { DeliveryQueries } from '#libs/delivery/src/index.js';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import type { Facts } from './bank-facts.service.js';

/** Says what giving a project up does with the people's money, as it stands at this moment. */
@Injectable()
export class CancelFacts {
  constructor(
    private readonly projects: ProjectsQueries,
    private readonly delivery: DeliveryQueries,
    private readonly waterfalls: WaterfallQueries,
  ) {}

  /** What the second signature of a cancellation is given for. */
  async of(reading: Reading, { id, subject }: Approval): Promise<Facts> {
    const project = await this.projects.find(subject.split(':')[1] as ProjectId);
    if (!project) return [];
    return [
      ['project', reading.text(project.title).text],
      ['code', project.code],
      ['reason', await this.delivery.cancellationReason(id)],
      ...(await this.money(reading, project.id)),
    ];
  }

  /** What is shared out, what stays spent, and what the town hall has still to account for. Promises cost nobody anything. */
  async money({ money }: Reading, projectId: ProjectId): Promise<Facts> {
    const { promised, held, inTransit, released, spent, proven } = (await this.waterfalls.of(projectId)).rows[0]!;
    const facts = {
      'cancel-lapses': promised,
      'cancel-back': held,
      'cancel-on-way': inTransit!,
      'cancel-unspent': released!.minus(inTransit!),
      'cancel-spent': spent!.plus(proven!),
    };
    return Object.entries(facts).map(([name, sum]) => [name, sum.isPositive() ? money(sum) : null]);
  }
}
