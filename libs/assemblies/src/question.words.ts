import type { VoteRule } from '#libs/hometowns/src/index.js';
import { inAll, type Multilingual, type Say } from '#libs/platform/src/index.js';
import type { Elected } from './assembly.js';

/** The question of an election. It names the office alone: who stands for it is its members' to see. */
export function electionWords(role: Elected, years: number): Multilingual {
  return inAll((say) => say('agenda.officers.question', { office: role, years }));
}

/**
 * The question whether the association votes by this rule from now on: with all of it in words, so that the log proves what was
 * adopted.
 */
export function ruleWords(rule: VoteRule): Multilingual {
  return inAll((say) => [say('agenda.rules.question'), ...ruleLines(say, rule)].join(' '));
}

/** Shares that have words of their own. */
const NAMED = ['1/5', '1/4', '1/3', '1/2', '2/3', '3/4'];

/** A share as people say it, "a third" or "more than a third" (`share-of`); where there is no word for it, its figures. */
export function shareWords(say: Say, form: 'share' | 'share-of', share: string): string {
  return NAMED.includes(share) ? say(`rule.${form}.${share.replace('/', '-')}`) : share;
}

/** All of a voting rule, a sentence for each thing that it says. */
export function ruleLines(say: Say, rule: VoteRule): string[] {
  const strict = rule.strict ? 'yes' : 'no';
  const quorum = `${rule.quorumNum}/${rule.quorumDen}`;
  const majority = `${rule.majorityNum}/${rule.majorityDen}`;
  return [
    rule.quorumNum === rule.quorumDen
      ? say('association.quorum-all')
      : say('association.quorum', { share: shareWords(say, 'share', quorum) }),
    rule.majorityNum === rule.majorityDen
      ? say('association.majority-all')
      : say('association.majority', { strict, share: shareWords(say, 'share-of', majority) }),
    say('association.hours', { n: rule.hours }),
    say('agenda.rules.secret', { secret: rule.secret ? 'yes' : 'no' }),
    say('vote.rule.proxies', { n: rule.proxies }),
    say('vote.rule.paper', { allowed: rule.paperAllowed ? 'yes' : 'no' }),
    say('association.silence', { rule: say(`vote-rule.silence.${rule.silence}`) }),
    say('association.arbiter', { arbiter: rule.arbiter }),
  ];
}

/** The question whether the association ends, with what that means: it is the same for every association. */
export function dissolutionWords(): Multilingual {
  return inAll((say) => say('agenda.dissolution.question'));
}
