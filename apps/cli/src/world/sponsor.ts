import { newId } from '#libs/kernel/src/index.js';
import type { BankDesk } from './bank-desk.js';
import { today } from './dates.js';
import { type Operators, sign } from './town.js';
import type { World } from './world.js';

/** A sponsor's call as the operator enters it, and what its sponsor pays in. */
export interface CallPlan {
  readonly sponsor: string;
  readonly num: string;
  readonly den: string;
  readonly perDonor: string;
  readonly perProject: string;
  /** Towns by the names in their addresses, with commas. */
  readonly places: string;
  readonly closesOn: string;
  /** Lei. */
  readonly pays: string;
}

/** A sponsor adds to people's gifts: one enters the rule, another signs it, and the sponsor pays in by bank. */
export async function openCall(
  world: World,
  { operators, bank }: { operators: Operators; bank: BankDesk },
  { pays, ...call }: CallPlan,
): Promise<void> {
  const [first, second] = operators;
  const id = newId();
  const body = { ...call, opensOn: await today(world) };
  const { approvalId } = await first.api.put<{ approvalId: string }>(`/operator/calls/${id}`, body);
  await sign(second, approvalId);
  const line = await bank.line({
    accountId: await bank.account('MDL'),
    amount: { amount: pays, currency: 'MDL' },
    meaning: 'gift',
    purpose: call.sponsor,
  });
  await first.api.post(`/bank/lines/${line}/sponsor`, { callId: id });
}
