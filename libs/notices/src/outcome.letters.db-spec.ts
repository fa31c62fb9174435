import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { account, LedgerService } from '#libs/ledger/src/index.js';
import { Clock, type Lang, LANGS } from '#libs/platform/src/index.js';
import { BroughtService, type Give, LineGiftsQueries, type Shortfall, SHORTFALLS } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { type CampaignWish, openCampaign, person, staffer, type TestCampaign } from '../../../test/support/campaign.js';
import { openBank } from '../../../test/support/money.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';

type Outcome = 'funded' | 'smaller' | 'failed';
/**
 * A card that has paid, for himself or for several, one that is saved, a transfer and an envelope on their way, a message that
 * has come to the room.bank.
 */
type Way = 'card' | 'pool' | 'promise' | 'transfer' | 'cash' | 'message';
type Words = Readonly<Record<Lang, RegExp>>;

const DAY = 86_400_000;
const member = (name: string) => ({ name, amount: null, public: false });
const GOES: Words = { ro: /merge la lucrare/, ru: /пойдёт на работы/, en: /goes to the work/ };
const WHOLE_BACK: Words = { ro: /Vă întoarcem 20/, ru: /Мы вернём вам 20/, en: /We are sending back 20/ }; // prettier-ignore
const SMALLER: Words = { ro: /se face varianta mai mică, „Mai mic”/, ru: /делают меньший вариант \(«Mai mic»\)/, en: /the smaller version, ‘Mai mic’, is built/ }; // prettier-ignore
const BACK: Words = { ro: /Ați ales ca banii să vi se întoarcă/, ru: /Вы выбрали вернуть деньги/, en: /You chose to have your money back/ }; // prettier-ignore
const RELEASED: Words = { ro: /nu s-a luat niciun ban/, ru: /ничего не списано/, en: /nothing was taken/ };
const LATE: Words = { ro: /transferul dumneavoastră de 20.*, cu codul .* nu ne-a ajuns/, ru: /перевод на 20.* к нам не пришёл/, en: /your transfer of 20.* has not reached us/ }; // prettier-ignore
const UNTOUCHED: Words = { ro: /De pe card nu s-a luat nimic/, ru: /С карты ничего не списано/, en: /Nothing was taken from your card/ }; // prettier-ignore
const NEXT: Words = { ro: /trec la următoarea nevoie/, ru: /пойдут на следующее дело/, en: /next need/ };
const UNSENT: Words = { ro: /Nu mai trimiteți transferul/, ru: /Перевод больше не отправляйте/, en: /Do not send the transfer any more/ }; // prettier-ignore
const CASHIER: Words = { ro: /Banii sunt la casierul asociației/, ru: /Деньги в кассе землячества/, en: /The cash is with the association’s cashier/ }; // prettier-ignore

/** Of every way and choice what the last letter says when a campaign was decided so. */
const SAID: Readonly<Record<Outcome, readonly (readonly [Way, Shortfall, Words])[]>> = {
  funded: [
    ...SHORTFALLS.map((choice) => ['card', choice, GOES] as const),
    ...[['pool', 'return', GOES], ['message', 'next', GOES], ['transfer', 'smaller', LATE]] as const,
  ],
  smaller: [
    ...[['card', 'return', BACK], ['card', 'smaller', SMALLER], ['card', 'next', SMALLER]] as const,
    ...[['pool', 'return', BACK], ['pool', 'next', SMALLER], ['message', 'next', SMALLER]] as const,
    ...[['promise', 'return', RELEASED], ['promise', 'smaller', SMALLER], ['promise', 'next', SMALLER]] as const,
    ...SHORTFALLS.map((choice) => ['transfer', choice, LATE] as const),
  ],
  failed: [
    ...[['card', 'return', WHOLE_BACK], ['card', 'smaller', WHOLE_BACK], ['card', 'next', NEXT]] as const,
    ...[['pool', 'smaller', WHOLE_BACK], ['pool', 'next', NEXT]] as const,
    ...SHORTFALLS.map((choice) => ['promise', choice, UNTOUCHED] as const),
    ...SHORTFALLS.map((choice) => ['transfer', choice, UNSENT] as const),
    ...SHORTFALLS.map((choice) => ['cash', choice, CASHIER] as const),
    ...[['message', 'next', NEXT]] as const,
  ],
}; // prettier-ignore

