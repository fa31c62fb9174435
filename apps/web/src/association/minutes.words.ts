import type { Assembly, Item } from '#libs/assemblies/src/index.js';
import type { Body } from '#libs/hometowns/src/index.js';
import type { PersonId, VoteId } from '#libs/kernel/src/index.js';
import type { VoteView } from '#libs/voting/src/index.js';
import type { Reading } from '../edge/reading.js';

/** The minutes of an assembly: for its members, and for whoever holds the paper. */
export interface MinutesFacts {
  readonly assembly: Assembly;
  readonly body: Body;
  readonly votes: ReadonlyMap<VoteId, VoteView>;
  readonly names: ReadonlyMap<PersonId, string>;
}

/** What stands at the head of the minutes. */
export function minutesRows(reading: Reading, { assembly, body, votes }: MinutesFacts): (readonly [string, string])[] {
  const { say, text, moment } = reading;
  const closes = [...votes.values()].map(({ closesAt }) => closesAt.getTime());
  return [
    [say('minutes.association'), text(body.name).text],
    [say('minutes.notice'), moment(assembly.calledAt!)],
    [
      say('minutes.voting'),
      say('minutes.from-to', { from: moment(assembly.openedAt!), to: moment(new Date(Math.max(...closes))) }),
    ],
  ];
}

/** A point of the minutes in lines: who stood, who took part, how it ended, what followed. */
export function pointLines({ say }: Reading, item: Item, { votes, names }: MinutesFacts): string[] {
  const vote = votes.get(item.voteId!)!;
  const { yes, no, abstain, outcome, ground } = vote.result!;
  const { cast, entitled, rollSize: roll } = vote;
  return [
    ...(item.candidate ? [say('agenda.stands', { name: names.get(item.candidate) ?? '–' })] : []),
    say('minutes.turnout', { cast, entitled, roll }),
    say('vote.result', { yes, no, abstain }),
    `${say(`vote.outcome.${outcome}`)}. ${say(`vote.ground.${ground}`)}`,
    ...(item.effect ? [say(`agenda.effect.${item.effect}`)] : []),
  ];
}
