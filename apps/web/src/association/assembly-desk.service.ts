import { Injectable } from '@nestjs/common';
import { AssembliesQueries, type Assembly, type AssemblyId } from '#libs/assemblies/src/index.js';
import { MembersQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type PersonId, refuse } from '#libs/kernel/src/index.js';
import { mustBeId } from '../edge/ids.js';
import { type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { namesOf } from '../layout/names.js';
import { type Office, Offices } from '../town-hall/offices.js';
import type { AssemblyView } from './assemblies.view.js';
import { membersByName } from './members-by-name.js';

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

  /** An assembly as the reader may see it: somebody else's draft is there for whoever is to stand alone. */
  async view(reading: Reading, { body, assembly: id }: AssemblyWhere): Promise<Omit<AssemblyView, 'form'>> {
    const office = await this.officeOf(reading, body);
    const me = reading.person();
    const assembly = await this.queries.seen(mustBeId<AssemblyId>(id), me);
    if (assembly?.associationId !== office.body.id) throw refuse('not-found', 'not-found', 'No such assembly.');
    const people = [...assembly.items.flatMap(({ candidate }) => candidate ?? []), ...assembly.signatures.map((one) => one.personId)]; // prettier-ignore
    const [names, backs, signers] = await Promise.all([
      namesOf(this.persons, people),
      this.queries.backs(assembly.id, me),
      this.queries.signersOf(assembly),
    ]);
    return { office, assembly, me, names, backs, signs: signers.includes(me) };
  }

  /** Everybody in it, by name. */
  peopleOf({ body }: Office): Promise<readonly (readonly [PersonId, string])[]> {
    return membersByName(this.members, this.persons, body.id);
  }
}

/** The page of an assembly again. */
export function backTo(reading: Reading, { assembly }: { assembly: Assembly }): Redirect {
  return seeOther(reading.href(`/association/${assembly.associationId}/assemblies/${assembly.id}`));
}
