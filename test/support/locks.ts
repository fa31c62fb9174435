/** SQL: the lock in `pg_locks` that `hold` takes on the thing which is parameter `n` of the statement. */
export function lockOn(n: number): string {
  return `locktype = 'advisory' and objsubid = 1 and (classid::bigint << 32) | objid::bigint = hashtextextended($${n}, 0)`;
}
