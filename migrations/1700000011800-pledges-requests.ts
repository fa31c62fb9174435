import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What donors ask back of their gifts. */
export class PledgesRequests1700000011800 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(REQUESTS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

// One at a time a gift. From the first signature on (signing) its donor does not take it back any more. Who gave by transfer
// says where to.
const REQUESTS = `
create table pledges.refund_request (
  id uuid primary key,
  pledge_id uuid not null references pledges.pledge,
  amount_minor bigint not null check (amount_minor > 0),
  -- Asked for all that could go back, whatever that was.
  whole boolean not null,
  why text check (length(why) between 1 and 500),
  iban text check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
  holder text check (length(holder) between 1 and 140),
  at timestamptz not null,
  state text not null check (state in ('waiting', 'signing', 'granted', 'refused', 'withdrawn')),
  approval_id uuid unique,
  -- Why not, as its donor is told.
  reason text check (length(reason) between 1 and 500),
  ended_at timestamptz,
  check ((iban is null) = (holder is null)),
  check ((state in ('waiting', 'signing')) = (ended_at is null)),
  check ((state = 'refused') = (reason is not null)),
  check (state <> 'signing' or approval_id is not null));
create unique index refund_request_one_open on pledges.refund_request (pledge_id) where state in ('waiting', 'signing');
create index on pledges.refund_request (pledge_id, at);
grant select, insert, update on pledges.refund_request to plai_app;`;
