import { Money, newId } from '#libs/kernel/src/index.js';
import { HookService, signatureOf } from '#libs/messages/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { creditLine } from '../../../../test/support/money.js';
import { buildProject } from '../../../../test/support/town.js';
import type { Lent } from './writes.support.js';

/** Runs the examples of messages: who tells of them, their secrets, what they pay. */
export async function runMessages({ web, room, town, bank, run, decided, idOf }: Lent): Promise<void> {
  const [[first, second], id] = [town.operators, newId()];
  const { id: project } = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '9 days' });
  const code = await idOf('select code as id from projects.project where id = $1', project);
  await decided(await run('put /operator/aggregators/{id}', first, { id }), second);
  const { secret } = await run<{ secret: string }>('post /operator/aggregators/{id}/secrets/{n}/reading', first, {
    id,
  });
  await decided(await run('post /operator/aggregators/{id}/secrets', first, { id }), second);
  const tell = async (what: 'message' | 'settlement', said: object) => {
    const body = Buffer.from(JSON.stringify(said));
    return web.get(HookService)[what]({ key: 'unu', body, signature: signatureOf(body, await web.get(Clock).now(), secret) }); // prettier-ignore
  };
  const [told, sums] = [{ lei: '24.00', at: '2026-01-01T10:00:00Z' }, { messages: ['m-1'], gross: '24.00', fee: '0.00', net: '24.00' }]; // prettier-ignore
  await tell('message', { ...told, id: 'm-0', code: 'XXXX' });
  await run('post /operator/message-troubles/{id}/words', first, { id: await idOf('select id from messages.trouble limit 1') }); // prettier-ignore
  await tell('message', { ...told, id: 'm-1', code });
  await run('delete /operator/settlements/{id}', first, { id: (await tell('settlement', { ...sums, reference: 'UNU-2026-1' })) as string }); // prettier-ignore
  const settlementId = await tell('settlement', { ...sums, reference: 'UNU-2026-2' });
  const line = await creditLine(room, town, { bank: bank, lei: Money.lei(2_400n) });
  await run('post /bank/lines/{id}/settlement', first, { id: line }, { settlementId });
  await run('delete /operator/aggregators/{id}/secrets/{n}', first, { id });
  await run('post /operator/aggregators/{id}/off', first, { id });
  await decided(await run('post /operator/aggregators/{id}/on', first, { id }), second);
}
