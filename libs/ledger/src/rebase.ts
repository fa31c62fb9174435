import pg from 'pg';

/**
 * What came of it. `moved`: transactions count on from the books' own numbers again. `not-needed`: they do. `in-use`: others
 * are connected, and nothing was done.
 */
export type Rebased = 'moved' | 'not-needed' | 'in-use';

/**
 * After a restore into another cluster, whose transaction numbers are smaller: lets them count on from those in the books.
 * Until then nothing is posted or sealed. The address is of a user who may take the owner's role, and nobody else is
 * connected to the database.
 */
export async function rebase(databaseUrl: string): Promise<Rebased> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const ask = async <Row>(sql: string): Promise<Row> => (await client.query(sql)).rows[0] as Row;
    const { role } = await ask<{ role: string }>(OWNER);
    await client.query(`begin; set local role ${role}; select pg_advisory_xact_lock(727001)`);
    if (!(await ask<{ behind: boolean }>(BEHIND)).behind) return 'not-needed';
    if ((await ask<{ others: number }>(OTHERS)).others > 0) return 'in-use';
    await client.query('select ledger.rebase(); commit');
    return 'moved';
  } finally {
    await client.end();
  }
}

const OWNER = `select quote_ident(pg_get_userbyid(proowner)) as role from pg_proc where oid = 'ledger.rebase()'::regprocedure`;

const BEHIND = `
select ledger.safe_tx() < greatest((select coalesce(max(to_tx), 0) from ledger.seal),
                                   (select coalesce(max(tx) + 1, 0) from ledger.journal)) as behind`;

// Who is not a superuser is not told what kind of backend another one is.
const OTHERS = `
select count(*)::int as others from pg_stat_activity
 where datname = current_database() and pid <> pg_backend_pid() and coalesce(backend_type, 'client backend') = 'client backend'`;
