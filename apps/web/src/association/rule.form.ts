import type { VoteRule } from '#libs/hometowns/src/index.js';
import { Form } from '../edge/form.js';
import type { RuleForm } from './association.requests.js';

/** A rule as its form shows it. */
export function ruleForm(rule: VoteRule): Form<RuleForm> {
  const words = { ...rule, strict: rule.strict ? 'more' : 'least', secret: rule.secret ? 'secret' : 'open' };
  return Form.blank(Object.fromEntries(Object.entries(words).map(([name, value]) => [name, String(value)])));
}

/** The rule that was filled in. */
export function ruleOf({ strict, secret, ...rule }: RuleForm): VoteRule {
  return { ...rule, strict: strict === 'more', secret: secret === 'secret' };
}
