import { Injectable } from '@nestjs/common';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { AssembliesQueries, type Assembly } from '#libs/assemblies/src/index.js';
import { BRING_DAYS, CASH_OFFICERS, type CashDue, CashQueries, type Receipt } from '#libs/cash/src/index.js';
import type { BodyId, PersonId } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import { DeliveryQueries, type TrancheRequest } from '#libs/delivery/src/index.js';
import { DissolutionsQueries, type Succession } from '#libs/dissolutions/src/index.js';
import { type Need, NeedsQueries } from '#libs/funds/src/index.js';
import { BodiesQueries, type JoinRequest, MembersQueries, type NewMember } from '#libs/hometowns/src/index.js';
import { PapersQueries } from '#libs/needs/src/index.js';
import { TwinsQueries } from '#libs/neighbours/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type CampaignProgress, ClosingService, DeskQueries } from '#libs/pledges/src/index.js';
import { type ProjectCard, ProjectsQueries } from '#libs/projects/src/index.js';
import { PAPER_VOTE_OFFICERS, VotesQueries, type VoteView } from '#libs/voting/src/index.js';
import { type Office, speaksFor } from '../town-hall/offices.js';

interface Named {
  readonly name: string;
  /** Names of those who gave their word. */
  readonly vouchers: readonly string[];
}

/** Cash that waits for the reader. */
export interface CashToDo {
  /** Receipts that he may sign, or make void, as the second. */
  readonly toSign: readonly Receipt[];
  /** What cashiers have in hand: all of it for officers, his own for a cashier. */
  readonly due: readonly CashDue[];
}

/** Everything that an association's desk shows. */
export interface Desk {
  /** Open votes in which the reader may vote, the one that closes first first; `voted` when he has. */
  readonly toVote: readonly { readonly vote: VoteView; readonly voted: boolean }[];
  readonly inspections: readonly TrancheRequest[];
  readonly joins: readonly (JoinRequest & Named & { readonly objector: string; readonly mine: boolean })[];
  /** Who came in less than ten days ago; `self` is the reader. */
  readonly newcomers: readonly (NewMember & Named & { readonly self: boolean })[];
  /** Campaigns that may be closed before their day, with who has signed. */
  readonly campaigns: readonly { readonly card: ProjectCard; readonly signatures: CampaignProgress['signatures'] }[];
  /** What the town hall asks of the fund, for the reader to answer. */
  readonly needs: readonly Need[];
  readonly cash: CashToDo;
  /** Pairs of neighbours who may be one person, for an officer to say. */
  readonly twins: number;
  /** What people handed in on paper, for an officer to sign. */
  readonly papers: number;
  /** Ballots on paper, for the president or the treasurer to compare. */
  readonly paperBallots: number;
  /** Members' ballots on paper that another officer has entered, by vote. */
  readonly memberPapers: ReadonlyMap<string, number>;
  /** Assemblies that another member proposes, for the reader to say whether he wants them too. */
  readonly proposals: readonly Assembly[];
  /** Its members have decided that it ends. */
  readonly ends: boolean;
  /** Projects of others that end, for its president to answer, with the names of these. */
  readonly offers: readonly (Succession & { readonly from: Multilingual })[];
  readonly votes: readonly VoteView[];
  readonly cards: readonly ProjectCard[];
  /** What was voted on, also a file that its town hall has back. */
  readonly named: readonly Pick<ProjectCard, 'id' | 'title'>[];
}

/** Gathers what waits for the members and officers of an association. */
@Injectable()
export class AssociationDesk {
  constructor(
    private readonly votes: VotesQueries,
    private readonly delivery: DeliveryQueries,
    private readonly members: MembersQueries,
    private readonly persons: PersonsService,
    private readonly projects: ProjectsQueries,
    private readonly campaigns: DeskQueries,
    private readonly closing: ClosingService,
    private readonly needs: NeedsQueries,
    private readonly cash: CashQueries,
    private readonly twins: TwinsQueries,
    private readonly papers: PapersQueries,
    private readonly bodies: BodiesQueries,
    private readonly approvals: ApprovalsQueries,
    private readonly dissolutions: DissolutionsQueries,
    private readonly assemblies: AssembliesQueries,
  ) {}

  async of(office: Office, person: PersonId): Promise<Desk> {
    const { body } = office;
    const [open, votes, cards] = await Promise.all([
      this.votes.openFor(person),
      this.votes.ofAssociation(body.id),
      this.projects.ofAssociation(body.id),
    ]);
    const own = open.filter((vote) => vote.associationId === body.id);
    const signing = speaksFor(office);
    const [toVote, inspections, joins, newcomers, campaigns, needs, cash, twins, papers, signed, itself] =
      await Promise.all([
        Promise.all(own.map(async (vote) => ({ vote, voted: (await this.votes.standing(vote.id, person)).voted }))),
        this.inspections(cards),
        this.joins(body.id, person),
        this.newcomers(body.id, person),
        // Its own town's campaigns: those of a joint project are closed early by the association of the town that leads it.
        signing ? this.running(cards.filter(({ associationId }) => associationId === body.id)) : [],
        signing ? this.needs.list({ associationId: body.id, states: ['waiting'] }) : [],
        this.cashToDo(office, person),
        this.alike(office),
        this.onPaper(office, person),
        this.ballotsToSign(office, person),
        this.aboutItself(office, person),
      ]);
    return {
      ...{ toVote, inspections, joins, newcomers, campaigns, needs, cash, twins, papers, votes, cards },
      ...{ ...signed, ...itself },
      named: [...cards, ...(await this.gone(votes, cards))],
    };
  }

