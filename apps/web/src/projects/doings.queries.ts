import { Injectable } from '@nestjs/common';
import { ResultsQueries } from '#libs/budgeting/src/index.js';
import { DeliveryQueries } from '#libs/delivery/src/index.js';
import { NeedsQueries } from '#libs/funds/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { HandOversService, PartnersQueries, type ProjectState, RecordQueries } from '#libs/projects/src/index.js';
import { VoiceQueries } from '#libs/voice/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import type { AssociationSays, Dossier } from './dossier.js';
import type { ProjectFace } from './project.faces.js';

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

const NEEDS = 20;
const PAID_BY_TRANCHE: readonly ProjectState[] = ['campaign', 'collecting', 'funded', 'in-delivery'];

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