describe('what everybody is told when a campaign is decided, by outcome, way and choice, in three languages', () => {
  let room: LetterRoom;
  beforeAll(async () => {
    room = await openLetterRoom();
    await room.get(RatesService).loadShipped();
    await openBank(room, await staffer(room.db));
  });
  afterAll(() => room.close());

  const give = async (campaign: TestCampaign, over: Partial<Give>, paid = true): Promise<PersonId> => {
    const pledge = await room.give(campaign, { lang: 'ro', amount: Money.parse('20.00', 'MDL'), ...over });
    if (over.by === 'transfer') return pledge.personId;
    if (paid) await room.bank.pay(pledge.id);
    else await room.bank.saveCard(pledge.id);
    return pledge.personId;
  };
  const bring = async (campaign: TestCampaign, way: 'cash' | 'message', { lang, shortfall }: { lang: Lang; shortfall: Shortfall }) => {
    const personId = await room.db.transaction((tx) => person(tx));
    await room.db.rows('update identity.person set lang = $2 where id = $1 returning 1', [personId, lang]);
    const { projectId, associationId } = campaign;
    const said = { publicName: null, onward: false, lang, shortfall, lei: Money.parse('20', 'MDL') };
    const brought = room.get(BroughtService);
    const { id } = await room.db.transaction((tx) =>
      brought.promise(tx, { id: newId<'Pledge'>(), projectId, personId, way, associationId: way === 'cash' ? associationId : null, ...said }),
    );
    if (way !== 'message') return personId;
    const [debit, credit] = [account('held', 'stripe', 'clearing', 'MDL'), account('held', 'operator', 'unidentified', 'MDL')];
    await room.db.transaction(async (tx) => {
      // What the statement has shown.
      await room.get(LedgerService).post(tx, { key: `spec:${id}`, kind: 'spec.came', postings: [{ debit, credit, amount: said.lei }] });
      await brought.count(tx, id, { document: newId() });
    });
    return personId;
  }; // prettier-ignore
  const by = (campaign: TestCampaign, way: Way, said: { lang: Lang; shortfall: Shortfall }) => {
    if (way === 'cash' || way === 'message') return bring(campaign, way, said);
    const pool = way === 'pool' && { pool: { name: 'Clasa a IX-a', members: ['Ana', 'Ion'].map(member) } };
    return give(campaign, { ...said, ...pool, by: way === 'transfer' ? 'transfer' : 'card' }, way !== 'promise');
  };
  const decided = async () => {
    await room.bank.drain();
    await room.get(Clock).moveBy(11 * DAY);
    await room.bank.drain('pledges.close');
    await room.bank.answer();
    await room.bank.drain();
    await room.bank.drain('pledges.settle');
    await room.bank.drain();
  };
  const last = async (id: PersonId) => (await room.lettersTo(id)).at(-1)!;

  const WISHES: Readonly<Record<Outcome, (way: Way) => CampaignWish>> = {
    funded: () => ({ model: 'keep', minimum: '10', optimum: '100000' }),
    smaller: (way) => ({ model: way === 'promise' ? 'all-or-nothing' : 'keep', minimum: '10', optimum: '100000', tiers: ['10'] }),
    failed: (way) => ({ model: way === 'promise' ? 'all-or-nothing' : 'keep', minimum: '90000', optimum: '100000', tiers: ['90000'] }),
  }; // prettier-ignore

  it.each(Object.keys(SAID) as Outcome[])('when it is %s', async (outcome) => {
    const told: (readonly [PersonId, RegExp])[] = [];
    for (const model of ['keep', 'all-or-nothing'] as const) {
      const rows = SAID[outcome].filter(([way]) => WISHES[outcome](way).model === model);
      if (rows.length === 0) continue;
      const campaign = await openCampaign(room.db, WISHES[outcome](rows[0]![0]));
      for (const [way, shortfall, words] of rows)
        for (const lang of LANGS) told.push([await by(campaign, way, { lang, shortfall }), words[lang]]);
      await decided();
    }
    for (const [id, words] of told) {
      const { text } = await last(id);
      expect(text).toMatch(words);
      expect(text).not.toMatch(/undefined|\{|letter\./);
    }
  });

  it('says to whoever gave for a line that it is not in the version that is built', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep', minimum: '10', optimum: '3000', tiers: ['10'] });
    const line = (await room.get(LineGiftsQueries).of(campaign.projectId)).at(-1)!;
    await give(campaign, { shortfall: 'smaller' });
    const donor = await give(campaign, {
      ...{ lang: 'en', shortfall: 'next', amount: line.price.minus(Money.parse('20', 'MDL')) },
      line: { id: line.id, units: 1 },
    });
    await decided();
    expect((await last(donor)).text).toContain('The line you chose, ‘Mai mic’, is not in this version.');
  });
});
