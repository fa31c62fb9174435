import { createHash } from 'node:crypto';
import { inAll, LANGS, type Multilingual } from '#libs/platform/src/index.js';

const SENTENCES = [1, 2, 3, 4, 5, 6];

/** The rules by which votes are counted, a sentence a line, in every language. A vote keeps them as they are when it opens. */
export function rulesNow(): Multilingual {
  return inAll((say) => SENTENCES.map((n) => say(`budget.rule${n}`)).join('\n'));
}

/** sha256 over the rules of a vote: each language and its words, in the order of the languages' names. */
export function rulesHash(rules: Multilingual): string {
  const lines = [...LANGS].sort().map((lang) => `${lang}\n${rules[lang] ?? ''}`);
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
