import { Injectable } from '@nestjs/common';
import { BodiesQueries, MembersQueries } from '#libs/hometowns/src/index.js';
import { type BodyId, civilDate, newId, type PersonId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js'; // prettier-ignore
import { Clock, Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { AccessService } from './access.service.js';
import { isAwaited, isLiving, type Partner, type PartnerAgreement, type PartnerState } from './partner.js';
import { PartnersQueries } from './partners.queries.js';
import type { Project } from './project.entity.js';
import { partnerEvent } from './projects.events.js';
import { reasonOf } from './reason.js';
import { plain } from './section.fields.js';
import { mustBe, SENDERS } from './submission.service.js';

/** So many other towns may build one project together. */
const MOST = 9;
/** So often one town hall is asked to one project, and so many are asked by one within a day: each time two people get a letter. */
const ASKED = { again: 3, day: 30 } as const;

/** Towns that build one project together: asked, agreed, declined or taken back while it is a draft. */
@Injectable()
export class PartnersService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: AccessService,
    private readonly partners: PartnersQueries,
    private readonly members: MembersQueries,
    private readonly bodies: BodiesQueries,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Asks another town hall to build it together; one that is asked or has agreed already stays as it is. Mayor or secretary
   * of the project's own. Throws `partner-unknown` unless it is another, verified town hall, `partners-many`, `not-a-draft`,
   * `partner-asked-often`, and as `mustHold`.
   */
  async invite(projectId: ProjectId, townHallId: BodyId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const project = await this.mustLead(tx, projectId, by);
      const body = await this.bodies.find(townHallId, tx);
      const fits = body?.kind === 'town-hall' && body.state === 'verified' && body.id !== project.townHallId;
      if (!fits) throw refuseFields({ pointer: '/townHallId', code: 'partner-unknown' });
      const living = (await this.partners.of(projectId, tx)).filter(isLiving);
      if (living.some((one) => one.townHallId === townHallId)) return;
      if (living.length >= MOST) throw refuse('conflict', 'partners-many', 'Too many towns.', { most: MOST });
      await mustAskSeldom(tx, project, townHallId);
      const id = newId<'Partner'>();
      await tx.query(
        `insert into projects.partner (id, project_id, town_hall_id, state, invited_by, invited_at)
         values ($1, $2, $3, 'invited', $4, platform.now())`,
        [id, projectId, townHallId, by],
      );
      await this.tell(tx, { id, projectId, townHallId }, 'invited', by);
    });
  }

  /** Takes an invitation back, or goes on without a town that had agreed. Throws `not-found`, `not-a-draft`, and as `mustHold`. */
  async remove(projectId: ProjectId, townHallId: BodyId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.mustLead(tx, projectId, by);
      const partner = await this.mustLive(tx, projectId, townHallId);
      await this.answer(tx, partner, { state: 'removed', by });
    });
  }

  /**
   * A town hall agrees by its council's decision to what it pays by the plan, which is kept; the same again changes nothing,
   * another share asks it anew. Its mayor or secretary. Throws `act-number-missing`, `date-missing`, `date-future`,
   * `association-unknown` (not one of its town), `partner-share-differs` when the plan says another sum, `partner-answered`,
   * `not-a-draft`, `not-found` unless it is invited, and as `mustHold`.
   */
  async agree({ projectId, townHallId, ...said }: PartnerAgreement, by: PersonId): Promise<void> {
    const actNumber = plain(said.actNumber);
    if (!actNumber || actNumber.length > 60) throw refuseFields({ pointer: '/actNumber', code: 'act-number-missing' });
    await this.db.transaction(async (tx) => {
      const partner = await this.mustAnswer(tx, projectId, townHallId, by);
      if (said.actDate > civilDate(await this.clock.now(tx))) throw refuseFields({ pointer: '/actDate', code: 'date-future' }); // prettier-ignore
      const associationId = await this.verifierOf(tx, partner, said.associationId ?? null);
      if (!said.share.equals(partner.share))
        throw refuse('conflict', 'partner-share-differs', 'The plan says another sum.', { share: partner.share });
      if (!isAwaited(partner)) {
        const same = partner.actNumber === actNumber && partner.actDate === said.actDate;
        if (!same) throw refuse('conflict', 'partner-answered', 'The town hall has agreed already.');
        return;
      }
      await this.answer(tx, partner, { state: 'agreed', by, actNumber, actDate: said.actDate, agreed: said.share, associationId }); // prettier-ignore
    });
  }

  /** A town hall says no, or takes its agreement back, with a reason. Throws `reason-missing`, and otherwise as `agree`. */
  async decline(projectId: ProjectId, townHallId: BodyId, reason: string, by: PersonId): Promise<void> {
    const text = reasonOf(reason);
    await this.db.transaction(async (tx) => {
      const partner = await this.mustAnswer(tx, projectId, townHallId, by);
      await this.answer(tx, partner, { state: 'declined', by, reason: text });
    });
  }

  /** The association that votes for a partner's town: the one named, else its own; null where it has none. */
  private async verifierOf(tx: Tx, { placeCode }: Partner, named: BodyId | null): Promise<BodyId | null> {
    const verified = (await this.bodies.associationsOf(placeCode, tx)).map(({ id }) => id);
    if (named && !verified.includes(named)) throw refuseFields({ pointer: '/associationId', code: 'association-unknown' }); // prettier-ignore
    return named ?? verified[0] ?? null;
  }

  private async mustLead(tx: Tx, projectId: ProjectId, by: PersonId): Promise<Project> {
    const project = await this.access.mustActFor(tx, projectId, by, SENDERS);
    mustBe(project, ['draft'], 'not-a-draft');
    return project;
  }

  /** The invitation, its project held. Somebody of another town hall does not learn whether there is one. */
  private async mustAnswer(tx: Tx, projectId: ProjectId, townHallId: BodyId, by: PersonId): Promise<Partner> {
    await this.members.mustHold(tx, by, townHallId, SENDERS);
    const project = await this.access.hold(tx, projectId);
    const partner = await this.mustLive(tx, projectId, townHallId);
    mustBe(project, ['draft'], 'not-a-draft');
    return partner;
  }

  private async mustLive(tx: Tx, projectId: ProjectId, townHallId: BodyId): Promise<Partner> {
    const partner = await this.partners.one(projectId, townHallId, tx);
    if (!partner || !isLiving(partner)) throw refuse('not-found', 'not-found', 'It was not invited.');
    return partner;
  }

  private async answer(
    tx: Tx,
    partner: Partner,
    { state, by, ...said }: { state: PartnerState; by: PersonId } & Partial<Pick<Partner, 'actNumber' | 'actDate' | 'agreed' | 'associationId' | 'reason'>>, // prettier-ignore
  ): Promise<void> {
    await tx.query(
      `update projects.partner set state = $2, answered_by = $3, answered_at = platform.now(), reason = $4,
         act_no = coalesce($5, act_no), act_date = coalesce($6, act_date), association_id = coalesce($7, association_id),
         agreed_minor = coalesce($8, agreed_minor) where id = $1`,
      [partner.id, state, by, said.reason ?? null, said.actNumber ?? null, said.actDate ?? null, said.associationId ?? null, said.agreed?.minor.toString() ?? null], // prettier-ignore
    );
    await this.tell(tx, partner, state, by);
  }

  private async tell(
    tx: Tx,
    { id, projectId, townHallId }: Pick<Partner, 'id' | 'projectId' | 'townHallId'>,
    state: PartnerState,
    by: PersonId,
  ): Promise<void> {
    await this.trail.add(tx, {
      actor: by,
      action: `project.partner-${state}`,
      subject: `project:${projectId}`,
      data: { townHall: townHallId },
    });
    await this.outbox.add(tx, partnerEvent(state, { projectId, townHallId, partnerId: id }));
  }
}

/** Whoever asks, takes back and asks again writes letters to people who cannot stop them. */
async function mustAskSeldom(tx: Tx, { id, townHallId: lead }: Project, townHallId: BodyId): Promise<void> {
  const [asked] = await rowsOf<{ again: number; day: number }>(
    tx,
    `select count(*) filter (where q.project_id = $1 and q.town_hall_id = $2)::int as again,
            count(*) filter (where q.invited_at > platform.now() - interval '1 day')::int as day
       from projects.partner q join projects.project p on p.id = q.project_id where p.town_hall_id = $3`,
    [id, townHallId, lead],
  );
  if (asked!.again >= ASKED.again || asked!.day >= ASKED.day)
    throw refuse('conflict', 'partner-asked-often', 'Asked often enough for now.', { n: ASKED.again });
}
