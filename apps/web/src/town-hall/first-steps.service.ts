import { Injectable } from '@nestjs/common';
import { BodiesQueries, type Body, MembersQueries, TreasuryService } from '#libs/hometowns/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import type { Office } from './offices.js';

/** Something that a new body does once. Words under `first.<what>` and `first.<what>-hint`. */
export interface FirstStep {
  readonly what: 'account' | 'colleagues' | 'inspector' | 'members' | 'rule';
  /** Path below the desk. */
  readonly at: string;
  readonly done: boolean;
}

/** What a verified town hall or association needs before its first project; nothing once all of it is done. */
@Injectable()
export class FirstSteps {
  constructor(
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly treasury: TreasuryService,
    private readonly votes: VotesQueries,
  ) {}

  /** For its officers; plain members have nothing to set up. */
  async of({ body, roles }: Office): Promise<readonly FirstStep[]> {
    if (body.state !== 'verified' || roles.every((role) => role === 'member')) return [];
    const steps = await (body.kind === 'town-hall' ? this.ofTownHall(body) : this.ofAssociation(body));
    return steps.every(({ done }) => done) ? [] : steps;
  }

  private async ofTownHall({ id }: Body): Promise<FirstStep[]> {
    const [account, people] = await Promise.all([this.treasury.active(id), this.members.list(id)]);
    const several = new Set(people.map(({ personId }) => personId)).size > 1;
    return [
      { what: 'colleagues', at: '/people', done: several },
      { what: 'account', at: '/account', done: account !== null },
    ];
  }

  private async ofAssociation({ id }: Body): Promise<FirstStep[]> {
    const [people, application, rule, votes] = await Promise.all([
      this.members.list(id),
      this.bodies.application(id),
      this.bodies.voteRuleOf(id),
      this.votes.ofAssociation(id),
    ]);
    const founders = new Set(application?.people.map(({ personId }) => personId));
    return [
      { what: 'inspector', at: '/people', done: people.some(({ role }) => role === 'inspector') },
      { what: 'members', at: '/people', done: people.some(({ personId }) => !founders.has(personId)) },
      // Whoever has voted has taken the rule as it is.
      { what: 'rule', at: '/rule', done: rule.since !== null || votes.length > 0 },
    ];
  }
}
