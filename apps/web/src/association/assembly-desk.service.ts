import { Injectable } from '@nestjs/common';
import { AssembliesQueries, type Assembly, type AssemblyId } from '#libs/assemblies/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { isId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { type Office, Offices } from '../town-hall/offices.js';
import type { AssemblyView } from './assemblies.view.js';

/** An assembly in a path of the desk. */
export interface AssemblyWhere {
  readonly body: string;
  readonly assembly: string;
}

/** What the pages of an assembly show, and to whom. */
@Injectable()
export class AssemblyDesk {
  constructor(
    private readonly offices: Offices,
    private readonly queries: AssembliesQueries,
    private readonly members: MembersQueries,
    private readonly persons: PersonsService,
  ) {}

  /** The reader's place in one of his associations. Throws `sign-in-needed`, `not-found`. */
  officeOf(reading: Reading, id: string): Promise<Office> {
    return this.offices.mustBe(reading, 'association', id);
  }

  /** An assembly as the reader may see it: somebody else's draft is not there. */
  async view(reading: Reading, { body, assembly: id }: AssemblyWhere): Promise<Omit<AssemblyView, 'form'>> {
    const office = await this.officeOf(reading, body);
    const [assembly, me] = [await this.queries.find(mustBeId<AssemblyId>(id)), reading.person()];
    const hidden = assembly?.calledAt === null && assembly.state !== 'proposed' && assembly.by !== me;
    if (assembly?.associationId !== office.body.id || hidden)
      throw refuse('not-found', 'not-found', 'No such assembly.');
    const people = [...assembly.items.flatMap(({ candidate }) => candidate ?? []), ...assembly.signatures.map((one) => one.personId)]; // prettier-ignore
    const [names, backs] = await Promise.all([this.namesOf(people), this.queries.backs(assembly.id, me)]);
    return { office, assembly, me, names, backs };
  }

  /** Everybody in it, by name. */
  async peopleOf({ body }: Office): Promise<readonly (readonly [PersonId, string])[]> {
    const list = await this.members.list(body.id);
    return [...(await this.namesOf(list.map(({ personId }) => personId)))];
  }

  private async namesOf(ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>> {
    const cards = await this.persons.cards([...new Set(ids)]);
    return new Map(cards.map(({ id, name }) => [id, name ?? '–']));
  }
}

/** The page of an assembly again. */
export function backTo(reading: Reading, { assembly }: { assembly: Assembly }): Redirect {
  return seeOther(reading.href(`/association/${assembly.associationId}/assemblies/${assembly.id}`));
}

/** An id in a path; what is none is not found. */
export function mustBeId<Id extends string>(text: string): Id {
  if (!isId(text)) throw refuse('not-found', 'not-found', 'No such thing.');
  return text as string as Id;
}
