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
  /** Towns by the names in their addresses; none: all. */
  readonly places: readonly string[];
  readonly closesOn: string;
  /** Lei. */
  readonly pays: string;
  /** The part of it, in percent, that only towns under a line draw, and by which figures. */
  readonly kept?: {
    readonly reserve: string;
    readonly line: string;
    readonly lineSource: string;
    readonly figures: FiguresPlan;
  };
}

/** Figures of towns as the operator pastes them. */
export interface FiguresPlan {
  readonly name: string;
  readonly source: string;
  readonly publishedOn: string;
  readonly country?: string;
  /** A line for each town: its code, a semicolon, lei an inhabitant. */
  readonly places: string;
}

/** A sponsor adds to people's gifts: one enters the rule, another signs it, and the sponsor pays in by bank. Gives the call's id. */
export async function openCall(
  world: World,
  { operators, bank }: { operators: Operators; bank: BankDesk },
  { pays, kept, ...call }: CallPlan,
): Promise<string> {
  const [first, second] = operators;
  const id = newId();
  const body = { ...call, opensOn: await today(world), ...(kept && (await enterFigures(operators, kept))) };
  const { approvalId } = await first.api.put<{ approvalId: string }>(`/operator/calls/${id}`, body);
  await sign(second, approvalId);
  const line = await bank.line({
    accountId: await bank.account('MDL'),
    amount: { amount: pays, currency: 'MDL' },
    meaning: 'gift',
    purpose: call.sponsor,
  });
  await first.api.post(`/bank/lines/${line}/sponsor`, { callId: id });
  return id;
}

/** Nothing is added from it any more: what it added stays, the rest waits to go back to the sponsor. */
export async function closeCall([first]: Operators, id: string): Promise<void> {
  await first.api.post(`/operator/calls/${id}/closing`);
}

/** One enters the figures by which the reserve is kept, another signs them. */
async function enterFigures(
  [first, second]: Operators,
  { figures, ...reserve }: NonNullable<CallPlan['kept']>,
): Promise<object> {
  const figuresId = newId();
  const { approvalId } = await first.api.put<{ approvalId: string }>(`/operator/figures/${figuresId}`, figures);
  await sign(second, approvalId);
  return { ...reserve, figuresId };
}
