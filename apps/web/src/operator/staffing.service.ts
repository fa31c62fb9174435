import { Injectable } from '@nestjs/common';
import { AppointmentsService } from '#libs/approvals/src/index.js';
import { type PersonCard, PersonsService, StaffService } from '#libs/identity/src/index.js';
import type { ApprovalId, PersonId } from '#libs/kernel/src/index.js';
import { Database, type Slice } from '#libs/platform/src/index.js';
import type { Reading } from '../edge/reading.js';

/** Who is on the operator's staff, for pages and API alike: people are named by address. */
@Injectable()
export class Staffing {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly persons: PersonsService,
    private readonly appointments: AppointmentsService,
  ) {}

  /** Everybody on the staff, the longest first; after this person. */
  async people(page: Slice = {}): Promise<readonly PersonCard[]> {
    const ids = await this.staff.all(page);
    const cards = new Map((await this.persons.cards(ids)).map((card) => [card.id, card]));
    return ids.map((id) => cards.get(id)!);
  }

  /** Asks a second operator to take on whoever has this address; he is told nothing yet. */
  async appoint(reading: Reading, approvalId: ApprovalId, email: string): Promise<void> {
    const { lang } = reading;
    const person = await this.db.transaction((tx) => this.persons.ensure(tx, { email, lang }));
    await this.appointments.ask(approvalId, person, reading.person());
  }

  /** Ends a person's time on the staff at once. Throws `staff-last`, `not-found`. */
  async dismiss(reading: Reading, person: PersonId): Promise<void> {
    await this.db.transaction((tx) => this.staff.dismiss(tx, person, reading.person()));
  }
}
