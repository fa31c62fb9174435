import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';
import { GiftRefundsService, GivingService, type Pledge, PledgesQueries } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign } from '../../../test/support/campaign.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';
import { openSponsor } from '../../../test/support/sponsor.js';
import { buildTown, type Town } from '../../../test/support/town.js';

const lei = (text: string): Money => Money.parse(text, 'MDL');
const SAID = {
  ro: ['Când se plătește, adaugă un sponsor: Nucul SRL, 30 de lei', 'Adaugă la ea un sponsor: Nucul SRL, 30 de lei', 'Din ce adăugase Nucul SRL la această contribuție s-au întors până acum 30 de lei'], // prettier-ignore
  ru: ['Когда взнос будет оплачен, добавит спонсор: Nucul SRL, 30 лее', 'К нему добавляет спонсор: Nucul SRL, 30 лее', 'Из того, что к этому взносу добавил спонсор (Nucul SRL), уже вернулось 30 лее'], // prettier-ignore
  en: ['Once it is paid, a sponsor adds: Nucul SRL, 30 lei', 'A sponsor adds to it: Nucul SRL, 30 lei', 'Of what Nucul SRL had added to this gift, 30 lei has gone back so far'], // prettier-ignore
} as const;

let room: LetterRoom;
let town: Town;
beforeAll(async () => {
  room = await openLetterRoom();
  await room.get(RatesService).loadShipped();
  town = await buildTown(room);
});
afterAll(() => room.close());

async function give(model: 'keep' | 'all-or-nothing', lang: Lang, sponsored = true): Promise<Pledge> {
  const { projectId, placeCode } = await openCampaign(room.db, { model });
  if (sponsored) await openSponsor(room, town, { places: [placeCode], paid: lei('1000'), num: 1, den: 2 });
  const id = newId<'Pledge'>();
  const words = { lang, coverFee: false, follow: false, shortfall: 'return', by: 'card', paths: { success: '/s', cancel: '/c' } } as const; // prettier-ignore
  const gift = await room.get(GivingService).give({ id, projectId, email: `d-${id}@example.com`, amount: lei('60'), ...words }); // prettier-ignore
  await (model === 'keep' ? room.bank.pay(id) : room.bank.saveCard(id));
  await room.bank.drain();
  return gift;
}

async function last({ personId }: Pledge): Promise<string> {
  return (await room.lettersTo(personId)).at(-1)!.text.replaceAll('\u00a0', ' ');
}

it.each(Object.entries(SAID))('letters say in %s what a sponsor adds to a gift, and what of it went back with it', async (lang, [promised, paid, back]) => {
  expect(await last(await give('all-or-nothing', lang as Lang))).toContain(promised);
  const gift = await give('keep', lang as Lang);
  expect(await last(gift)).toContain(paid);
  const approvalId = newId<'Approval'>();
  await room.get(GiftRefundsService).ask({ approvalId, pledgeId: gift.id, amount: null, reason: 'x' }, town.operators[0]);
  await room.get(GiftRefundsService).confirm(approvalId, town.operators[1]);
  await room.bank.drain();
  await room.bank.refundAll();
  await room.bank.drain();
  expect((await room.get(PledgesQueries).find(gift.id))!.state).toBe('refunded');
  expect(await last(gift)).toContain(back);
}); // prettier-ignore

it('says nothing of sponsors where none adds', async () => {
  expect(await last(await give('keep', 'ro', false))).not.toContain('sponsor');
});
