import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { give, type GiftMade, type GiftPlan } from '#apps/cli/src/world/giving.js';
import { passUntil, reach } from '#apps/cli/src/world/life.js';
import { foundTown, sign } from '#apps/cli/src/world/town.js';
import type { Works } from '#apps/cli/src/world/works-plan.js';
import { type MoneyJson, newId, type PersonId, type PledgeId } from '#libs/kernel/src/index.js';
import { DeskQueries, ReturnOrdersService } from '#libs/pledges/src/index.js';
import { salcia } from './support/cast.js';
import { subjectsTo } from './support/letters.js';
import { waterPipe } from './support/plans.js';
import { campaignOf, openWorld, type RunningWorld, shown } from './support/world.js';

interface Shown {
  readonly project: { readonly state: string };
  readonly totals: { readonly raised: MoneyJson; readonly promised: MoneyJson };
}
type Giver = Omit<GiftPlan, 'email' | 'name' | 'currency'> & { currency?: GiftPlan['currency'] };

describe('what does not go as hoped', () => {
  let running: RunningWorld;
  let kept: Works;
  let short: Works;
  let givenUp: Works;
  const now = (works: Works) => shown<Shown>(running, works);
  const gives = (works: Works, who: string, plan: Giver): Promise<GiftMade> =>
    give(running.world, works, { email: `${who}@donor.plai.example`, name: who, currency: 'EUR', ...plan });
  const told = (who: string) =>
    subjectsTo(running, `${who}@donor.plai.example`).map((line) =>
      line.replaceAll('\u00a0', ' ').replace(/:? (\d[ \d]* de lei: codul|PL-\S+|„).*/, ''),
    );

  beforeAll(async () => {
    running = await openWorld();
    const town = await foundTown(running.world, running.operators, salcia());
    kept = await campaignOf(running, town, waterPipe('keep', { title: 'Parcul din centru' }));
    short = await campaignOf(running, town, waterPipe('all-or-nothing', { title: 'Sobă pentru bibliotecă' }));
    givenUp = await campaignOf(running, town, waterPipe('keep', { title: 'Podul de peste pârâu' }));
  });
  afterAll(() => running.close());

  it('keeps what is raised, but for a gift that two operators give back', async () => {
    await gives(kept, 'ion', { amount: '1000' });
    const ana = await gives(kept, 'ana', { amount: '100', coverFee: true });
    const refused = await gives(kept, 'vlad', { amount: '300', card: { number: '4000000000000002' } });
    await running.world.settle();
    expect(refused.outcome).toBe('declined');
    expect((await now(kept)).totals.raised.amount).toBe('23309.55');
    const [first, second] = running.operators;
    const path = `/pledges/${ana.id}/refunds`;
    const { approvalId } = await first.api.post<{ approvalId: string }>(path, { reason: 'A cerut donatoarea.' });
    await expect(sign(first, approvalId)).rejects.toMatchObject({ code: 'second-person-needed' });
    await sign(second, approvalId);
    await running.world.settle();
    expect((await now(kept)).totals.raised.amount).toBe('21190.50');
  });

  it('gives everything back when a project is given up before anything was spent', async () => {
    await gives(givenUp, 'olga', { amount: '50' });
    await gives(givenUp, 'petru', { amount: '40', currency: 'USD' });
    const mihai = await gives(givenUp, 'mihai', { amount: '500', currency: 'MDL', by: 'transfer' });
    await running.world.settle(); // how to send it is told before the money comes
    await running.bank.transfer(mihai, { amount: '500.00', currency: 'MDL' });
    await running.world.settle();
    expect((await now(givenUp)).totals.raised.amount).toBe('2277.63');
    const [first, second] = running.operators;
    const reason = { reason: 'Podul l-a reparat raionul.' };
    const { approvalId } = await first.api.post<{ approvalId: string }>(`/projects/${givenUp.id}/cancellation`, reason);
    await sign(second, approvalId);
    await reach(running.world, givenUp, 'cancelled');
    await running.world.settle();
    await sendBack(mihai);
    expect(await now(givenUp)).toMatchObject({
      project: { state: 'cancelled' },
      totals: { raised: { amount: '0.00' } },
    });
  });

  it('takes nothing from anybody when too little was promised, and sends a transfer back', async () => {
    await gives(short, 'elena', { amount: '100' });
    const nicu = await gives(short, 'nicu', { amount: '1000', currency: 'MDL', by: 'transfer' });
    await running.world.settle();
    await running.bank.transfer(nicu, { amount: '1000.00', currency: 'MDL' });
    await passUntil(running.world, new Date(`${short.plan.closesOn}T22:00:00Z`), 7200);
    await reach(running.world, short, 'failed');
    await reach(running.world, kept, 'funded');
    await running.world.settle();
    await sendBack(nicu);
    expect((await now(short)).totals).toMatchObject({ raised: { amount: '0.00' }, promised: { amount: '0.00' } });
    expect((await now(kept)).totals.raised.amount).toBe('21190.50');
  });

  it('has told each what became of his money', () => {
    // In no promised order: letters leave side by side.
    const transfer = ['Cum trimiteți', 'Confirmarea'];
    const letters: Record<string, string[]> = {
      ion: ['Confirmarea', 'Banii s-au strâns'],
      ana: ['Confirmarea', 'Am trimis înapoi 101,78 €'],
      vlad: [],
      olga: ['Confirmarea', 'Proiect anulat', 'Am trimis înapoi 50,00 €'],
      petru: ['Confirmarea', 'Proiect anulat', 'Am trimis înapoi 40,00 $'],
      mihai: [...transfer, 'Proiect anulat', 'Am trimis înapoi 500 de lei'],
      elena: ['Promisiunea', 'Nu s-a strâns suma'],
      nicu: [...transfer, 'Nu s-a strâns suma', 'Am trimis înapoi 1 000 de lei'],
    };
    for (const [who, expected] of Object.entries(letters))
      expect({ who, letters: told(who).sort() }).toEqual({ who, letters: [...expected].sort() });
  });

  it('has moved at Stripe exactly what the books say', async () => {
    const stripe = new Stripe('sk_test_sandbox', { host: '127.0.0.1', port: running.sandbox.port, protocol: 'http' });
    const charges = (await stripe.charges.list({ limit: 100 })).data.filter(({ status }) => status === 'succeeded');
    const left = charges.map(({ amount, amount_refunded, currency }) => `${amount - amount_refunded} ${currency}`);
    expect(left.sort()).toEqual(['0 eur', '0 eur', '0 usd', '100000 eur']);
    // A charge that Stripe told of before its gift was counted is booked by the next round, some seconds later.
    await running.world.operations('POST', '/ops/reconcile');
    await running.world.settle();
    expect(await running.world.audit()).toEqual([]);
  });

  /** Two operators order the transfer back to the account it came from, and the bank shows it as paid. */
  async function sendBack({ id }: GiftMade): Promise<void> {
    const [first, second] = await Promise.all(
      running.operators.map(({ api }) => api.get<{ id: PersonId }>('/me').then((me) => me.id)),
    );
    const [waiting] = await running.get(DeskQueries).refundsOf(id as PledgeId);
    const order = {
      approvalId: newId<'Approval'>(),
      refundId: waiting!.id,
      iban: 'MD04ML876232860129040479',
      holder: 'Donator',
    };
    await running.get(ReturnOrdersService).ask(order, first!);
    await running.get(ReturnOrdersService).confirm(order.approvalId, second!);
    await running.bank.payOrder(`pledge:${id}`);
    await running.world.settle();
  }
});
