import { Injectable } from '@nestjs/common';
import { type Waterfall, WaterfallQueries } from '#libs/books/src/index.js';
import { ResultsQueries, type WonBy } from '#libs/budgeting/src/index.js';
import { CashQueries } from '#libs/cash/src/index.js';
import { MatchingQueries } from '#libs/matching/src/index.js';
import { MessagesQueries } from '#libs/messages/src/index.js';
import { CofundingQueries, type SourceShares } from '#libs/cofunding/src/index.js';
import { type Closing, DeliveryQueries, type InvoiceView, type TrancheRequest } from '#libs/delivery/src/index.js';
import { type Need, NeedsQueries } from '#libs/funds/src/index.js';
import { BodiesQueries, type Body, MembersQueries } from '#libs/hometowns/src/index.js';
import { type PersonCard, PersonsService } from '#libs/identity/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import {
  type CampaignDecision,
  type CountryGroup,
  type Ending,
  EndingQueries,
  type LineGifts,
  LineGiftsQueries,
  PledgesQueries,
  type PublicGift,
} from '#libs/pledges/src/index.js';
import {
  HandOversService,
  type Correction,
  type Objection,
  type Partner,
  PartnersQueries,
  type ProjectState,
  RecordQueries,
} from '#libs/projects/src/index.js';
import { type UpdateView, VoiceQueries } from '#libs/voice/src/index.js';
import { VotesQueries, type VoteView } from '#libs/voting/src/index.js';
import type { ProjectMatch } from '../matching/project-calls.view.js';
import type { ProjectFace } from './project.faces.js';

/** Everything that is public of a project, for its page. */
export interface Dossier {
  readonly face: ProjectFace;
  /** What cashiers have in hand for it: given, and not in the bank yet. */
  readonly cash: Money;
  /** What sponsors add to its gifts. */
  readonly match: ProjectMatch;
  /** What was given for it by message, and its aggregators have not paid yet. */
  readonly messages: Money;
  /** Where its code may be sent by message. */
  readonly numbers: Awaited<ReturnType<MessagesQueries['numbers']>>;
  readonly townHall: Body | null;
  readonly mayor: Pick<PersonCard, 'name' | 'gender'> | null;
  /** What the association of each town says of it, its own town's first. */
  readonly words: readonly AssociationSays[];
  /** The towns that build it together with its own. */
  readonly partners: readonly Partner[];
  /** The vote under a budget that chose it; null when none did. */
  readonly wonBy: WonBy | null;
  readonly waterfall: Waterfall;
  readonly shares: readonly SourceShares[];
  /** The newest, without those by text message: all of them are the same sum and nobody's name. */
  readonly gifts: readonly PublicGift[];
  readonly giftsByMessage: Awaited<ReturnType<MessagesQueries['arrived']>>;
  /** Lines of the budget of which people may give units. */
  readonly lineGifts: readonly LineGifts[];
  readonly countries: readonly CountryGroup[];
  /** What became of people's money; null unless the project failed or was cancelled. */
  readonly ending: Ending | null;
  /** How its campaign was decided, in order; nothing before. */
  readonly decisions: readonly CampaignDecision[];
  /** What came and is promised of gifts that may stay in a smaller version; null unless that may be built and the campaign runs. */
  readonly staying: Money | null;
  readonly updates: readonly UpdateView[];
  readonly corrections: readonly Correction[];
  readonly objections: readonly Objection[];
  /** Why it was given up, in the words of whoever did; null unless it was. */
  readonly stopped: string | null;
  readonly requests: readonly TrancheRequest[];
  /** Since when its payments wait while the books are checked; null while they go on, and when none is ahead. */
  readonly paused: Date | null;
  readonly invoices: readonly InvoiceView[];
  readonly closing: Closing;
  /** What its town's fund was asked for, and gave: what waits, and what came. */
  readonly needs: readonly Need[];
}

/** An association, its last vote on taking the project on (null before there is one), and what its members wrote. */
export interface AssociationSays {
  readonly association: Body;
  readonly vote: VoteView | null;
  readonly reasons: readonly string[];
  /** When it ended and answered for the project no more; null while it does. */
  readonly until: Date | null;
}

type Doings = Pick<
  Dossier,
  | 'words'
  | 'wonBy'
  | 'updates'
  | 'corrections'
  | 'objections'
  | 'stopped'
  | 'requests'
  | 'paused'
  | 'invoices'
  | 'closing'
  | 'needs'
>;

type MoneyParts = 'waterfall' | 'shares' | 'gifts' | 'lineGifts' | 'countries' | 'ending' | 'decisions' | 'staying';

const NEEDS = 20;
const PAID_BY_TRANCHE: readonly ProjectState[] = ['campaign', 'collecting', 'funded', 'in-delivery'];
const ENDED: readonly ProjectState[] = ['failed', 'cancelled'];

/** What has been said, voted and done about a project. */
@Injectable()
export class ProjectDoings {
  constructor(
    private readonly records: RecordQueries,
    private readonly voice: VoiceQueries,
    private readonly votes: VotesQueries,
    private readonly results: ResultsQueries,
    private readonly delivery: DeliveryQueries,
    private readonly needs: NeedsQueries,
    private readonly together: PartnersQueries,
    private readonly handOvers: HandOversService,
    private readonly bodies: BodiesQueries,
  ) {}

  /** All of it that is public. */
  async of(face: ProjectFace): Promise<Doings> {
    const { id, state } = face.plan.project;
    const [words, told, wonBy, requests, paused, invoices, closing, needs] = await Promise.all([
      this.words(face),
      this.told(face),
      this.results.wonBy(id),
      this.delivery.requests(id),
      PAID_BY_TRANCHE.includes(state) ? this.delivery.pausedSince(id) : null,
      this.delivery.invoices(id),
      this.delivery.closing(id),
      this.needs.list({ projectId: id, states: ['waiting', 'used'], limit: NEEDS }),
    ]);
    return { words, ...told, wonBy, requests, paused, invoices, closing, needs };
  }

  private async words({ plan }: ProjectFace): Promise<AssociationSays[]> {
    const { id } = plan.project;
    const [{ associations }, before] = await Promise.all([this.together.bodiesOf(plan.project), this.handOvers.of(id)]);
    const until = new Map(before.map(({ fromId, at }) => [fromId, at]));
    const [bodies, votes] = await Promise.all([
      this.bodies.findAll([...associations, ...until.keys()]),
      this.votes.ofSubject(`project:${id}`),
    ]);
    return Promise.all(
      bodies.map(async (association) => {
        const vote = votes.find(({ associationId, state }) => associationId === association.id && state !== 'void') ?? null;
        const reasons = vote ? await this.votes.reasons(vote.id) : [];
        return { association, vote, reasons, until: until.get(association.id) ?? null };
      }),
    );
  } // prettier-ignore

  private async told({
    plan,
  }: ProjectFace): Promise<Pick<Dossier, 'updates' | 'corrections' | 'objections' | 'stopped'>> {
    const { id, state } = plan.project;
    const [updates, corrections, objections, steps] = await Promise.all([
      this.voice.updatesOf(id, { limit: 5 }),
      this.records.corrections(id),
      this.records.objections(id),
      state === 'cancelled' ? this.records.transitions(id) : [],
    ]);
    return { updates, corrections, objections, stopped: steps.at(-1)?.reason ?? null };
  }
}

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
