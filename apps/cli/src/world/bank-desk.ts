import { type Currency, Money, type MoneyJson, newId } from '#libs/kernel/src/index.js';
import { today } from './dates.js';
import type { GiftMade } from './giving.js';
import { type Operators, sign } from './town.js';
import type { World } from './world.js';

interface Account {
  readonly id: string;
  readonly currency: Currency;
}

interface Balances {
  readonly data: readonly { readonly code: string; readonly amount: MoneyJson }[];
  readonly payouts: readonly { readonly id: string; readonly amount: MoneyJson }[];
}

/** What a line of a statement says. */
export interface LinePlan {
  readonly accountId: string;
  readonly amount: MoneyJson;
  readonly meaning: string;
  readonly refersTo?: string;
  readonly purpose?: string;
}

const IBANS: Readonly<Partial<Record<Currency, string>>> = {
  MDL: 'MD94VI000000022512345678',
  EUR: 'RO49AAAA1B31007593840000',
};

/** The operator's bank as two of its staff work with it. */
export class BankDesk {
  constructor(
    private readonly world: World,
    private readonly operators: Operators,
  ) {}

  /** The operator's account in a currency, opened by both when there is none. */
  async account(currency: Currency): Promise<string> {
    const { data } = await this.operators[0].api.get<{ data: Account[] }>('/bank/accounts');
    const found = data.find((one) => one.currency === currency);
    if (found) return found.id;
    const id = newId();
    const account = {
      currency,
      iban: IBANS[currency],
      bank: 'Banca demonstrației',
      holder: 'Asociația Plai (demonstrație)',
      bic: currency === 'EUR' ? 'AAAAROBU' : undefined,
    };
    for (const { api } of this.operators) await api.put(`/bank/accounts/${id}`, account);
    return id;
  }

  /** One enters a line with its meaning, the other confirms both. Gives the line's id. */
  async line(plan: LinePlan): Promise<string> {
    const [first, second] = this.operators;
    const id = newId();
    const body = { ...plan, reference: `REF-${id.slice(-12)}`, bookedOn: await today(this.world) };
    const { approvalId } = await first.api.put<{ approvalId: string }>(`/bank/lines/${id}`, body);
    await sign(second, approvalId);
    return id;
  }

  /** Lets Stripe pay everything out, books its arrival, and sells it for lei at a rate (lei for one unit, as text). */
  async bringHome(leiFor: (foreign: Money) => Money): Promise<void> {
    await this.world.settle();
    const { data: sent } = await this.world.sandbox<{ data: { id: string }[] }>('/payouts', { pending: true });
    for (const { id } of sent) await this.world.sandbox(`/payouts/${id}/paid`, {});
    await this.world.settle();
    await this.world.operations('POST', '/ops/reconcile');
    await this.world.settle();
    const { payouts } = await this.balances();
    for (const { id, amount } of payouts) {
      const accountId = await this.account(amount.currency);
      await this.line({ accountId, amount, meaning: 'payout', refersTo: id });
    }
    await this.sellAll(leiFor);
  }

  /** A donor's transfer arrives with the gift's code as its purpose and is counted as that gift. Gives the line's id. */
  async transfer({ id, ref }: GiftMade, amount: MoneyJson): Promise<string> {
    const line = await this.line({ accountId: await this.account(amount.currency), amount, meaning: 'gift', purpose: ref }); // prettier-ignore
    await this.operators[0].api.post(`/bank/lines/${line}/claim`, { pledgeId: id });
    return line;
  }

  /** Cash that an association has brought, under the code of its slip. */
  async deposit(id: string, amount: MoneyJson, code: string): Promise<void> {
    const line = await this.line({ accountId: await this.account('MDL'), amount, meaning: 'gift', purpose: `numerar ${code}` }); // prettier-ignore
    await this.operators[0].api.post(`/bank/lines/${line}/deposit`, { depositId: id });
  }

  /** What an aggregator of messages pays, under the reference of its list. */
  async settlement(id: string, amount: MoneyJson, reference: string): Promise<void> {
    const line = await this.line({ accountId: await this.account('MDL'), amount, meaning: 'gift', purpose: reference });
    await this.operators[0].api.post(`/bank/lines/${line}/settlement`, { settlementId: id });
  }

  /** Puts the operator's own lei into the bank: what fees and rates have cost is his, never a project's. */
  async ownMeans(amount: Money): Promise<void> {
    await this.line({ accountId: await this.account('MDL'), amount: amount.toJSON(), meaning: 'own-means' });
  }

  /** Hands an order to the bank and books the line that shows it as paid. */
  async payOrder(owner: string): Promise<void> {
    const [first] = this.operators;
    const order = await this.world.until(`an order for ${owner}`, async () => {
      const { data } = await first.api.get<{ data: { id: string; owner: string; amount: MoneyJson }[] }>(
        '/payment-orders',
      );
      return data.find((one) => one.owner === owner);
    });
    await first.api.post(`/payment-orders/${order.id}/sent`);
    const accountId = await this.account('MDL');
    await this.line({ accountId, amount: order.amount, meaning: 'order', refersTo: order.id });
  }

  private async sellAll(leiFor: (foreign: Money) => Money): Promise<void> {
    const { data } = await this.balances();
    for (const { code, amount } of data) {
      const [, accountId] = /^held:bank\/([^:]+):balance:/.exec(code) ?? [];
      const money = Money.parse(amount.amount.replace('-', ''), amount.currency);
      if (!accountId || amount.currency === 'MDL' || amount.amount.startsWith('-') || money.isZero()) continue;
      const sold = await this.line({ accountId, amount, meaning: 'exchange-sold' });
      const bought = leiFor(money).toJSON();
      await this.line({
        accountId: await this.account('MDL'),
        amount: bought,
        meaning: 'exchange-bought',
        refersTo: sold,
      });
    }
  }

  private balances(): Promise<Balances> {
    return this.operators[0].api.get<Balances>('/bank/balances');
  }
}
