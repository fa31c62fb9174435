import { Injectable } from '@nestjs/common';
import type { Approval } from '#libs/approvals/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import type { BodyId } from '#libs/kernel/src/index.js';
import type { Reading } from '../edge/reading.js';
import type { Facts } from './bank-facts.service.js';

/** What is signed when an association ends: which one, and who goes on with its projects. */
@Injectable()
export class EndingFacts {
  constructor(private readonly bodies: BodiesQueries) {}

  /** Of one association. */
  async of(reading: Reading, { subject, payload }: Approval): Promise<{ href: string; facts: Facts }> {
    const id = subject.split(':')[1] as BodyId;
    const [body, successor] = await Promise.all([
      this.bodies.find(id),
      payload.successor ? this.bodies.find(payload.successor as BodyId) : null,
    ]);
    const nobody = reading.say(`operator.dissolution.${payload.standIn ? 'public' : 'nobody'}`);
    const facts: Facts = [
      ['body', body && reading.text(body.name).text],
      ['successor', successor ? reading.text(successor.name).text : nobody],
    ];
    return { href: `/operator/bodies/${id}/dissolution`, facts };
  }
}
