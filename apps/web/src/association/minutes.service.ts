import { Injectable } from '@nestjs/common';
import { AssembliesQueries } from '#libs/assemblies/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import { namesOf } from '../layout/names.js';
import type { MinutesFacts } from './minutes.words.js';

/** Gathers what minutes say, for whoever has their code. */
@Injectable()
export class Minutes {
  constructor(
    private readonly assemblies: AssembliesQueries,
    private readonly votes: VotesQueries,
    private readonly bodies: BodiesQueries,
    private readonly persons: PersonsService,
  ) {}

  /** The minutes with this code, or null. */
  async byCode(code: string): Promise<MinutesFacts | null> {
    const assembly = await this.assemblies.byCode(code.toUpperCase());
    const body = assembly && (await this.bodies.find(assembly.associationId));
    if (!body) return null;
    const votes = await Promise.all(assembly.items.flatMap(({ voteId }) => (voteId ? [this.votes.find(voteId)] : [])));
    const people = [
      ...assembly.items.flatMap(({ candidate }) => candidate ?? []),
      ...assembly.signatures.map(({ personId }) => personId),
    ];
    return {
      assembly,
      body,
      votes: new Map(votes.flatMap((vote) => (vote ? [[vote.id, vote] as const] : []))),
      names: await namesOf(this.persons, people),
    };
  }
}
