import { type Check, sum } from './finding.js';
import type { FindingKind } from './finding-kinds.js';

// What accounts that return to zero carry, posting by posting, with what each is about; a reversal is about what it reverses.
// What a person took for its end by mistake, and what takes that back, has ended nothing (`undone`).
const carried = (where: string) => `
  select a.code, a.currency, e.amount * a.sign as amount, j.kind, j.ref || coalesce(o.ref, '{}') as ref,
         j.ref ? 'correction' or exists (select from ledger.journal x where x.key = 'reverse:' || j.key and x.ref ? 'correction') as undone
    from ledger.account a
    join ledger.entry e on e.account_id = a.id and e.status = 'posted'
    join ledger.journal j on j.id = e.journal_id
    left join ledger.journal o on o.id = (j.ref->>'reverses')::bigint
   where ${where}`;

/** One clearing account: nothing is left of a thing once it has ended, and never less than nothing before. */
function thingByThing(where: string, thing: string, ends: readonly string[]): Check {
  const ended = ends.map((kind) => `'${kind}'`).join(', ');
  return {
    invariant: 'I7',
    kind: 'clearing-left',
    sql: `
      select code || ' ' || coalesce(thing, 'none') as subject, ${sum('sum(amount)', 'currency')} as sum
        from (select *, ${thing} as thing from (${carried(where)}) c) t
       group by code, currency, thing
      having sum(amount) <> 0 and (thing is null or sum(amount) < 0 or bool_or(kind in (${ended}) and not undone))`,
  };
}

/** One account that must stand at what is still open elsewhere, per currency. */
function standsAt(kind: FindingKind, [name, where]: readonly [string, string], open: string): Check {
  return {
    invariant: 'I7',
    kind,
    sql: `
      select '${name}:' || coalesce(b.currency, o.currency) as subject,
             ${sum('coalesce(o.minor, 0)', 'coalesce(b.currency, o.currency)')} as papers, ${sum('coalesce(b.balance, 0)', 'coalesce(b.currency, o.currency)')} as books
        from (select currency, sum(balance) as balance from ledger.account_balance where ${where} group by currency) b
        full join (select currency, sum(minor) as minor from (${open}) every group by currency) o on o.currency = b.currency
       where coalesce(b.balance, 0) <> coalesce(o.minor, 0)`,
  };
}

// Owed back: refunds whose last try has not left Stripe (or came back), less what donors' banks gave of them, and transfers
// not on their way to the donor; and what sponsors' calls did not use.
const OWED = `
  select currency, amount_minor as minor from (
    select distinct on (coalesce(again_of, id)) * from payments.refund order by coalesce(again_of, id), id desc) r
   where not exists (select from ledger.journal j where j.key = 'refund:' || r.id || ':paid')
      or exists (select from ledger.journal j where j.key = 'refund:' || r.id || ':failed')
  union all
  select p.currency, g.amount_minor from pledges.gift_refund g join pledges.pledge p on p.id = g.pledge_id where p.way not in ('card-now', 'card-later')
  union all
  select coalesce(p.currency, f.currency), -g.settled_minor
    from pledges.gift_refund g left join pledges.pledge p on p.id = g.pledge_id left join funds.gift f on f.id = g.fund_gift_id
  union all
  select currency, amount_minor from matching.sponsor_return where fallen_at is null
  union all
  select currency, -amount_minor from banking.payment_order where kind in ('refund', 'sponsor') and state in ('ordered', 'in-transit', 'arrived')`;

const UNIDENTIFIED = `
  select currency, amount_minor as minor from banking.line
   where meaning in ('gift', 'unidentified') and state = 'confirmed' and claimed_by is null`;

const UNEXPLAINED = `
  select currency, -amount_minor as minor from banking.line where meaning = 'unexplained' and state = 'confirmed'`;

const STATEMENTS = `select currency, amount_minor as minor from banking.line where state = 'confirmed'`;

/** I7: clearing accounts return to zero; what is owed, unidentified or at the bank is what the other papers say. */
export const CLEARING_CHECKS: readonly Check[] = [
  thingByThing(`a.owner = 'stripe' and a.name = 'payout'`, `ref->>'payout'`, ['payout.arrived', 'correction.reversed']),
  thingByThing(`a.owner = 'stripe' and a.name = 'disputed'`, `ref->>'dispute'`, ['dispute.won', 'dispute.lost']),
  thingByThing(`a.kind = 'bank' and a.name = 'order'`, `coalesce(ref->>'order', ref->>'line')`, [
    'order.confirmed',
    'order.rejected',
  ]),
  thingByThing(`a.kind = 'bank' and a.name = 'exchange'`, `coalesce(ref->>'sold', ref->>'line')`, ['exchange.bought']),
  {
    // A tranche is released and ordered in one step.
    invariant: 'I7',
    kind: 'released-unordered',
    sql: `
      select code as subject, ${sum('balance', 'currency')} as sum
        from ledger.account_balance where name = 'released' and balance <> 0`,
  },
  standsAt('owed-differs', ['held:returns:due', `owner = 'returns'`], OWED),
  standsAt(
    'unidentified-differs',
    ['held:operator:unidentified', `owner = 'operator' and name = 'unidentified'`],
    UNIDENTIFIED,
  ),
  standsAt(
    'unexplained-differs',
    ['held:operator:unexplained', `owner = 'operator' and name = 'unexplained'`],
    UNEXPLAINED,
  ),
  {
    // The lines that statements have shown, and those by hand of the days that they cover, are each statement's closing.
    invariant: 'I7',
    kind: 'statement-differs',
    sql: `
      select 'statement:' || id as subject, ${sum('closing_minor', 'currency')} as closing, ${sum('minor', 'currency')} as lines
        from (select s.id, s.closing_minor, s.currency, sum(shown.minor + hand.minor) over (partition by s.account_id order by s.n) as minor
                from (select *, lag(until_on) over (partition by account_id order by n) as before
                        from banking.statement where state = 'confirmed') s,
                     lateral (select coalesce(sum(amount_minor), 0) as minor from banking.line where statement_id = s.id) shown,
                     lateral (select coalesce(sum(amount_minor), 0) as minor from banking.line
                               where account_id = s.account_id and state = 'confirmed' and statement_id is null
                                 and booked_on <= s.until_on and (s.before is null or booked_on > s.before)) hand) every
       where minor <> closing_minor`,
  },
  standsAt(
    'bank-differs',
    ['held:bank:balance', `book = 'held' and owner like 'bank/%' and name = 'balance'`],
    STATEMENTS,
  ),
];
