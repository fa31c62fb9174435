import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What sealing the audit trail needs: the order of the chain, and the exact text of a row. */
export class PlatformTrail1700000001100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create unique index trail_in_order on platform.trail (tx, id)');
    await runner.query('create index trail_of on platform.trail (subject)');
    await runner.query(LINE);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations only go forward'));
  }
}

const LINE = `
-- The text that is hashed: of one row, in a fixed order of keys; the moment is microseconds since 1970.
create function platform.trail_line(t platform.trail) returns text language sql stable as $$
  select jsonb_build_object('id', t.id, 'tx', t.tx, 'actor', t.actor, 'action', t.action, 'subject', t.subject, 'data', t.data,
    'at', (extract(epoch from t.at) * 1000000)::bigint::text, 'salt', t.salt)::text $$;`;
