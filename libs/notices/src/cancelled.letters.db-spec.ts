import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CancellationService } from '#libs/delivery/src/index.js';
import { Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { account, LedgerService } from '#libs/ledger/src/index.js';
import { claimOf } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign, person, staffer } from '../../../test/support/campaign.js';
import { FollowsService } from '#libs/voice/src/index.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';

describe('letters about a project that was given up', () => {
  let room: LetterRoom;
  beforeAll(async () => {
    room = await openLetterRoom();
    await room.get(RatesService).loadShipped();
  });
  afterAll(() => room.close());

  const last = async (id: PersonId) => (await room.lettersTo(id)).at(-1)!;

  it('tell each, when money had been paid out, his part of the rest, and its offices what is to be done', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep', minimum: '100', optimum: '100000' });
    const lei = { amount: Money.parse('300.00', 'MDL'), lang: 'ro' } as const;
    const [back, next] = [await room.give(campaign, lei), await room.give(campaign, { ...lei, shortfall: 'next' })];
    for (const { id } of [back, next]) await room.bank.pay(id);
    await room.bank.drain();
    const { projectId, mayor, president } = campaign;
    const memo = (name: 'town-unspent' | 'town-source') => account('memo', 'project', projectId, name, 'MDL');
    const postings = [
      { debit: claimOf(projectId), credit: account('held', 'project', projectId, 'released', 'MDL'), amount: Money.lei(400_00n) },
      { debit: memo('town-unspent'), credit: memo('town-source'), amount: Money.lei(400_00n) },
    ]; // prettier-ignore
    await room.db.transaction((tx) => room.get(LedgerService).post(tx, { key: `spec:${newId()}`, kind: 'spec.released', postings })); // prettier-ignore
    const both = next.personId;
    const follower = await room.db.transaction(async (tx) => {
      const someone = await person(tx);
      await tx.query(`update identity.person set lang = 'ru' where id = $1`, [someone]);
      for (const personId of [someone, both, mayor]) await room.get(FollowsService).follow(tx, projectId, personId);
      return someone;
    });
    const before = room.box.letters.length;
    const [one, two] = [await staffer(room.db), await staffer(room.db)];
    const cancelling = room.get(CancellationService);
    await cancelling.confirm(await cancelling.cancel(projectId, 'Firma s-a închis.', one), two);
    await room.bank.drain();
    expect((await last(back.personId)).text).toMatch(/Din 300.de.lei ai dumneavoastră vă întoarcem 100.de.lei/);
    expect((await last(next.personId)).text).toMatch(/Din 300.de.lei ai dumneavoastră, 100.de.lei trec la următoarea nevoie/); // prettier-ignore
    expect((await last(mayor)).text).toMatch(/Motivul: Firma s-a închis\.\n+Din banii primiți de primărie, 400.de.lei nu are încă factură\. Înscrieți/); // prettier-ignore
    expect((await last(mayor)).text).toContain(`/projects/${projectId}/works`);
    expect((await last(president)).text).toContain('ea aduce facturi sau trimite banii înapoi');
    // Who only follows it hears it once, with the reason; who gave as well, and who holds an office, only in his own letter.
    const fresh = room.box.letters.slice(before);
    const to = (id: PersonId) => fresh.filter(({ to: address }) => address === `p-${id}@example.com`);
    const [told, ...others] = to(follower);
    expect([others, told!.subject.startsWith('Проект отменён: «')]).toEqual([[], true]);
    for (const words of ['за которым вы следите', 'Причина: Firma s-a închis.', '/ru/unfollow/']) expect(told!.text).toContain(words); // prettier-ignore
    expect(fresh.filter(({ text }) => /pe care îl urmăriți|за которым вы следите/.test(text))).toHaveLength(1);
    await room.bank.refundAll();
    await room.bank.drain();
    expect((await last(back.personId)).text).toContain('aceasta e partea dumneavoastră din ce a rămas');
  });
});
