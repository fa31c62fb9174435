import type { BudgetVote } from '#libs/budgeting/src/index.js';

/** The key of the words for where a vote stands. */
export function stateWord({ state, voidedAt }: BudgetVote): string {
  return `budget.state.${voidedAt ? 'stopped' : state}`;
}
