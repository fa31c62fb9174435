import { Injectable } from '@nestjs/common';
import { WaterfallQueries } from '#libs/books/src/index.js';
import { CashQueries } from '#libs/cash/src/index.js';
import { MatchingQueries } from '#libs/matching/src/index.js';
import { MessagesQueries } from '#libs/messages/src/index.js';
import { CofundingQueries } from '#libs/cofunding/src/index.js';
import { BodiesQueries, MembersQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import { EndingQueries, LineGiftsQueries, PledgesQueries } from '#libs/pledges/src/index.js';
import { PartnersQueries, type ProjectState } from '#libs/projects/src/index.js';
import type { ProjectMatch } from '../matching/project-calls.view.js';
import { ProjectDoings } from './doings.queries.js';
import type { ProjectFace } from './project.faces.js';
import type { Dossier } from './dossier.js';

type MoneyParts = 'waterfall' | 'shares' | 'gifts' | 'lineGifts' | 'countries' | 'ending' | 'decisions' | 'staying';

const ENDED: readonly ProjectState[] = ['failed', 'cancelled'];

/** Collects a project's public file from the rooms that keep it. */
@Injectable()
export class Dossiers {
  constructor(
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly persons: PersonsService,
    private readonly pledges: PledgesQueries,
    private readonly endings: EndingQueries,
    private readonly waterfalls: WaterfallQueries,
    private readonly cofunding: CofundingQueries,
    private readonly together: PartnersQueries,
    private readonly doings: ProjectDoings,
    private readonly lines: LineGiftsQueries,
    private readonly cash: CashQueries,
    private readonly texts: MessagesQueries,
    private readonly calls: MatchingQueries,
  ) {}

  /** The file of a project that anybody may see. */
  async of(face: ProjectFace): Promise<Dossier> {
    const { townHallId } = face.plan.project;
    const [townHall, mayor, partners, money, doings, cash, match, messages, giftsByMessage, numbers] =
      await Promise.all([
        this.bodies.find(townHallId),
        this.mayorOf(face),
        this.together.agreed(face.plan.project.id),
        this.money(face),
        this.doings.of(face),
        this.cash.undeposited(face.plan.project.id),
        this.matchOf(face),
        this.texts.awaited(face.plan.project.id),
        this.texts.arrived(face.plan.project.id),
        this.texts.numbers(),
      ]);
    return {
      face,
      cash,
      match,
      messages,
      giftsByMessage,
      numbers,
      townHall,
      mayor,
      partners,
      ...money,
      ...doings,
    };
  }

  private async matchOf({ plan, daysLeft }: ProjectFace): Promise<ProjectMatch> {
    const { id } = plan.project;
    const [drawn, calls] = await Promise.all([this.calls.ofProject(id), daysLeft === null ? [] : this.calls.openFor(id)]);
    const sum = (name: 'drawn' | 'reserved') => drawn.reduce((total, one) => total.plus(one[name]), Money.lei(0n));
    const none = Money.lei(0n);
    const coming = calls.filter(({ id: call, left }) => left.isPositive() && !drawn.some(({ callId }) => callId === call));
    const shares = [
      ...drawn.map((one) => ({ ...one, left: calls.find(({ id: call }) => call === one.callId)?.left ?? none })),
      ...coming.map((call) => ({ ...call, drawn: none, reserved: none })),
    ];
    return { drawn: sum('drawn'), reserved: sum('reserved'), calls, shares };
  } // prettier-ignore

  private async mayorOf({ plan }: ProjectFace): Promise<Dossier['mayor']> {
    const [mayor] = await this.members.officersOf(plan.project.townHallId, ['mayor']);
    return mayor ? ((await this.persons.cards([mayor]))[0] ?? null) : null;
  }

  private async money({ plan }: ProjectFace): Promise<Pick<Dossier, MoneyParts>> {
    const { id, state } = plan.project;
    const [waterfall, shares, gifts, lineGifts, countries, ending, decisions, staying] = await Promise.all([
      this.waterfalls.of(id),
      this.cofunding.of(id),
      this.pledges.recent(id, { limit: 10, messages: false }),
      this.lines.of(id),
      this.pledges.countries(id),
      ENDED.includes(state) ? this.endings.of(id) : null,
      this.endings.decisions(id),
      state === 'campaign' && plan.tiers.length > 0 ? this.endings.staying(id) : null,
    ]);
    return { waterfall, shares, gifts, lineGifts, countries, ending, decisions, staying };
  }
}
