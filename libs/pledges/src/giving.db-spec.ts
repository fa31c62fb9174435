import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { CardBank } from '../../../test/support/card-bank.js';
import { openCampaign, type TestCampaign } from '../../../test/support/campaign.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { type Give, GivingService, PledgesModule, PledgesQueries, PromisesService, ReceiptsQueries } from './index.js';
import { openAccount } from '../../../test/support/money.js';

const DAY = 86_400_000;

describe('giving', () => {
  let room: Room;
  let bank: CardBank;
  let giving: GivingService;
  let queries: PledgesQueries;
  beforeAll(async () => {
    room = await openRoom([PledgesModule]);
    bank = new CardBank(room);
    giving = room.get(GivingService);
    queries = room.get(PledgesQueries);
    await room.get(RatesService).loadShipped();
    const account = { id: newId<'BankAccount'>(), currency: 'EUR', iban: 'MD24AG000225100013104168', bank: 'Banca', holder: 'Plai' } as const; // prettier-ignore
    await openAccount(room, account);
  });
  afterAll(async () => {
    const rows = await room.get(LedgerQueries).trialBalance();
    for (const book of ['held', 'memo'])
      for (const currency of new Set(rows.map((row) => row.currency))) {
        const of = rows.filter((row) => row.book === book && row.currency === currency);
        const sum = of.reduce((total, { debit, credit }) => total + debit.minor - credit.minor, 0n);
        expect([book, currency, sum]).toEqual([book, currency, 0n]);
      }
    await room.close();
  });

  const gift = ({ projectId }: TestCampaign, over: Partial<Give> = {}): Give => ({
    id: newId<'Pledge'>(),
    projectId,
    email: `donor-${newId()}@example.com`,
    lang: 'ro',
    amount: Money.parse('50.00', 'EUR'),
    coverFee: false,
    by: 'card',
    shortfall: 'return',
    follow: false,
    paths: { success: '/ro/thanks/{ref}', cancel: '/ro/give/{id}' },
    ...over,
  });
  const balances = async ({ projectId }: TestCampaign) => {
    const [totals] = await queries.totals([projectId]);
    const { raised, promised, donors, promisers } = totals!;
    expect(await queries.raised([projectId, newId<'Project'>()])).toEqual(raised);
    return { raised: raised.toString(), promised: promised.toString(), donors, promisers };
  };

  it('charges at once when the campaign keeps what is raised, and counts the gift once', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep' });
    const give = gift(campaign, { coverFee: true, publicName: '  Ana  Rusu ', dedication: { kind: 'memory', text: 'Bunicii' } }); // prettier-ignore
    const pledge = await giving.give(give);
    expect(pledge).toMatchObject({ way: 'card-now', state: 'started', rate: '21.1905', rateOn: '2021-07-29', publicName: 'Ana Rusu' }); // prettier-ignore
    expect([pledge.gross.toString(), pledge.lei.toString()]).toEqual(['51.02', '1059.52']);
    await bank.pay(pledge.id, { times: 20 });
    await bank.drain();
    await bank.drain();
    expect(await balances(campaign)).toEqual({ raised: '1059.52', promised: '0.00', donors: 1, promisers: 0 });
    const [shown] = await queries.recent(campaign.projectId);
    expect(shown).toMatchObject({ state: 'held', name: 'Ana Rusu' });
    expect(shown!.key).toMatch(/^\d{16}\.[0-9a-f]{32}$/); // In public: nothing by which one could act on the gift.
    const proof = await room.get(ReceiptsQueries).find(pledge.receiptCode.replace(/(.{4})/g, '$1 ').toLowerCase());
    expect(proof).toMatchObject({ state: 'valid', projectId: campaign.projectId });
    expect(await room.get(ReceiptsQueries).find('2222222222222222')).toBeNull();
    expect((await queries.byRef(pledge.ref.toLowerCase().replaceAll('-', ' ')))?.id).toBe(pledge.id);
  });

  it('saves a card for all or nothing: an abandoned form is no promise, a saved card is one', async () => {
    const campaign = await openCampaign(room.db);
    const [left, kept] = [await giving.give(gift(campaign)), await giving.give(gift(campaign))];
    await bank.tell('payments.checkout-expired', { checkoutId: left.checkoutId!, owner: left.owner });
    await bank.saveCard(kept.id, { times: 3 });
    await bank.drain();
    expect((await queries.find(left.id))?.state).toBe('abandoned');
    expect(await balances(campaign)).toEqual({ raised: '0.00', promised: '1059.52', donors: 0, promisers: 1 });
    expect(await queries.recent(campaign.projectId)).toMatchObject([{ state: 'promised', name: null }]);
  });

  it('answers the same request as the first time, also after closing, and refuses another under its id', async () => {
    const campaign = await openCampaign(room.db);
    const give = gift(campaign, { by: 'transfer' });
    const first = await giving.give(give);
    expect(first).toMatchObject({ way: 'transfer', state: 'awaited', coverMinor: 0n });
    expect((await giving.give({ ...give, lang: 'ru' })).ref).toBe(first.ref);
    const other = giving.give({ ...give, amount: Money.parse('51.00', 'EUR') });
    await expect(other).rejects.toMatchObject({ kind: 'conflict', code: 'pledge-id-taken' });
    await room.db.rows(`update projects.campaign set closed_at = platform.now() where project_id = $1`, [campaign.projectId]); // prettier-ignore
    expect((await giving.give(give)).ref).toBe(first.ref);
    await expect(giving.give(gift(campaign))).rejects.toMatchObject({ code: 'campaign-closed' });
  });

  it('sends an address three letters an hour about transfers, whoever names it in however many forms at once', async () => {
    const [campaign, email] = [await openCampaign(room.db), `named-${newId()}@example.com`];
    const named = () => giving.give(gift(campaign, { by: 'transfer', email }));
    const tries = await Promise.allSettled(Array.from({ length: 12 }, named));
    const refused = tries.filter(({ status }) => status === 'rejected');
    expect([refused.length, new Set(refused.map((one) => (one as { reason: { code?: string } }).reason.code))]).toEqual([9, new Set(['too-many-letters'])]); // prettier-ignore
    expect((await giving.give(gift(campaign, { email }))).state).toBe('started'); // a card is his own affair
    await room.get(Clock).moveBy(3_601_000);
    expect((await named()).state).toBe('awaited');
  });

  it('refuses kindly before anything is asked of the card company', async () => {
    const campaign = await openCampaign(room.db);
    const codeOf = async (over: Partial<Give>) =>
      giving.give(gift(campaign, over)).then(
        () => null,
        (error: { code: string }) => error.code,
      );
    expect(await codeOf({ amount: Money.parse('0.59', 'EUR') })).toBe('amount-min');
    expect(await codeOf({ amount: Money.parse('1000000', 'EUR') })).toBe('amount-max');
    expect(await codeOf({ amount: Money.parse('10', 'XOF') })).toBe('rate-missing');
    expect(await codeOf({ amount: Money.parse('50', 'USD'), by: 'transfer' })).toBe('transfer-currency');
    expect(await codeOf({ email: 'nobody' })).toBe('email');
    expect(await codeOf({ publicName: 'x'.repeat(81) })).toBe('public-name');
    expect(await codeOf({ dedication: { kind: 'wish', text: 'x'.repeat(141) } })).toBe('dedication-length');
    expect(await codeOf({ country: 'Italia' })).toBe('country');
    expect(await codeOf({ shortfall: 'keep' as never })).toBe('required-choice');
    expect(await codeOf({ associationId: newId<'Body'>() })).toBe('association-unknown');
    expect(await codeOf({ projectId: newId<'Project'>() })).toBe('campaign-closed');
    expect(await codeOf({ associationId: campaign.associationId, country: 'it' })).toBeNull();
  });

  it('takes a hundred promises at once, each once, and twenty tries of one as one', async () => {
    const campaign = await openCampaign(room.db);
    const many = Array.from(
      { length: 100 },
      (_, n) =>
      gift(campaign, { amount: Money.parse(`${n + 10}.00`, 'EUR'), country: n < 5 ? 'IT' : 'FR', ...(n >= 96 && { country: 'PT' }) }), // prettier-ignore
    );
    const made = await Promise.all(many.map((give) => giving.give(give)));
    const again = await Promise.all(Array.from({ length: 20 }, () => giving.give(many[0]!)));
    expect(new Set(again.map(({ ref }) => ref))).toEqual(new Set([made[0]!.ref]));
    const moved = await giving.give(gift(campaign, { email: many[50]!.email, country: 'PT' }));
    const last = await giving.give(gift(campaign, { country: 'IT' }));
    await Promise.all(made.map(({ id }) => bank.saveCard(id)));
    await bank.drain();
    const promised = made.reduce((sum, { leiMinor }) => sum + leiMinor, 0n);
    expect(await balances(campaign)).toMatchObject({ promised: Money.lei(promised).toString(), promisers: 100 });
    await room.db.rows(`update pledges.pledge set state = 'charging' where project_id = $1`, [campaign.projectId]);
    const count = (id: string) =>
      room.db.rows(`update pledges.pledge set state = 'counted', counted_at = platform.now(), came_minor = amount_minor, came_lei_minor = lei_minor where id = $1`, [id]); // prettier-ignore
    for (const { id } of made) await count(id);
    // Of 91 who live in France ninety are told, and of four in Portugal nothing.
    const told = [{ country: 'FR', donors: 90 }, { country: 'IT', donors: 5 }]; // prettier-ignore
    expect(await queries.countries(campaign.projectId)).toEqual(told);
    // Who gives again from another country is no fifth there: he would have come into it alone.
    await count(moved.id);
    expect(await queries.countries(campaign.projectId)).toEqual(told);
    // The ten with whom he came go with him who has his money back: nobody leaves alone, and nobody takes his place.
    await room.db.rows(`update pledges.pledge set state = 'refunded', refunded_minor = came_minor where id = any($1)`, [[moved.id, made[50]!.id]]); // prettier-ignore
    await count(last.id);
    expect(await queries.countries(campaign.projectId)).toEqual([{ country: 'FR', donors: 80 }, told[1]]);
  });

  it('holds a second paid page as overpaid and returns it whole', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep' });
    const pledge = await giving.give(gift(campaign));
    const [, second] = [await bank.pay(pledge.id), await bank.pay(pledge.id, { times: 2 })];
    await bank.drain();
    expect(await balances(campaign)).toMatchObject({ raised: '1059.52', donors: 1 });
    const refunds = await room.db.rows('select charge_id, amount_minor from payments.refund');
    expect(refunds).toContainEqual({ charge_id: second, amount_minor: '5000' });
    expect(refunds.filter((row) => (row as { charge_id: string }).charge_id === second)).toHaveLength(1);
  });

  it('counts what was authorised before closing, however late it is heard, and returns what was not', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep', minimum: '100' });
    const [base, late, over] = [await giving.give(gift(campaign)), await giving.give(gift(campaign)), await giving.give(gift(campaign))]; // prettier-ignore
    await bank.pay(base.id);
    await bank.drain();
    const before = await room.get(Clock).now();
    await room.get(Clock).moveBy(11 * DAY);
    await bank.drain('pledges.close');
    expect((await room.db.rows<{ state: string }>('select state from projects.project where id = $1', [campaign.projectId]))[0]!.state).toBe('funded'); // prettier-ignore
    await bank.pay(late.id, { at: before });
    await bank.pay(over.id);
    await bank.drain();
    expect((await queries.find(late.id))?.state).toBe('counted');
    expect((await queries.find(over.id))?.state).not.toBe('counted');
    expect(await balances(campaign)).toMatchObject({ raised: '2119.04', donors: 2 });
  });

  it('lets a donor take a promise back or change its card by the link in his letters, and nobody else', async () => {
    const campaign = await openCampaign(room.db);
    const [mine, other] = [await giving.give(gift(campaign)), await giving.give(gift(campaign))];
    await bank.saveCard(mine.id);
    await bank.drain();
    const promises = room.get(PromisesService);
    const token = promises.tokenOf(mine.id);
    for (const access of [
      { token: promises.tokenOf(other.id) },
      { token: `${mine.id}.x` },
      { by: newId<'Person'>() },
    ]) {
      await expect(promises.withdraw(mine.id, access)).rejects.toMatchObject({ kind: 'not-found', code: 'pledge-unknown' }); // prettier-ignore
    }
    expect((await promises.find(mine.id, { token })).id).toBe(mine.id);
    await promises.withdraw(mine.id, { token });
    await promises.withdraw(mine.id, { by: mine.personId });
    await bank.drain();
    expect((await queries.find(mine.id))?.state).toBe('withdrawn');
    expect(await balances(campaign)).toMatchObject({ promised: '0.00', promisers: 0 });
    await expect(promises.replaceCard(mine.id, { token }, { success: '/a', cancel: '/b' })).rejects.toMatchObject({ code: 'pledge-state' }); // prettier-ignore
    expect(await queries.ofPerson(mine.personId)).toMatchObject([{ id: mine.id }]);
  });
});
