import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsQueries } from '#libs/approvals/src/index.js';
import { type RequestId } from '#libs/delivery/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type ApprovalId, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import type { Reading } from '../edge/reading.js';
import { namesOrAddresses } from '../layout/names.js';
import { ProjectFacts } from './project-facts.service.js';
import { type Facts, SignedKinds } from './signed-kinds.js';

/** What a signature is given for, in words: the thing, and every fact that it stands for. */
export interface SignedThing {
  readonly title: string;
  /** Where the whole of it can be read; null when the facts are all there is. */
  readonly href: string | null;
  readonly facts: readonly (readonly [string, string])[];
  /** Which one and how much, in a line. */
  readonly about: string;
  readonly asker: string;
}

/** Says what exactly is signed: sums, accounts and names as they stand at this moment in the room that asks. */
@Injectable()
export class SignedThings {
  constructor(
    private readonly kinds: SignedKinds,
    private readonly approvals: ApprovalsQueries,
    private readonly persons: PersonsService,
    private readonly ofProjects: ProjectFacts,
  ) {}

  /** The thing of one approval. */
  async of(reading: Reading, approval: Approval): Promise<SignedThing> {
    const { say } = reading;
    const { href, facts, matchedBy } = await this.kinds.of(approval.kind)(reading, approval);
    const names = await this.names([approval.askedBy, matchedBy ?? null]);
    const asker = names.get(approval.askedBy) ?? approval.askedBy;
    const said = facts.filter((fact): fact is readonly [string, string] => Boolean(fact[1]));
    return {
      title: say(`operator.task.${approval.kind}`),
      about: said.slice(0, 3).map(([, value]) => value).join(' · '), // prettier-ignore
      asker,
      href: href && reading.href(href),
      facts: [
        ...labelled(reading, [...facts, ['matched-by', matchedBy && names.get(matchedBy)]]),
        [say('operator.fact.asked-by'), asker],
        [say('operator.fact.asked-at'), reading.moment(approval.askedAt)],
      ],
    };
  }

  /** The facts of a tranche's payment; both signatures are given for the same. */
  async paymentOf(reading: Reading, id: RequestId): Promise<SignedThing['facts']> {
    return labelled(reading, await this.ofProjects.payment(reading, id));
  }

  /** What giving a project up would do with its money; both signatures are given for it. */
  async cancellingOf(reading: Reading, id: ProjectId): Promise<SignedThing['facts']> {
    return labelled(reading, await this.ofProjects.cancelling(reading, id));
  }

  /** The approval about a thing ("body:ID") that waits for its second signature; null when none does. */
  async waiting(subject: string): Promise<ApprovalId | null> {
    return (await this.approvals.of(subject)).find(({ state }) => state === 'waiting')?.id ?? null;
  }

  /** Why the newest question about a thing was refused by its second person; null when it was not. */
  async refusal(subject: string): Promise<string | null> {
    const [newest] = await this.approvals.of(subject);
    return newest?.state === 'refused' ? newest.reason : null;
  }

  /** Names of people of the desk by id; the address of whoever has said none. */
  names(ids: readonly (PersonId | null)[]): Promise<ReadonlyMap<PersonId, string>> {
    return namesOrAddresses(this.persons, ids);
  }
}

function labelled({ say }: Reading, facts: Facts): SignedThing['facts'] {
  return facts.flatMap(([name, value]) => (value ? [[say(`operator.fact.${name}`), value] as const] : []));
}
