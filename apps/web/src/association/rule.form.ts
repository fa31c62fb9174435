import type { VoteRule } from '#libs/hometowns/src/index.js';
import { Form } from '../edge/form.js';
import type { RuleForm } from './association.requests.js';

/** A rule as its form shows it. */
export function ruleForm(rule: VoteRule): Form<RuleForm> {
  const paper = rule.paperAllowed ? 'yes' : 'no';
  const words = { ...rule, paper, strict: rule.strict ? 'more' : 'least', secret: rule.secret ? 'secret' : 'open' };
  return Form.blank(Object.fromEntries(Object.entries(words).map(([name, value]) => [name, String(value)])));
}

/** The rule that was filled in. */
export function ruleOf({ strict, secret, paper, ...rule }: RuleForm): VoteRule {
  return { ...rule, strict: strict === 'more', secret: secret === 'secret', paperAllowed: paper === 'yes' };
}
