import { type MoneyJson, newId } from '#libs/kernel/src/index.js';
import type { BankDesk } from './bank-desk.js';
import { today } from './dates.js';
import { passUntil, voteOn } from './life.js';
import { type Operators, sign } from './town.js';
import type { Texts } from './texts.js';
import type { Works } from './works-plan.js';
import type { World } from './world.js';

interface PlanSeen {
  readonly lines: readonly { readonly id: string; readonly amount: MoneyJson; readonly core: MoneyJson }[];
  readonly tiers: readonly { readonly id: string; readonly without: readonly string[] }[];
  readonly campaign: { readonly built: string | null };
  readonly milestones: readonly { readonly id: string; readonly metOn: string | null }[];
  readonly tranches: readonly { readonly id: string; readonly number: number; readonly milestoneId: string }[];
}

interface RequestSeen {
  readonly id: string;
  readonly state: string;
  readonly amount: MoneyJson;
}

/** What works on a project's delivery: its town, two operators and their bank. */
export interface Delivery {
  readonly world: World;
  readonly works: Works;
  readonly operators: Operators;
  readonly bank: BankDesk;
}

/** The plan as the API shows it. */
function planOf({ works }: Pick<Delivery, 'works'>): Promise<PlanSeen> {
  return works.town.mayor.api.get<PlanSeen>(`/projects/${works.id}`);
}

/** The lines of which anything is done: what the built version leaves out whole is neither inspected nor billed. */
function linesDone({ lines, tiers, campaign }: PlanSeen): PlanSeen['lines'] {
  const without = tiers.find(({ id }) => id === campaign.built)?.without ?? [];
  return lines.filter(({ id, core }) => !without.includes(id) || Number(core.amount) > 0);
}

/** The town hall asks for a tranche and the inspector answers the checklist: the vote is open. Gives the request's id. */
export async function askAndInspect({ world, works }: Delivery, number: number, note: string): Promise<string> {
  const { accountant, inspector } = works.town;
  const plan = await planOf({ works });
  const tranche = plan.tranches.find((one) => one.number === number)!;
  const id = newId();
  const proof = await accountant.api.upload(world.paper, `tranșa-${number}.pdf`);
  await accountant.api.put(`/projects/${works.id}/tranche-requests/${id}`, {
    trancheId: tranche.id,
    note,
    evidence: [proof.id],
  });
  const items = linesDone(plan).map((line) => ({ lineId: line.id, finding: 'ok' }));
  await inspector.api.post(`/tranche-requests/${id}/inspection`, { items, verdict: 'accepted' });
  return id;
}

/** The whole way of a tranche: vote, deadline, two signatures, order, bank. Gives what the town hall has received. */
export async function payTranche(delivery: Delivery, number: number, note: string): Promise<MoneyJson> {
  const requestId = await askAndInspect(delivery, number, note);
  const closes = await voteOn(delivery.world, delivery.works.town, `tranche:${requestId}`, [
    'yes',
    'yes',
    'yes',
    'abstain',
  ]);
  await passUntil(delivery.world, closes);
  return release(delivery, requestId);
}

/** What follows a vote that approved: two signatures, order, bank. Gives what the town hall has received. */
export async function release({ world, works, operators, bank }: Delivery, requestId: string): Promise<MoneyJson> {
  const [first, second] = operators;
  await requestIn({ world, works }, requestId, 'approved');
  const { approvalId } = await first.api.post<{ approvalId: string }>(`/tranche-requests/${requestId}/release`, {
    decision: 'release',
  });
  await sign(second, approvalId);
  await bank.payOrder(`tranche:${requestId}`);
  return (await requestIn({ world, works }, requestId, 'received')).amount;
}

/** Waits until a request is in a state. */
function requestIn(
  { world, works }: Pick<Delivery, 'world' | 'works'>,
  id: string,
  state: string,
): Promise<RequestSeen> {
  return world.until(`request ${id} ${state}`, async () => {
    const { data } = await works.town.mayor.api.get<{ data: RequestSeen[] }>(`/projects/${works.id}/tranche-requests`);
    return data.find((one) => one.id === id && one.state === state);
  });
}

/** An invoice over what was received, against the first line, and the act that proves it. */
export async function spend({ world, works }: Delivery, amount: MoneyJson, number: string): Promise<void> {
  const { api } = works.town.accountant;
  const lines = linesDone(await planOf({ works }));
  const [id, date] = [newId(), await today(world)];
  const file = (await api.upload(world.paper, 'factura.pdf')).id;
  await api.put(`/projects/${works.id}/invoices/${id}`, {
    lineId: lines[0]!.id,
    supplier: 'Lucrări Nord SRL (exemplu)',
    number,
    date,
    amount,
    file,
  });
  await api.post(`/invoices/${id}/proof`, {
    number: `PV-${number}`,
    date,
    file: (await api.upload(world.paper, 'proces-verbal.pdf')).id,
  });
}

/** Stages up to and with a number are reached today. */
export async function meet({ world, works }: Delivery, upTo: number): Promise<void> {
  const { api } = works.town.mayor;
  const { milestones } = await planOf({ works });
  for (const { id, metOn } of milestones.slice(0, upTo)) {
    if (metOn) continue;
    const file = (await api.upload(world.paper, 'etapa.pdf')).id;
    await api.put(`/projects/${works.id}/milestones/${id}/met/${newId()}`, { on: await today(world), file });
  }
}

/** Final account, act of acceptance, completion. */
export async function complete({ world, works, operators }: Delivery): Promise<void> {
  const { mayor, accountant } = works.town;
  await accountant.api.put(`/projects/${works.id}/final-account/${newId()}`, {
    note: 'Plan și facturi, rând cu rând.',
  });
  const file = (await mayor.api.upload(world.paper, 'receptie.pdf')).id;
  await mayor.api.post(`/projects/${works.id}/acceptance`, { number: 'PV-1', date: await today(world), file });
  await operators[0].api.post(`/projects/${works.id}/completion`);
}

/** The town hall and the other payers give their shares past Plai: recorded with their paper. */
export async function payCofunders({ world, works }: Pick<Delivery, 'world' | 'works'>): Promise<void> {
  const { id, town } = works;
  const { data } = await world.anybody.get<{ data: { sourceId: string; planned: MoneyJson }[] }>(
    `/projects/${id}/shares`,
  );
  const date = await today(world);
  for (const { sourceId, planned } of data) {
    const act = { kind: 'payment-order', number: 'OP-1', date };
    await town.accountant.api.put(`/projects/${id}/shares/${newId()}`, {
      sourceId,
      stage: 'paid',
      amount: planned,
      act,
    });
  }
}

/** The town hall writes to everybody who follows the project. */
export async function tellFollowers({ works }: Pick<Delivery, 'works'>, text: Texts): Promise<void> {
  const body = { text: typeof text === 'string' ? { original: 'ro', ro: text } : { original: 'ro', ...text } };
  await works.town.mayor.api.put(`/projects/${works.id}/updates/${newId()}`, body);
}
