import { rowsOf, type Tx } from '#libs/platform/src/index.js';

/** The key under which a thing stands in the books, or will: the key itself, or the first number of it that nothing has reversed. */
export async function standingKey(tx: Tx, key: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const own = n === 1 ? key : `${key}:${n}`;
    const reversed = await rowsOf(tx, 'select 1 from ledger.journal where key = $1', [`reverse:${own}`]);
    if (reversed.length === 0) return own;
  }
}
