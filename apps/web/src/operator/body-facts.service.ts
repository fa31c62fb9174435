import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Approval, thingOf } from '#libs/approvals/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import type { BodyId, PersonId } from '#libs/kernel/src/index.js';
import type { Reading } from '../edge/reading.js';
import { type Facts, type Signed, SignedKinds } from './signed-kinds.js';

/** What is signed of town halls and associations, and of who works for the operator. */
@Injectable()
export class BodyFacts implements OnModuleInit {
  constructor(
    private readonly kinds: SignedKinds,
    private readonly bodies: BodiesQueries,
    private readonly persons: PersonsService,
  ) {}

  onModuleInit(): void {
    const body = (reading: Reading, approval: Approval) => this.body(reading, thingOf(approval));
    this.kinds.register({
      'body-verification': body,
      'hand-over': body,
      'official-email': (reading, approval) => this.newEmail(reading, approval),
      'body-dissolution': (reading, approval) => this.ending(reading, approval),
      'staff-appointment': (_, approval) => this.appointment(thingOf(approval)),
    });
  }

  private async body(reading: Reading, id: BodyId): Promise<Signed> {
    const body = await this.bodies.find(id);
    const facts: Facts = [
      ['body', body && reading.text(body.name).text],
      ['kind', body && reading.say(`body.kind.${body.kind}`)],
      ['email', body?.email],
      ['registration-no', body?.registrationNo],
    ];
    return { href: `/operator/applications/${id}`, facts };
  }

  private async newEmail(reading: Reading, approval: Approval): Promise<Signed> {
    const id: BodyId = thingOf(approval);
    const body = await this.bodies.find(id);
    const { from, to } = approval.payload as { from: string; to: string };
    const facts: Facts = [
      ['body', body && reading.text(body.name).text],
      ['email-from', from],
      ['email-to', to],
    ];
    return { href: `/operator/bodies/${id}`, facts };
  }

  /** An association ends: which one, and who goes on with its projects. */
  private async ending(reading: Reading, approval: Approval): Promise<Signed> {
    const { payload } = approval;
    const id: BodyId = thingOf(approval);
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

  private async appointment(id: PersonId): Promise<Signed> {
    const [card] = await this.persons.cards([id]);
    return { href: '/operator/staff', facts: [['email', card?.email]] };
  }
}
