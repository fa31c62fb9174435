import { Controller, Get, Param, Post } from '@nestjs/common';
import { DomainError, isId, type PersonId, refuse, type VoteId } from '#libs/kernel/src/index.js';
import { AssembliesQueries } from '#libs/assemblies/src/index.js';
import { DeliveryQueries, type RequestId } from '#libs/delivery/src/index.js';
import { BodiesQueries, MembersQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import { AccessService, ProjectsQueries } from '#libs/projects/src/index.js';
import {
  PAPER_VOTE_OFFICERS,
  ProxiesQueries,
  ProxiesService,
  VotesQueries,
  VotesService,
  type VoteView,
} from '#libs/voting/src/index.js';
import { FormOf, PublicPage, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { namesOf } from '../layout/names.js';
import { BallotForm, ConflictForm, ForForm, ProxyForm } from './votes.forms.js';
import { type VotePage, votePage } from './votes.view.js';

/** A vote: its rule and turnout for everybody, the ballot for its members, after closing all that a stranger needs to recount. */
@Controller('/:lang(^ro|ru|en$)/votes/:vote')
export class VotesPages {
  constructor(
    private readonly votes: VotesQueries,
    private readonly voting: VotesService,
    private readonly proxies: ProxiesService,
    private readonly standings: ProxiesQueries,
    private readonly access: AccessService,
    private readonly projects: ProjectsQueries,
    private readonly delivery: DeliveryQueries,
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly persons: PersonsService,
    private readonly files: Files,
    private readonly assemblies: AssembliesQueries,
  ) {}

  @Get()
  @PublicPage()
  async show(@Read() reading: Reading, @Param('vote') id: string): Promise<Page> {
    return votePage(reading, { ...(await this.view(reading, id)), form: Form.blank() });
  }

  @Post()
  async cast(
    @Read() reading: Reading,
    @Param('vote') id: string,
    @FormOf(BallotForm) form: Form<BallotForm>,
  ): Promise<Page | Redirect> {
    const view = await this.view(reading, id);
    const work = async ({ choice, reason }: BallotForm) => {
      await this.voting.cast(view.vote.id, choice, reason ?? null, reading.person());
      return seeOther(reading.href(`/votes/${id}?voted=1#ballot`));
    };
    return form.submit(reading, work, (again) => votePage(reading, { ...view, form: again }));
  }

  @Post('/recusal')
  async recuse(
    @Read() reading: Reading,
    @Param('vote') id: string,
    @FormOf(ConflictForm) form: Form<ConflictForm>,
  ): Promise<Page | Redirect> {
    const view = await this.view(reading, id);
    const work = async ({ why }: ConflictForm) => {
      await this.voting.declareConflict(view.vote.id, reading.person(), why);
      return seeOther(reading.href(`/votes/${id}`));
    };
    return form.submit(reading, work, (again) => votePage(reading, { ...view, form: again }));
  }

  /** Asks another member to vote for the reader. */
  @Post('/proxy')
  async name(
    @Read() reading: Reading,
    @Param('vote') id: string,
    @FormOf(ProxyForm) form: Form<ProxyForm>,
  ): Promise<Page | Redirect> {
    const view = await this.view(reading, id);
    const work = async ({ holder }: ProxyForm) => {
      await this.proxies.name(view.vote.id, holder, reading.person());
      return seeOther(reading.href(`/votes/${id}#proxy`));
    };
    return form.submit(reading, work, (again) => votePage(reading, { ...view, form: again }));
  }

  /** Votes for a member who has asked the reader to. */
  @Post('/for')
  async castFor(
    @Read() reading: Reading,
    @Param('vote') id: string,
    @FormOf(ForForm) form: Form<ForForm>,
  ): Promise<Page | Redirect> {
    const view = await this.view(reading, id);
    const work = async ({ giver, choice }: ForForm) => {
      await this.proxies.castFor(view.vote.id, giver, choice, reading.person());
      return seeOther(reading.href(`/votes/${id}#proxy`));
    };
    return form.submit(reading, work, (again) => votePage(reading, { ...view, form: again }));
  }

  private async view(reading: Reading, id: string): Promise<Omit<VotePage, 'form'>> {
    const vote = isId(id) ? await this.votes.find(id as VoteId) : null;
    if (!vote) throw refuse('not-found', 'not-found', 'No such vote.');
    const me = reading.viewer ? await this.votes.standing(vote.id, reading.viewer.personId) : null;
    const near = me?.onRoll ?? false;
    const roles = reading.viewer ? await this.members.rolesOf(reading.viewer.personId) : [];
    const member = roles.some((role) => role.body.id === vote.associationId);
    const open = near && vote.state === 'open';
    const [body, ballots, reasons, project, tranche] = await Promise.all([
      this.bodies.find(vote.associationId),
      this.votes.ballots(vote.id, { reader: reading.viewer?.personId }),
      this.votes.reasons(vote.id),
      this.projectOf(vote, reading, open),
      this.trancheOf(vote, open || (near && member)),
    ]);
    const names = await namesOf(
      this.persons,
      ballots.flatMap(({ personId }) => personId ?? []),
    );
    const proxies = near ? await this.proxiesOf(vote, reading.person()) : null;
    const officer = roles.some(({ body: { id: of }, role }) => of === vote.associationId && PAPER_VOTE_OFFICERS.includes(role)); // prettier-ignore
    const point = member || near ? await this.pointOf(vote) : null;
    return { vote, me, member, officer, body: body!, ballots, reasons, names, project, tranche, proxies, point };
  }

  /** The project, for whoever may see it: an endorsement comes before publication, and its voters see what they vote on. */
  private async projectOf({ projectId }: VoteView, reading: Reading, votes: boolean): Promise<VotePage['project']> {
    if (!projectId) return null;
    try {
      if (!votes) await this.access.mustRead(projectId, reading.viewer?.personId ?? null);
      return this.projects.plan(projectId);
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  /** What is asked for; for those who vote, and later for members who have, its evidence and what the inspector found. */
  private async trancheOf({ kind, subject }: VoteView, near: boolean): Promise<VotePage['tranche']> {
    const request = kind === 'release' ? await this.delivery.request(subject.split(':')[1] as RequestId) : null;
    if (!request) return null;
    const [evidence, paused] = await Promise.all([
      near ? this.delivery.evidence(request.id) : [],
      this.delivery.pausedSince(request.projectId),
    ]);
    const infos = await this.files.infos(evidence.map(({ fileId }) => fileId));
    const names = new Map(infos.map((one) => [one.id, one.name]));
    return { request, paused, evidence, names, inspection: near ? await this.delivery.inspection(request.id) : null };
  }

  /** The assembly on whose agenda it stands, and who stands for the office: for members. */
  private async pointOf({ id, projectId }: VoteView): Promise<VotePage['point']> {
    const assembly = projectId ? null : await this.assemblies.ofVote(id);
    if (!assembly) return null;
    const candidate = assembly.items.find(({ voteId }) => voteId === id)!.candidate;
    const names = await namesOf(this.persons, [candidate]);
    return { assembly, candidate: candidate && (names.get(candidate) ?? '–') };
  }

  /** Who votes for whom, for a member of the roll while the vote is open and its rule allows it. */
  private async proxiesOf({ id, rule, state }: VoteView, person: PersonId): Promise<VotePage['proxies']> {
    if (rule.proxies === 0 || state !== 'open') return null;
    const [standing, askable] = await Promise.all([this.standings.of(id, person), this.standings.askable(id, person)]);
    const people = [...askable, ...standing.givers.map((one) => one.personId), ...(standing.holder ? [standing.holder.personId] : [])]; // prettier-ignore
    return { ...standing, askable, names: await namesOf(this.persons, people) };
  }
}
