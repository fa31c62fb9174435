import { newId } from '#libs/kernel/src/index.js';
import { tellMessage } from '../message.command.js';
import type { BankDesk } from './bank-desk.js';
import { now } from './dates.js';
import { type Operators, sign } from './town.js';
import type { World } from './world.js';
import type { Works } from './works-plan.js';

const SETTLED = ['sms-1', 'sms-2', 'sms-3', 'sms-4', 'sms-5'];
const OPEN = ['sms-6', 'sms-7', 'sms-8'];

/**
 * An aggregator tells of messages for a project: five are settled and counted, three wait for their transfer, and one has a
 * code that nobody has.
 */
export async function takeMessages(
  world: World,
  [first, second]: Operators,
  { works, bank }: { works: Works; bank: BankDesk },
): Promise<void> {
  const id = newId();
  const aggregator = { key: 'unu', name: 'Unu Mobil (demonstrație)', number: '9024', lei: '24.00' };
  const { approvalId } = await first.api.put<{ approvalId: string }>(`/operator/aggregators/${id}`, aggregator);
  await sign(second, approvalId);
  const { secret } = await first.api.post<{ secret: string }>(`/operator/aggregators/${id}/secrets/1/reading`);
  const { project } = await world.anybody.get<{ project: { code: string } }>(`/projects/${works.id}`);
  const address = `${world.place.publicUrl}/webhooks/messages/unu`;
  const tell = async (...words: string[]) => {
    const { status, text } = await tellMessage({ address, secret, at: await now(world) }, words);
    if (status !== 200) throw new Error(`the message was not taken: ${text}`);
  };
  for (const ref of [...SETTLED, ...OPEN]) await tell(project.code, '24.00', ref);
  await tell('9XYZ', '24.00', 'sms-9');
  await tell('settle', 'UNU-2026-10', '120.00', '36.00', ...SETTLED);
  const { data } = await first.api.get<{ data: { id: string; reference: string }[] }>('/operator/settlements');
  await bank.settlement(data[0]!.id, { amount: '84.00', currency: 'MDL' }, 'UNU-2026-10');
}
