import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsQueries, ApprovalsService, thingOf } from '#libs/approvals/src/index.js';
import { PersonsService, StaffService } from '#libs/identity/src/index.js';
import {
  type ApprovalId, type BodyId, newId, type PersonId, randomCode, refuse, refuseFields,
} from '#libs/kernel/src/index.js'; // prettier-ignore
import { Database, Outbox, rowsOf, sqlState, Trail, type Tx } from '#libs/platform/src/index.js';
import { type Application, checkApplication, type CleanApplication } from './application.js';
import { Beginnings } from './beginnings.js';
import type { BodyState } from './body.js';
import { foundersOf, keepFounders, mustBeMany } from './founders.js';
import { bodyEvent } from './hometowns.events.js';
import { endMemberships, rolesIn, startMembership } from './memberships.js';
import { slugOf } from './place-names.js';
import { PlacesQueries } from './places.queries.js';

const KIND = 'body-verification';

/** How a town hall or an association comes in: it applies, and two of the operator's staff verify it. */
@Injectable()
export class ApplicationsService {
  constructor(
    private readonly db: Database,
    private readonly places: PlacesQueries,
    private readonly persons: PersonsService,
    private readonly staff: StaffService,
    private readonly approvals: ApprovalsService,
    private readonly asked: ApprovalsQueries,
    private readonly beginnings: Beginnings,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Takes an application; the same again is answered like the first time. The applicant has his office at once, but may not act
   * before the body is verified; founders are members from then on. Throws as `checkApplication`, `town-hall-exists`,
   * `document-unknown` (not sent in by the applicant), `application-reused`.
   */
  async apply(application: Application): Promise<BodyId> {
    const clean = checkApplication(application, await this.places.byCode(application.placeCode));
    const townSlug = (await this.places.byCode(clean.placeCode))!.slug;
    return this.db.transaction(async (tx) => {
      const applicant = await this.persons.ensure(tx, { ...clean.by, lang: clean.lang });
      await this.persons.introduce(tx, applicant, clean.by.name);
      if (!(await this.insert(tx, { clean, applicant, townSlug }))) return this.mustRepeat(tx, clean, applicant);
      await this.mustBeFree(tx, clean);
      await mustBeMany(tx, clean);
      await this.attach(tx, clean, applicant);
      await this.seat(tx, clean, applicant);
      await this.tell(tx, { bodyId: clean.id, what: 'applied', by: applicant });
      return clean.id;
    });
  }

  /** Recommends a body for verification (after a refusal it applies anew). Another of the staff confirms. */
  verify(bodyId: BodyId, by: PersonId): Promise<ApprovalId> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.mustBeStranger(tx, bodyId, by);
      await this.mustBeIn(tx, bodyId, ['applied', 'suspended']);
      const id = newId<'Approval'>();
      await this.approvals.ask(tx, { id, kind: KIND, subject: `body:${bodyId}`, office: 'operator', by });
      return id;
    });
  }

  /** Confirms a recommendation: the body may act. Throws `second-person-needed`, `approval-decided`, `town-hall-exists`. */
  async confirm(approvalId: ApprovalId, by: PersonId): Promise<void> {
    await this.db
      .transaction(async (tx) => {
        await this.staff.mustBe(tx, by);
        const bodyId = bodyOf(await this.asked.find(approvalId, tx));
        await this.mustBeStranger(tx, bodyId, by);
        await this.approvals.give(tx, approvalId, by);
        await this.mustBeIn(tx, bodyId, ['applied', 'suspended']);
        await tx.query(
          `update hometowns.body set state = 'verified', state_reason = null, verified_at = platform.now() where id = $1`,
          [bodyId],
        );
        await this.tell(tx, { bodyId, what: 'verified', by });
        await this.seatFounders(tx, bodyId, by);
      })
      .catch((error: unknown) => {
        throw sqlState(error) === '23505' ? townHallExists() : error;
      });
  }

  /** Refuses an application with a reason for the applicant (1 to 2000 characters); its people's roles end. Throws `approval-reason`. */
  refuse(bodyId: BodyId, reason: string, by: PersonId): Promise<void> {
    return this.stop(bodyId, { reason, by, from: 'applied', to: 'refused' });
  }

  /** Stops a verified body with a reason: nobody may act for it until it is verified again. Throws `approval-reason`. */
  suspend(bodyId: BodyId, reason: string, by: PersonId): Promise<void> {
    return this.stop(bodyId, { reason, by, from: 'verified', to: 'suspended' });
  }

  private async stop(
    bodyId: BodyId,
    { reason, by, from, to }: { reason: string; by: PersonId; from: BodyState; to: 'refused' | 'suspended' },
  ): Promise<void> {
    const text = reason.trim();
    if (text.length < 1 || text.length > 2000) throw refuseFields({ pointer: '/reason', code: 'approval-reason' });
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await this.mustBeIn(tx, bodyId, [from]);
      await this.approvals.drop(tx, { kind: KIND, subject: `body:${bodyId}` }, { by, reason: text });
      await tx.query('update hometowns.body set state = $2, state_reason = $3 where id = $1', [bodyId, to, text]);
      if (to === 'refused') {
        await endMemberships(tx, { bodyId, by });
        await foundersOf(tx, bodyId);
      }
      await this.tell(tx, { bodyId, what: to, by });
    });
  }

  private async insert(
    tx: Tx,
    { clean, applicant, townSlug }: { clean: CleanApplication; applicant: PersonId; townSlug: string },
  ): Promise<boolean> {
    const name = slugOf(clean.name[clean.name.original]!);
    const plain = clean.kind === 'town-hall' ? `primaria-${townSlug}` : name || `asociatia-${townSlug}`;
    for (const slug of [plain, `${plain}-${townSlug}`, `${plain}-${randomCode(6).toLowerCase()}`]) {
      const made = await rowsOf(
        tx,
        `insert into hometowns.body (id, kind, form, place_code, name, email, address, registration_no, slug, applied_by, applied_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, platform.now()) on conflict do nothing returning id`,
        [
          clean.id, clean.kind, clean.form, clean.placeCode, JSON.stringify(clean.name), clean.email, clean.address,
          clean.registrationNo, slug, applicant,
        ], // prettier-ignore
      );
      if (made.length > 0) return true;
      const same = await rowsOf(tx, 'select 1 from hometowns.body where id = $1', [clean.id]);
      if (same.length > 0) return false;
    }
    throw new Error('no free address for a body');
  }

  private async mustRepeat(tx: Tx, { id, kind, placeCode }: CleanApplication, applicant: PersonId): Promise<BodyId> {
    const same = await rowsOf(
      tx,
      'select 1 from hometowns.body where id = $1 and kind = $2 and place_code = $3 and applied_by = $4',
      [id, kind, placeCode, applicant],
    );
    if (same.length === 0) throw refuse('conflict', 'application-reused', 'The id was used for another application.');
    return id;
  }

  /** Said early to spare the work; the database holds it at verification. */
  private async mustBeFree(tx: Tx, { kind, placeCode }: CleanApplication): Promise<void> {
    if (kind !== 'town-hall') return;
    const other = await rowsOf(
      tx,
      `select 1 from hometowns.body where kind = 'town-hall' and state = 'verified' and place_code = $1`,
      [placeCode],
    );
    if (other.length > 0) throw townHallExists();
  }

  private async attach(tx: Tx, { id, documents }: CleanApplication, applicant: PersonId): Promise<void> {
    const own = await rowsOf(
      tx,
      `insert into hometowns.body_document (body_id, file_id)
       select $1, f.id from platform.file f where f.id = any($2::uuid[]) and f.uploaded_by = $3 returning file_id`,
      [id, documents, applicant],
    );
    if (own.length < documents.length) throw refuseFields({ pointer: '/documents', code: 'document-unknown' });
  }

  /** Gives the applicant his office. The other founders are kept as he typed them: whose addresses these are nobody has said. */
  private async seat(
    tx: Tx,
    { id: bodyId, kind, by, founders, lang }: CleanApplication,
    applicant: PersonId,
  ): Promise<void> {
    await startMembership(tx, { bodyId, kind, personId: applicant, role: by.role, via: 'application' });
    if (kind === 'town-hall') return;
    await startMembership(tx, { bodyId, kind, personId: applicant, role: 'member', via: 'founder' });
    await keepFounders(tx, { bodyId, founders, by: by.email, lang });
  }

  /** Founders are members once their papers are verified, and each is told so: whoever is none leaves by that letter. */
  private async seatFounders(tx: Tx, bodyId: BodyId, by: PersonId): Promise<void> {
    const people = await this.persons.ensureAll(tx, await foundersOf(tx, bodyId));
    for (const personId of people)
      await this.beginnings.begin(tx, { bodyId, kind: 'association', personId, role: 'member', via: 'founder', by });
  }

  private async mustBeIn(tx: Tx, bodyId: BodyId, states: readonly BodyState[]): Promise<void> {
    const [body] = await rowsOf<{ state: BodyState }>(
      tx,
      'select state from hometowns.body where id = $1 for no key update',
      [bodyId],
    );
    if (!body) throw refuse('not-found', 'not-found', 'No such body.');
    if (!states.includes(body.state)) throw refuse('conflict', 'body-decided', `It is ${body.state} already.`);
  }

  /** Staff who belong to a body do not verify it. */
  private async mustBeStranger(tx: Tx, bodyId: BodyId, by: PersonId): Promise<void> {
    const founder = await rowsOf(
      tx,
      'select from hometowns.founder f join identity.person p on p.email = f.email where f.body_id = $1 and p.id = $2',
      [bodyId, by],
    );
    if (founder.length > 0 || (await rolesIn(tx, bodyId, by)).length > 0)
      throw refuse('forbidden', 'own-application', 'Nobody verifies his own body.');
  }

  private async tell(
    tx: Tx,
    { bodyId, what, by }: { bodyId: BodyId; what: Parameters<typeof bodyEvent>[0]; by: PersonId },
  ): Promise<void> {
    await this.trail.add(tx, { actor: by, action: `body.${what}`, subject: `body:${bodyId}` });
    await this.outbox.add(tx, bodyEvent(what, bodyId));
  }
}

function bodyOf(approval: Approval | null): BodyId {
  if (approval?.kind !== KIND) throw refuse('not-found', 'not-found', 'No such recommendation.');
  return thingOf(approval);
}

function townHallExists(): Error {
  return refuse('conflict', 'town-hall-exists', 'This place has a verified town hall.');
}
