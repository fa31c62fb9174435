import type { VoteRule } from '#libs/hometowns/src/index.js';
import { type Lang, LANGS, type Multilingual, sayIn } from '#libs/platform/src/index.js';
import type { Elected } from './assembly.js';

/** The question of an election. It names the office alone: who stands for it is its members' to see. */
export function electionWords(role: Elected, years: number): Multilingual {
  return inAll((lang) => sayIn(lang)('agenda.officers.question', { office: role, years }));
}

/** The question whether the association votes by this rule from now on: with all of it in words, so that the log proves what was adopted. */
export function ruleWords(rule: VoteRule): Multilingual {
  return inAll((lang) => {
    const say = sayIn(lang);
    const strict = rule.strict ? 'yes' : 'no';
    return [
      say('agenda.rules.question'),
      say('association.quorum', { share: `${rule.quorumNum}/${rule.quorumDen}` }),
      say('association.majority', { strict, share: `${rule.majorityNum}/${rule.majorityDen}` }),
      say('association.hours', { n: rule.hours }),
      say('agenda.rules.secret', { secret: rule.secret ? 'yes' : 'no' }),
      say('vote.rule.proxies', { n: rule.proxies }),
      say('vote.rule.paper', { allowed: rule.paperAllowed ? 'yes' : 'no' }),
      say('association.silence', { rule: say(`vote-rule.silence.${rule.silence}`) }),
      say('association.arbiter', { arbiter: rule.arbiter }),
    ].join(' ');
  });
}

/** The question whether the association ends, with what that means: it is the same for every association. */
export function dissolutionWords(): Multilingual {
  return inAll((lang) => sayIn(lang)('agenda.dissolution.question'));
}

function inAll(words: (lang: Lang) => string): Multilingual {
  return { original: 'ro', ...Object.fromEntries(LANGS.map((lang) => [lang, words(lang)])) };
}