  /** What is decided about associations: that this one ends, what others that end offer, assemblies that its members propose. */
  private async aboutItself(
    { body: { id }, roles }: Office,
    person: PersonId,
  ): Promise<Pick<Desk, 'ends' | 'offers' | 'proposals'>> {
    const [dissolution, offers, proposals] = await Promise.all([
      this.dissolutions.ofAssociation(id),
      roles.includes('president') ? this.offersTo(id) : [],
      this.assemblies.toBack(id, person),
    ]);
    return { ends: dissolution !== null, offers, proposals };
  }

  /** Projects that were voted on and are not its own any more: a file that its town hall has back. */
  private async gone(votes: readonly VoteView[], cards: readonly ProjectCard[]): Promise<Desk['named']> {
    const ids = new Set(votes.flatMap(({ projectId: id }) => (id && !cards.some((card) => card.id === id) ? id : [])));
    const found = await Promise.all([...ids].map((id) => this.projects.find(id)));
    return found.filter((one) => one !== null);
  }

  private async offersTo(id: BodyId): Promise<Desk['offers']> {
    const open = (await this.dissolutions.offersTo(id)).filter(({ state }) => state === 'offered');
    const bodies = await this.bodies.findAll([...new Set(open.map(({ associationId }) => associationId))]);
    return open.flatMap((one) => {
      const from = bodies.find((body) => body.id === one.associationId);
      return from ? [{ ...one, from: from.name }] : [];
    });
  }

  private async onPaper(office: Office, person: PersonId): Promise<number> {
    if (!speaksFor(office)) return 0;
    const hall = await this.bodies.townHallOf(office.body.placeCode);
    return hall ? (await this.papers.waiting(hall.placeCode)).filter(({ by }) => by !== person).length : 0;
  }

  /** Ballots on paper that its officers are asked to compare: of the town's vote, and of the association's own. */
  private async ballotsToSign(office: Office, person: PersonId): Promise<Pick<Desk, 'paperBallots' | 'memberPapers'>> {
    const { body, roles } = office;
    const officer = roles.some((role) => PAPER_VOTE_OFFICERS.includes(role));
    const asked = officer ? await this.approvals.waiting(`association:${body.id}`) : [];
    const signing = speaksFor(office);
    const ofTown = signing ? asked.filter(({ kind }) => kind === 'budget-vote-paper') : [];
    const memberPapers = new Map<string, number>();
    for (const { kind, askedBy, payload } of asked)
      if (kind === 'vote-paper' && askedBy !== person)
        memberPapers.set(String(payload.vote), (memberPapers.get(String(payload.vote)) ?? 0) + 1);
    return { paperBallots: ofTown.length, memberPapers };
  }

  private async alike({ body, roles }: Office): Promise<number> {
    const desk = await this.twins.deskOf(body);
    return desk && roles.some((role) => desk.roles.includes(role)) ? this.twins.waiting(desk.placeCode) : 0;
  }

  private async cashToDo({ body, roles }: Office, person: PersonId): Promise<CashToDo> {
    const officer = roles.some((role) => CASH_OFFICERS.includes(role));
    const [open, mine, due] = await Promise.all([
      officer ? this.cash.open(body.id) : [],
      officer ? this.cash.toSign(body.id, person) : [],
      this.cash.due(BRING_DAYS, body.id),
    ]);
    return {
      toSign: open.filter((one) => mine.some((id) => id === (one.voidWish ?? one.approvalId))),
      due: due.filter((one) => officer || one.personId === person),
    };
  }

  private async inspections(cards: readonly ProjectCard[]): Promise<TrancheRequest[]> {
    const working = cards.filter(({ state }) => state === 'funded' || state === 'in-delivery');
    const requests = await Promise.all(working.map(({ id }) => this.delivery.requests(id)));
    return requests.flat().filter(({ state }) => state === 'asked');
  }

  private async joins(bodyId: Office['body']['id'], person: PersonId): Promise<Desk['joins']> {
    const waiting = await this.members.joinRequests(bodyId);
    const nameOf = await this.names(
      waiting.flatMap((one) => [one.personId, ...one.vouchedBy, ...(one.objection ? [one.objection.by] : [])]),
    );
    return waiting.map((one) => ({
      ...one,
      name: nameOf(one.personId),
      vouchers: one.vouchedBy.map(nameOf),
      objector: one.objection ? nameOf(one.objection.by) : '',
      mine: one.vouchedBy.includes(person),
    }));
  }

  private async newcomers(bodyId: Office['body']['id'], person: PersonId): Promise<Desk['newcomers']> {
    const young = await this.members.newMembers(bodyId);
    const nameOf = await this.names(young.flatMap((one) => [one.personId, ...one.vouchedBy]));
    return young.map((one) => ({
      ...one,
      name: nameOf(one.personId),
      vouchers: one.vouchedBy.map(nameOf),
      self: one.personId === person,
    }));
  }

  private async names(people: readonly PersonId[]): Promise<(id: PersonId) => string> {
    const cards = await this.persons.cards([...new Set(people)]);
    return (id) => {
      const card = cards.find((one) => one.id === id);
      return card?.name ?? (card?.email ? starred(card.email) : '–');
    };
  }

  private async running(cards: readonly ProjectCard[]): Promise<Desk['campaigns']> {
    const open = cards.filter(({ state, closedAt }) => state === 'campaign' && closedAt === null);
    const found = await Promise.all(
      open.map(async (card) => {
        // What lacks money cannot be closed yet: nothing to do.
        if (await this.closing.missing(card.id)) return [];
        return [{ card, signatures: (await this.campaigns.progress(card.id)).signatures }];
      }),
    );
    return found.flat();
  }
}

/** The address of somebody who gave no name, as who has it knows it again, and nobody learns it: every member sees this. */
function starred(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  return `${local.slice(0, 2)}…@${domain}`;
}
