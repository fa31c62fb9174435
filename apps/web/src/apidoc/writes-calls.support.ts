import { Money, newId } from '#libs/kernel/src/index.js';
import { creditLine } from '../../../../test/support/money.js';
import type { Lent } from './writes.support.js';

/** Runs the examples of a sponsor's call: its figures and its rule entered by two, paid in, closed, and what it did not use sent back. */
export async function runCalls({ room, town, bank, run, decided }: Lent): Promise<void> {
  const [[first, second], id] = [town.operators, newId()];
  await decided(await run('put /operator/figures/{id}', first, { id }), second);
  await decided(await run('put /operator/calls/{id}', first, { id }, { figuresId: id }), second);
  const line = await creditLine(room, town, { bank, lei: Money.lei(10_000n) });
  await run('post /bank/lines/{id}/sponsor', first, { id: line }, { callId: id });
  await run('post /operator/calls/{id}/closing', first, { id });
  await decided(await run('post /operator/calls/{id}/returns', first, { id }), second);
}
