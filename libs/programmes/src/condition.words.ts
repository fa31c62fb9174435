import { formatPercent, type Lang, sayIn } from '#libs/platform/src/index.js';
import type { Condition } from './condition.js';

/** A rule in words: "The people: at least 10 % of the whole". */
export function conditionWords(lang: Lang, condition: Condition): string {
  const say = sayIn(lang);
  if (condition.kind === 'total-at-least') return say('programme.rule.total-at-least', { amount: condition.amount });
  const party = say(`programme.party.${condition.party}`);
  switch (condition.kind) {
    case 'share-at-least':
    case 'share-at-most': {
      const percent = formatPercent(lang, String(condition.bp / 100));
      return say(`programme.rule.${condition.kind}`, { party, percent });
    }
    case 'amount-at-least':
    case 'amount-at-most':
      return say(`programme.rule.${condition.kind}`, { party, amount: condition.amount });
    case 'equals': {
      const { to, num, den, min, max } = condition;
      const how = num === den ? 'same' : den === 1 ? 'times' : 'part';
      const base = say('programme.rule.equals', { party, how, num, den, to });
      const from = min ? [say('programme.rule.from', { min })] : [];
      const most = max ? [say('programme.rule.most', { max })] : [];
      return [base, ...from, ...most].join(', ');
    }
  }
}
