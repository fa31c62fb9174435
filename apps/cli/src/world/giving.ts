import { type Currency, Money, newId } from '#libs/kernel/src/index.js';
import { type Card, GOOD_CARD, payOnPage } from './card-page.client.js';
import type { Works } from './works-plan.js';
import { type Actor, eachOf, type World } from './world.js';

/** A gift as somebody means to give it. */
export interface GiftPlan {
  readonly email: string;
  readonly name: string;
  readonly amount: string;
  readonly currency: Currency;
  readonly country?: string;
  readonly by?: 'card' | 'transfer';
  readonly card?: Card;
  readonly coverFee?: boolean;
  readonly publicName?: string;
  readonly dedication?: { readonly kind: 'memory' | 'honour' | 'wish'; readonly text: string };
  readonly shortfall?: 'return' | 'smaller' | 'next';
  readonly lang?: 'ro' | 'ru' | 'en';
  /** Units of the line that has this name in Romanian. */
  readonly line?: { readonly name: string; readonly units: number };
  readonly pool?: {
    readonly name: string;
    readonly members: readonly { readonly name?: string; readonly public?: boolean }[];
  };
}

/** A gift as Plai took it. */
export interface GiftMade {
  readonly id: string;
  readonly ref: string;
  readonly lei: bigint;
  readonly outcome: 'paid' | 'declined' | 'awaited';
}

interface PledgeAnswer {
  readonly id: string;
  readonly ref: string;
  readonly lei: { readonly amount: string };
  readonly payUrl: string | null;
}

/** Gives as a guest: the form, then the payment page. */
export async function give(world: World, { id: projectId }: Works, gift: GiftPlan): Promise<GiftMade> {
  const {
    email,
    name,
    amount,
    currency,
    country,
    by = 'card',
    card = GOOD_CARD,
    shortfall = 'smaller',
    ...rest
  } = gift;
  const { coverFee = false, publicName, dedication, lang = 'ro', line, pool } = rest;
  const body = {
    amount: { amount, currency },
    email,
    by,
    shortfall,
    country,
    coverFee,
    publicName,
    dedication,
    lang,
    pool,
    line: line && { id: await lineOf(world, projectId, line.name), units: line.units },
    follow: true,
  };
  const pledge = await world.anybody.put<PledgeAnswer>(`/projects/${projectId}/pledges/${newId()}`, body);
  const made = { id: pledge.id, ref: pledge.ref, lei: Money.parse(pledge.lei.amount, 'MDL').minor };
  if (!pledge.payUrl) return { ...made, outcome: 'awaited' };
  const end = await payOnPage(pledge.payUrl, card, { name, email }, world.tally);
  return { ...made, outcome: end === 'declined' ? 'declined' : 'paid' };
}

async function lineOf(world: World, projectId: string, name: string): Promise<string | undefined> {
  const { lines } = await world.anybody.get<{ lines: { id: string; name: { ro?: string } }[] }>(
    `/projects/${projectId}`,
  );
  return lines.find((one) => one.name.ro === name)?.id;
}

/** An operator reads what donors wrote for everybody; nothing of it has to be hidden. */
export async function readWords({ api }: Actor): Promise<void> {
  for (;;) {
    const { data } = await api.get<{ data: { id: string }[] }>('/words');
    if (data.length === 0) return;
    for (const { id } of data) await api.put(`/words/${id}`, {});
  }
}

/** Many gifts, so many at a time; `told` hears of each. */
export async function giveAll(
  world: World,
  gifts: readonly (readonly [Works, GiftPlan])[],
  { atOnce = 8, told = () => undefined }: { atOnce?: number; told?: (made: GiftMade, works: Works) => void } = {},
): Promise<void> {
  await eachOf(gifts, atOnce, async ([works, gift]) => told(await give(world, works, gift), works));
}
