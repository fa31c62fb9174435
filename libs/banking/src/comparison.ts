import type { Currency } from '#libs/kernel/src/index.js';

/** A row of `COMPARISON`: sums in minor units as text. */
export interface ComparisonRow {
  readonly place: 'stripe' | 'bank';
  readonly currency: Currency;
  readonly ledger: string;
  readonly told: string;
}

/**
 * What lies with Stripe and at the bank, by the ledger and by their own movements and lines, without Stripe's of the last
 * hour that are not booked yet.
 */
export const COMPARISON = `
with book as (
  select case when b.code ^@ 'held:stripe:balance' then 'stripe' else 'bank' end as place, b.currency, sum(b.balance) as minor
    from ledger.account_balance b
   where b.code ^@ 'held:stripe:balance:' or (b.code ^@ 'held:bank/' and b.code like '%:balance:%') group by 1, 2),
told as (
  select 'stripe' as place, currency, sum(net_minor) as minor from payments.stripe_transaction
   where journal_key is not null or seen_at < platform.now() - interval '1 hour' group by 2
  union all
  select 'bank', currency, sum(amount_minor) from banking.line where state = 'confirmed' group by 2)
select place, currency, coalesce(book.minor, 0)::text as ledger, coalesce(told.minor, 0)::text as told
  from book full join told using (place, currency) order by place desc, currency`;
