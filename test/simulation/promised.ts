import type { SimulatedWorld } from './world.js';
import type { Says } from './oracle.js';

/**
 * At a quiet point: what people were promised, as they were promised it. The books agree with themselves also when a campaign
 * is decided wrongly, a gift goes where its donor did not want it, or one message counts as two.
 */
export async function promised({ db, told }: SimulatedWorld): Promise<Says> {
  const wrong = await db.rows<{ says: string }>(PROMISED);
  const messages = await db.rows<{ ref: string }>('select ref from messages.message order by 1');
  const foreign = messages.filter(({ ref }) => !told.has(ref));
  return [...wrong.map(({ says }) => says), ...foreign.map(({ ref }) => `the message ${ref} was sent by nobody`)];
}

const PROMISED = `
  -- At the end of a project each gift goes where its donor said.
  select format('%s of gift %s go back to its donor, who wanted the next need', r.amount_minor, p.id) as says
    from pledges.gift_refund r join pledges.pledge p on p.id = r.pledge_id
   where r.why in ('failed', 'cancelled', 'completed') and p.shortfall = 'next' and p.way not in ('cash', 'message')
  -- A smaller project keeps nothing from whoever wanted all or nothing.
  union all
  select format('gift %s stays in a smaller project', p.id)
    from pledges.winding w join pledges.pledge p using (project_id)
   where w.why = 'smaller' and w.ended_at is not null and p.state = 'counted' and p.shortfall = 'return'
     and not exists (select from pledges.open_dispute d where d.pledge_id = p.id)
  -- Nobody is charged for a smaller version who wanted all or nothing.
  union all
  select format('gift %s is charged for a smaller version', p.id)
    from pledges.closing c join pledges.pledge p using (project_id) join payments.charge x on x.id = p.charge_id
   where c.stage = 'closing' and c.decision = 'collecting' and c.tier_id is not null and p.shortfall = 'return' and p.way = 'card-later'
     and x.wanted_at >= c.at
  -- Of what has wholly gone not a ban stays behind.
  union all
  select format('gift %s has wholly gone, and %s bani of it stay', id, lei)
    from (select id, came_minor - refunded_minor - lost_minor as "left", came_lei_minor - refunded_lei_minor - moved_lei_minor - lost_lei_minor as lei, moved_lei_minor as moved
            from pledges.pledge where counted_at is not null
          union all select id, amount_minor - refunded_minor - lost_minor, lei_minor - refunded_lei_minor - lost_lei_minor, 0
            from funds.gift where counted_at is not null) g
   where "left" = 0 and moved = 0 and lei <> 0
  -- What the bank keeps for its work stands as that.
  union all
  select format('the bank kept %s %s as fees, the books say %s', f.minor, f.currency, coalesce(b.balance, 0))
    from (select currency, -sum(amount_minor) as minor from banking.line where state = 'confirmed' and meaning = 'bank-fee' group by 1) f
    left join ledger.account_balance b on b.currency = f.currency and b.owner = 'operator' and b.name = 'fees-bank'
   where coalesce(b.balance, 0) <> f.minor`;
