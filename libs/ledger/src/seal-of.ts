/** The number of the seal over a row of the transaction `tx` ("j.tx"), as a column of a select; null while it is not sealed. */
export const sealOf = (tx: string): string =>
  `(select s.n from ledger.seal s where s.to_tx > ${tx} order by s.to_tx limit 1)`;
