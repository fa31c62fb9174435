/** What a member can answer. An abstention counts for the turnout only. */
export type Choice = 'yes' | 'no' | 'abstain';
export const CHOICES: readonly Choice[] = ['yes', 'no', 'abstain'];

/** What happens when too few people vote, declared before the vote opens. */
export type Silence = 'refused' | 'cast-decides' | 'inspectors';

/** The association's rule as it stood when the vote opened. Shares are whole numbers: 2/3 is `num` 2, `den` 3. */
export interface VoteRule {
  readonly quorumNum: number;
  readonly quorumDen: number;
  readonly majorityNum: number;
  readonly majorityDen: number;
  /** true: more than the share is needed; false: exactly the share is enough. */
  readonly strict: boolean;
  /** true: those for are held against all who may vote; false: against those for and against. */
  readonly ofRoll: boolean;
  readonly silence: Silence;
  /** For how many others a member may vote whom they have asked to. */
  readonly proxies: number;
  /** Whether a member may hand in his ballot on paper. */
  readonly paperAllowed: boolean;
}

/**
 * What a rule becomes for an association that decides about its own end: two thirds of all who may vote have to be for it,
 * or more where its rule asks for more, and silence never ends it.
 */
export function toEnd<Rule extends VoteRule>(rule: Rule): Rule {
  const enough = rule.majorityNum * 3 >= rule.majorityDen * 2;
  const share = enough ? {} : { majorityNum: 2, majorityDen: 3, strict: false };
  return { ...rule, ...share, ofRoll: true, silence: 'refused' };
}

/** Counted ballots. */
export interface Counts {
  readonly yes: number;
  readonly no: number;
  readonly abstain: number;
}

/** Why a vote ended as it did: the words of the result's explanation hang on it. */
export type Ground = 'majority' | 'no-majority' | 'silence-refused' | 'silence-inspectors';

/** The result of a vote. */
export interface Verdict {
  readonly outcome: 'accepted' | 'refused';
  readonly ground: Ground;
  /** Whether enough of those entitled have voted. */
  readonly quorate: boolean;
}

/** What one vote is judged by, beside its counts. */
export interface Ballotage {
  readonly rule: VoteRule;
  /** Members entitled to vote when the roll was frozen: the roll without those recused. */
  readonly entitled: number;
  /** What the inspectors found, where there was an inspection; decides only under the silence rule `inspectors`. */
  readonly inspectors?: 'accepted' | 'refused' | null;
}

/** Whether enough have voted: `cast·den ≥ entitled·num`. Never without anybody on the roll. */
export function quorate(rule: VoteRule, entitled: number, { yes, no, abstain }: Counts): boolean {
  const cast = BigInt(yes + no + abstain);
  return entitled > 0 && cast * BigInt(rule.quorumDen) >= BigInt(entitled) * BigInt(rule.quorumNum);
}

/** How many ballots are missing for the quorum; 0 when it is reached. Null when nobody is entitled. */
export function missingForQuorum(rule: VoteRule, entitled: number, { yes, no, abstain }: Counts): number | null {
  if (entitled === 0) return null;
  const [num, den] = [BigInt(rule.quorumNum), BigInt(rule.quorumDen)];
  const needed = Number((BigInt(entitled) * num + den - 1n) / den);
  return Math.max(0, needed - (yes + no + abstain));
}

/** Whether those for are enough: `yes·den > of·num`, or `≥`, of those for and against or of all. Nobody for is never enough. */
function carried(rule: VoteRule, entitled: number, { yes, no }: Counts): boolean {
  const of = rule.ofRoll ? entitled : yes + no;
  const [got, needed] = [BigInt(yes) * BigInt(rule.majorityDen), BigInt(of) * BigInt(rule.majorityNum)];
  return yes > 0 && (rule.strict ? got > needed : got >= needed);
}

/** Counts a vote out, in whole numbers. */
export function tally({ rule, entitled, inspectors }: Ballotage, counts: Counts): Verdict {
  const enough = quorate(rule, entitled, counts);
  if (enough || rule.silence === 'cast-decides') {
    const outcome = carried(rule, entitled, counts) ? 'accepted' : 'refused';
    return { outcome, ground: outcome === 'accepted' ? 'majority' : 'no-majority', quorate: enough };
  }
  if (rule.silence === 'inspectors' && inspectors) {
    return { outcome: inspectors, ground: 'silence-inspectors', quorate: false };
  }
  return { outcome: 'refused', ground: 'silence-refused', quorate: false };
}
