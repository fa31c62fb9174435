/** What a client of ours says when the database has not answered in time: the connection is given up with it. */
export const SILENT = 'ETIMEDOUT';

// Classes 08 (connection), 53 (no room), 57 (ended from outside: too long, shut down, starting), and a lock that did not come.
const AWAY = /^(08|53|57)...$|^55P03$|^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT)$/;
// What pg says without a code: the connection was lost, or none was free.
const LOST = /^(Connection terminated|timeout exceeded when trying to connect|Client (was closed|has encountered))/;
// The connection broke while somebody waited for an answer on it: what was asked may have been done.
const BROKEN = /^(57P01|ECONNRESET|EPIPE)$/;

/** Whether an error says that only this connection was lost: another may be there, on which the same may be asked again. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' && BROKEN.test(code)) || error.message.startsWith('Connection terminated');
}

/** Whether an error says that the database is away or stalls: nothing is wrong with what was asked, so it may be asked again. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' && AWAY.test(code)) || LOST.test(error.message);
}
