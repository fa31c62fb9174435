import type { VoteRule } from '#libs/hometowns/src/index.js';
import { DomainError, refuseWrong } from '#libs/kernel/src/index.js';
import { Form } from '../edge/form.js';
import type { RuleForm } from './association.requests.js';

/** A rule as its form shows it: shares as "1/2", the majority with how it is compared, ">1/2" or ">=2/3". */
export function ruleForm(rule: VoteRule): Form<RuleForm> {
  const { quorumNum, quorumDen, majorityNum, majorityDen, strict, secret, paperAllowed, ...rest } = rule;
  const words = {
    ...rest,
    quorum: `${quorumNum}/${quorumDen}`,
    majority: `${strict ? '>' : '>='}${majorityNum}/${majorityDen}`,
    ...{ secret: secret ? 'secret' : 'open', paper: paperAllowed ? 'yes' : 'no' },
  };
  return Form.blank(Object.fromEntries(Object.entries(words).map(([name, value]) => [name, String(value)])));
}

// A share is one field here, and two numbers to the room that judges it.
const CHOSEN_IN: Readonly<Record<string, string>> = { '/quorumNum': '/quorum', '/majorityNum': '/majority' };

/** Does something with the rule that was filled in; what is refused of it is told beside the field where it was chosen. */
export async function withRule<Done>(form: RuleForm, work: (rule: VoteRule) => Promise<Done>): Promise<Done> {
  try {
    return await work(ruleOf(form));
  } catch (error) {
    if (error instanceof DomainError)
      refuseWrong(error.fields.map((one) => ({ ...one, pointer: CHOSEN_IN[one.pointer] ?? one.pointer })));
    throw error;
  }
}

function ruleOf({ quorum, majority, secret, paper, ...rule }: RuleForm): VoteRule {
  const [quorumNum, quorumDen] = sharesOf(quorum);
  const [majorityNum, majorityDen] = sharesOf(majority.replace(/^>=?/, ''));
  return {
    ...{ ...rule, quorumNum, quorumDen, majorityNum, majorityDen, strict: !majority.startsWith('>=') },
    ...{ secret: secret === 'secret', paperAllowed: paper === 'yes' },
  };
}

function sharesOf(text: string): [number, number] {
  const [num, den] = text.split('/').map(Number);
  return [num!, den!];
}
