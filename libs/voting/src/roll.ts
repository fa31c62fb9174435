import { createHash } from 'node:crypto';
import type { PersonId, ProjectId, VoteId } from '#libs/kernel/src/index.js';
import { linesHash, type Multilingual } from '#libs/platform/src/index.js';

/**
 * Why somebody on the roll may not take part: works for the town hall, sent in the evidence, is kin to a supplier, or has an
 * interest of his own in what his association decides about itself.
 */
export type Recusal = 'town-hall-staff' | 'evidence' | 'supplier-kin' | 'own-interest';

/** What a member's own word means: of a project that he is kin to a supplier, of the association's affairs that they are his. */
export function declaredAs(projectId: ProjectId | null): Recusal {
  return projectId ? 'supplier-kin' : 'own-interest';
}

/** SQL: whether the person has declared a conflict that counts in vote `v`: in it, or in another on its project. */
export function declaredIn(person: string): string {
  return `exists (select from voting.conflict as c
    where c.person_id = ${person} and (c.vote_id = v.id or c.project_id = v.project_id))`;
}

/** One line of a roll. */
export interface RollEntry {
  readonly personId: PersonId;
  readonly recusal: Recusal | null;
}

/** A recusal that the caller of `open` knows of. */
export interface Recused {
  readonly personId: PersonId;
  readonly reason: Recusal;
}

/** Members and why they may not vote, one line a person, in the order of their ids. Recusals of strangers are left out. */
export function rollOf(
  members: readonly { personId: PersonId; conflict: Recusal | null }[],
  recused: readonly Recused[],
): RollEntry[] {
  const reasons = new Map<PersonId, Recusal>(recused.map(({ personId, reason }) => [personId, reason]));
  const roll = new Map<PersonId, RollEntry>();
  for (const { personId, conflict } of members) {
    const recusal = conflict ?? roll.get(personId)?.recusal ?? reasons.get(personId) ?? null;
    roll.set(personId, { personId, recusal });
  }
  return [...roll.values()].sort((a, b) => (a.personId < b.personId ? -1 : 1));
}

/** One line of a roll as it is published: a code that stands for the person in this vote alone. */
export interface RollLine {
  readonly code: string;
  readonly recusal: Recusal | null;
}

/** A line of the roll at closing: whether he took part, and whether he said meanwhile that he has an interest in it. */
export interface TurnoutLine extends RollLine {
  readonly voted: boolean;
  readonly declared: boolean;
  /** The code of the member who voted for him because he had asked him to; null when he voted himself, or not at all. */
  readonly proxy: string | null;
  /** Whether his ballot was on paper. */
  readonly paper: boolean;
}

/** sha256 over a roll's lines "code reason-or-dash", sorted, under the vote's id, as hexadecimal text: it goes to the trail. */
export function rollHash(voteId: VoteId, roll: readonly RollLine[]): string {
  return linesHash(`roll of ${voteId}`, roll.map(({ code, recusal }) => `${code} ${recusal ?? '-'}`)); // prettier-ignore
}

/**
 * sha256 over "code voted-or-dash declared-or-dash proxy-or-dash paper-or-dash" of the roll, sorted: who took part, as closing
 * found it.
 */
export function turnoutHash(voteId: VoteId, roll: readonly TurnoutLine[]): string {
  const lines = roll.map(
    ({ code, voted, declared, proxy, paper }) =>
      `${code} ${voted ? 'voted' : '-'} ${declared ? 'declared' : '-'} ${proxy ?? '-'} ${paper ? 'paper' : '-'}`,
  );
  return linesHash(`turnout of ${voteId}`, lines);
}

/** A ballot as it is published and hashed. */
export interface HashedBallot {
  readonly receipt: string;
  readonly choice: string;
  readonly channel: string;
}

/** sha256 over the published list of ballots "receipt choice channel", sorted by receipt: anyone can compute it anew. */
export function ballotsHash(voteId: VoteId, ballots: readonly HashedBallot[]): string {
  return linesHash(`ballots of ${voteId}`, ballots.map(({ receipt, choice, channel }) => `${receipt} ${choice} ${channel}`)); // prettier-ignore
}

/** sha256 over the text of a question in the language in which it was asked: the trail says what was voted on. */
export function questionHash(question: Multilingual): string {
  return createHash('sha256').update(question[question.original]!).digest('hex');
}
