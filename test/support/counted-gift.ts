import { Money, newId, type ProjectId, randomCode } from '#libs/kernel/src/index.js';
import { account, into, LedgerService, tagged } from '#libs/ledger/src/index.js';
import { Trail } from '#libs/platform/src/index.js';
import type { Room } from './room.js';

/** A gift as a test made it. */
export interface CountedGift {
  readonly pledge: string;
  readonly charge: string;
  readonly project: ProjectId;
  /** Stripe's balance transaction. */
  readonly txn: string;
  /** The code of the project's claim. */
  readonly claim: string;
}

const euro = (minor: number) => Money.ofMinor(BigInt(minor), 'EUR');
const lei = (minor: number) => Money.lei(BigInt(minor));
const clearing = account('held', 'stripe', 'clearing', 'EUR');
const balance = account('held', 'stripe', 'balance', 'EUR');
const fees = account('held', 'operator', 'fees-stripe', 'EUR');
const cover = account('held', 'operator', 'fee-cover', 'EUR');

/** A gift of 50 euro with its cover, charged, counted at 19.5 and settled by Stripe less a fee: all as it should be. */
export async function countedGift(room: Room): Promise<CountedGift> {
  const sql = (text: string, params: readonly unknown[]) => room.db.rows(text, params);
  const [pledge, charge, checkout, project] = [newId<'Pledge'>(), newId(), newId(), newId<'Project'>() as ProjectId];
  const txn = `txn_${randomCode(12)}`;
  await sql(
    `insert into payments.checkout (id, owner, mode, gift_minor, cover_minor, currency, lang, description, success_path, cancel_path, expires_at, opened_at)
       values ($1, $2, 'pay', 5000, 150, 'EUR', 'ro', 'x', '/', '/', now(), now())`,
    [checkout, `pledge:${pledge}`],
  );
  await sql(
    `insert into payments.charge (id, owner, checkout_id, key, amount_minor, cover_minor, currency, state, wanted_at, authorised_at, payment_intent, stripe_charge)
       values ($1, $2, $3, $4, 5150, 150, 'EUR', 'succeeded', now(), now(), $5, $6)`,
    [charge, `pledge:${pledge}`, checkout, `charge:${charge}`, `pi_${charge}`, `ch_${charge}`],
  );
  await sql(
    `insert into pledges.pledge (id, ref, receipt_code, request, project_id, person_id, way, amount_minor, cover_minor, currency, lei_minor, rate,
         rate_source, rate_on, shortfall, lang, follow, state, made_at, charge_id, counted_at, came_minor, came_lei_minor)
       values ($1, $2, $3, $4, $5, $6, 'card-now', 5000, 150, 'EUR', 97500, '19.5', 'BNM', '2026-01-01', 'return', 'ro', false, 'counted', now(), $7, now(), 5000, 97500)`,
    [pledge, `PL-${randomCode(4)}-${randomCode(2)}`, randomCode(16), '0'.repeat(64), project, newId(), charge],
  );
  const claim = account('held', 'project', project, 'claim', 'MDL');
  const counted = [
    ...into(clearing, claim, euro(5_000), lei(97_500)),
    { debit: clearing, credit: cover, amount: euro(150) },
  ];
  const settled = [
    { debit: balance, credit: clearing, amount: euro(4_970) },
    { debit: fees, credit: clearing, amount: euro(180) },
  ];
  const ledger = room.get(LedgerService);
  await room.db.transaction(async (tx) => {
    const ref = { pledge, charge };
    await ledger.post(tx, {
      ...{ key: `pledge:${pledge}:counted`, kind: 'pledge.counted', project, ref },
      postings: tagged({ gift: pledge }, counted),
    });
    const known = { key: `txn:${txn}`, kind: 'charge.fee-known', ref: { charge, transaction: txn } };
    await ledger.post(tx, { ...known, postings: settled });
    await room.get(Trail).add(tx, { actor: null, action: 'pledge.counted', subject: `pledge:${pledge}` });
  });
  await sql(
    `insert into payments.stripe_transaction (id, type, category, amount_minor, fee_minor, net_minor, currency, created_at, seen_at, journal_key, booked_at)
       values ($1, 'charge', 'charge', 5150, 180, 4970, 'EUR', now(), now(), $2, now())`,
    [txn, `txn:${txn}`],
  );
  return { pledge, charge, project, txn, claim: String(claim) };
}
