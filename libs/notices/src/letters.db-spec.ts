import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { HeadsQueries } from '#libs/ledger/src/index.js';
import { Clock, formatDate, LANGS, sayIn, type Tx } from '#libs/platform/src/index.js';
import { GiftRefundsService, WindingService, PledgesQueries, PromisesService } from '#libs/pledges/src/index.js';
import { CampaignGate, ObjectionsService } from '#libs/projects/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { FollowsService, UpdatesService } from '#libs/voice/src/index.js';
import { VotesService } from '#libs/voting/src/index.js';
import { openCampaign, staffer } from '../../../test/support/campaign.js';
import { openLamps } from '../../../test/support/lamps.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';
import { LettersService } from './letters.service.js';
import { openAccount } from '../../../test/support/money.js';
import { sealAll } from '../../../test/support/sealed.js';
import { draftStreetLight } from '../../../test/support/street-light.js';
import { buildTown } from '../../../test/support/town.js';

const DAY = 86_400_000;

describe('letters', () => {
  let room: LetterRoom;
  beforeAll(async () => {
    room = await openLetterRoom();
    await room.get(RatesService).loadShipped();
    const account = { id: newId<'BankAccount'>(), currency: 'EUR', iban: 'MD24AG000225100013104168', bank: 'Banca', holder: 'Plai' } as const; // prettier-ignore
    await openAccount(room, account);
  });
  afterAll(() => room.close());

  const last = async (id: PersonId) => (await room.lettersTo(id)).at(-1)!;
  const emit = (name: string, data: Record<string, string>, times = 1) => room.bank.tell(name, data, times);

  it('tell a donor of his gift in the language in which he gave it, once, with one action and no attachment', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep', optimum: '20000' });
    for (const lang of LANGS) {
      const pledge = await room.give(campaign, { lang, coverFee: true });
      await room.bank.pay(pledge.id, { times: 20 });
      await room.bank.drain();
      await room.bank.drain();
      const letters = await room.lettersTo(pledge.personId);
      expect(letters).toHaveLength(1);
      const [{ subject, text, html }] = letters as [(typeof letters)[0]];
      expect(subject).toContain(pledge.ref);
      expect(text).toContain(`http://plai.test/v/${pledge.receiptCode}?lang=${lang}`);
      expect(text).toContain(sayIn(lang)('letter.why.gift'));
      // The long link of the gift breaks, so that the letter is as wide as the phone.
      expect(html).toMatch(/<a href="[^"]*token=[^"]*" style="[^"]*word-break:break-all/);
      expect(text).not.toMatch(/PDF|ataș|прилож|attach/i);
      expect(html).toContain(`<html lang="${lang}">`);
      expect(html).not.toMatch(/>[^<]*token=/);
      const opening = { ro: 'Am primit contribuția dumneavoastră: 50,00', ru: 'Мы получили ваш взнос: 50,00', en: 'We have received your gift of €50.00' }; // prettier-ignore
      expect(text).toContain(opening[lang]);
      expect(text).toContain(formatDate(lang, pledge.rateOn));
      expect(html.length).toBeLessThan(30_000);
    }
  });

  it('a receipt carries the newest head of the books, once there is one', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep' });
    const told = async () => {
      const pledge = await room.give(campaign);
      await room.bank.pay(pledge.id);
      await room.bank.drain();
      return (await last(pledge.personId)).text;
    };
    expect(await told()).not.toContain('fingerprint');
    await sealAll(room);
    const { n, hash } = (await room.get(HeadsQueries).newest())!;
    expect(await told()).toContain(`fingerprint when this letter was written: ${n}:${hash}.`);
  });

  it.each([
    ['ro', 'Pentru: Corpuri de iluminat: 1 buc.', 'Plătit pentru: Clasa a IX-a, 2 persoane'],
    ['ru', 'На что: Corpuri de iluminat: 1 шт.', 'Оплачено за: Clasa a IX-a, 2 человека'],
    ['en', 'For: Corpuri de iluminat: 1 pcs', 'Paid for: Clasa a IX-a, 2 people'],
  ] as const)(
    'a receipt and a promise say in %s for which line it is and for whom it was paid',
    async (lang, line, people) => {
      const one = { name: null, amount: null, public: false };
      const pool = { name: 'Clasa a IX-a', members: [one, one] };
      for (const model of ['keep', 'all-or-nothing'] as const) {
        const { lamps, ...campaign } = await openLamps(room.db, model);
        const plain = await room.give(campaign, { lang });
        const given = await room.give(campaign, {
          lang,
          amount: Money.parse('60.00', 'EUR'),
          line: { id: lamps, units: 1 },
          pool,
        });
        for (const { id } of [plain, given]) await (model === 'keep' ? room.bank.pay(id) : room.bank.saveCard(id));
        await room.bank.drain();
        const { text } = await last(given.personId);
        expect([text.includes(line), text.includes(people)]).toEqual([true, true]);
        const other = await last(plain.personId);
        expect(other.text).not.toMatch(/Corpuri|Clasa/);
      }
    },
  );

  it('a promise leads to its own page without an account; what was withdrawn says that nothing was taken', async () => {
    const campaign = await openCampaign(room.db);
    const pledge = await room.give(campaign, { lang: 'ro' });
    await room.bank.saveCard(pledge.id);
    await room.bank.drain();
    const token = room.get(PromisesService).tokenOf(pledge.id);
    expect((await last(pledge.personId)).text).toContain(`http://plai.test/ro/gift/${pledge.id}?token=${token}`);
    await room.get(PromisesService).withdraw(pledge.id, { token });
    await room.bank.drain();
    expect((await last(pledge.personId)).text).toContain('Nu s-a luat niciun ban');
  });

  it('a transfer names the account and the reference', async () => {
    const pledge = await room.give(await openCampaign(room.db), { by: 'transfer', lang: 'ru' });
    await room.bank.drain();
    const { subject, text } = await last(pledge.personId);
    expect(subject).toContain(pledge.ref);
    expect(text).toContain('MD24 AG00 0225 1000 1310 4168');
    expect(text).toContain('€');
  });

  it('a decline is told, repeated every 48 hours, and ends with the seven days', async () => {
    const campaign = await openCampaign(room.db, { minimum: '500', bufferBp: 0 });
    const [good, bad] = [await room.give(campaign), await room.give(campaign, { lang: 'ru' })];
    for (const { id } of [good, bad]) await room.bank.saveCard(id);
    await room.bank.drain();
    await room.get(Clock).moveBy(11 * DAY);
    await room.bank.drain('pledges.close');
    await room.bank.answer([bad.id]);
    await room.bank.drain();
    const count = async () => (await room.lettersTo(bad.personId)).length;
    expect(await count()).toBe(2);
    expect((await last(bad.personId)).text).toContain('С карты ничего не списано');
    for (const letters of [3, 4, 5]) {
      await room.get(Clock).moveBy(2 * DAY + 60_000);
      await room.bank.drain('notices.remind', 'notices.remind');
      expect(await count()).toBe(letters);
    }
    await room.get(Clock).moveBy(2 * DAY);
    await room.bank.drain('notices.remind', 'pledges.lapse');
    await room.bank.drain('pledges.settle');
    expect((await last(bad.personId)).subject).toContain('больше не действует');
    expect((await last(good.personId)).subject).toBe('Funded: ‘Lumină pe strada Nucilor’');
    expect((await last(campaign.mayor)).subject).toContain('Banii s-au strâns');
    expect((await room.lettersTo(campaign.president)).length).toBe(1);
  });

  it('a failed or cancelled campaign tells everybody what becomes of his money', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep', minimum: '100000', optimum: '100000' });
    const [back, next] = [await room.give(campaign), await room.give(campaign, { shortfall: 'next', lang: 'ro' })];
    for (const { id } of [back, next]) await room.bank.pay(id);
    await room.bank.drain();
    await room.db.transaction((tx) => room.get(CampaignGate).move(tx, campaign.projectId, 'cancelled', { by: null }));
    await room.db.transaction((tx) => room.get(WindingService).begin(tx, campaign.projectId, 'cancelled'));
    await room.bank.drain();
    expect((await last(back.personId)).text).toContain('We are sending back €50.00');
    expect((await last(next.personId)).text).toContain('trec la următoarea nevoie');
    await room.bank.refundAll();
    await room.bank.drain();
    expect((await last(back.personId)).subject).toBe(`We have sent back €50.00: ${back.ref}`);
  });

  it('news reach those who follow and can be stopped by one click', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep' });
    const pledge = await room.give(campaign, { follow: true });
    await room.bank.pay(pledge.id);
    await room.bank.drain();
    await room.db.transaction((tx) => room.get(FollowsService).follow(tx, campaign.projectId, pledge.personId));
    const text = { original: 'ro', ro: 'Au venit <b>stâlpii</b>.\n\nMâine începem.' } as const;
    const publish = (id = newId<'Update'>()) => room.get(UpdatesService).publish({ id, projectId: campaign.projectId, text }, campaign.mayor); // prettier-ignore
    await publish();
    await room.bank.drain();
    const letter = await last(pledge.personId);
    expect(letter.html).toContain('&lt;b&gt;stâlpii');
    expect(letter.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    const [, path] = /<http:\/\/plai\.test(\/en\/unfollow\/[^>]+)>/.exec(letter.headers['list-unsubscribe']!)!;
    await room.get(FollowsService).unfollow(path!.split('/').at(-1)!);
    const before = (await room.lettersTo(pledge.personId)).length;
    await publish();
    await room.bank.drain();
    expect((await room.lettersTo(pledge.personId)).length).toBe(before);
  });

  it('offices hear of reviews, members of votes, everybody concerned of each step of a tranche', async () => {
    const campaign = await openCampaign(room.db, { model: 'keep', state: 'funded' });
    const { projectId, mayor, president, associationId } = campaign;
    await emit('projects.moved', { projectId, from: 'review', to: 'draft', cause: 'changes-asked' });
    await room.bank.drain();
    expect((await last(mayor)).text).toContain('Plai a cerut corecturi');

    const voteId = newId<'Vote'>();
    await room.db.transaction(
      (tx) =>
      room.get(VotesService).open(tx, { id: voteId, kind: 'endorsement', subject: `project:${projectId}`, projectId, associationId }), // prettier-ignore
    );
    await room.bank.drain();
    expect((await last(president)).text).toContain(`http://plai.test/ro/votes/${voteId}`);
    await emit('voting.closing-soon', { voteId, projectId, kind: 'endorsement', subject: '' }, 2);
    await room.bank.drain();
    expect((await room.lettersTo(president)).filter(({ subject }) => subject.startsWith('Votul se încheie curând'))).toHaveLength(1); // prettier-ignore

    const requestId = newId<'Request'>();
    await room.db.rows(
      `insert into delivery.request (id, project_id, tranche_id, number, amount_minor, note, state, asked_by, asked_at)
       select $1, $2, id, 1, 4290000, 'x', 'asked', $3, platform.now() from projects.tranche where project_id = $2`,
      [requestId, projectId, mayor],
    );
    const waiting = async () =>
      (await room.lettersTo(president)).filter(({ subject }) => subject.includes('încă neverificată'));
    for (const days of [2, 2, 8]) {
      await room.get(Clock).moveBy(days * DAY);
      await room.bank.drain('notices.inspection', 'notices.inspection');
    }
    const [first, second] = await waiting();
    expect(await waiting()).toHaveLength(2);
    expect(first!.text).toContain('Dacă în zece zile de la cerere nu verifică nimeni');
    expect(second!.text).toContain('Au trecut zece zile');
    expect(second!.text).toContain(`/ro/association/${associationId}/requests/${requestId}`);

    // What came back had arrived.
    await room.db.rows(
      `insert into delivery.request_step (request_id, n, state, reason, at)
       values ($1, 1, 'received', null, platform.now()), ($1, 2, 'rejected', 'RETUR: cont închis', platform.now())`,
      [requestId],
    );
    const steps = ['tranche-asked', 'inspected', 'approved', 'refused', 'rejected', 'released', 'received'];
    for (const step of steps) await emit(`delivery.${step}`, { requestId, projectId }, 1);
    await room.bank.drain();
    const about = (letters: readonly { subject: string }[]) => letters.filter(({ subject }) => subject.startsWith('Tranșa 1')).length; // prettier-ignore
    expect([about(await room.lettersTo(mayor)), about(await room.lettersTo(president))]).toEqual([6, 7]);
    const back = async (who: PersonId) => (await room.lettersTo(who)).find(({ subject }) => subject.includes('plată nereușită'))!.text; // prettier-ignore
    expect(await back(mayor)).toMatch(
      /Banca a întors plata tranșei 1.*Ce spune banca: RETUR: cont închis\n\n.*Verificați contul/s,
    );
    expect(await back(president)).toContain('o verificați și o votați din nou');
    expect((await last(president)).text).toContain('42\u00a0900\u00a0de\u00a0lei');

    expect((await last(president)).text).toContain(`/ro/association/${associationId}/requests/${requestId}`);
    expect((await last(mayor)).text).toContain(`/projects/${projectId}/works/requests/${requestId}`);

    await emit('delivery.completed', { projectId });
    await room.bank.drain();
    expect((await last(president)).subject).toContain('Predat: „Lumină pe strada Nucilor”');
  });

  it('are ordered in two statements for thousands of donors, and once when the worker dies in between', async () => {
    const people = await room.db.rows<{ id: PersonId }>(
      `insert into identity.person (id, email, lang, created_at)
       select gen_random_uuid(), 'n' || n || '@many.example', 'ro', platform.now() from generate_series(1, 3000) n returning id`,
    );
    const runId = newId();
    const orders = people.map(({ id }) => ({ kind: 'disputed', personId: id, subject: runId }));
    const letters = room.get(LettersService);
    let asked = 0;
    const counted = async (tx: Tx) => {
      const watched = new Proxy(tx, {
        get: (target, name) => {
          asked += Number(name === 'query');
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
      await letters.order(watched, ...orders, ...orders);
    };
    const dies = room.db.transaction(async (tx) => {
      await counted(tx);
      throw new Error('killed');
    });
    await expect(dies).rejects.toThrow('killed');
    expect(asked).toBe(2);
    for (let again = 0; again < 2; again += 1) await room.db.transaction(counted);
    const [{ n, told }] = (await room.db.rows<{ n: number; told: number }>(
      `select (select count(*)::int from notices.letter where subject = $1) as n,
              (select count(*)::int from platform.outbox where sent_at is null and name = 'notices.ordered') as told`,
      [runId],
    )) as [{ n: number; told: number }];
    expect([n, told]).toEqual([3000, 3000]);
    await room.db.rows(`update platform.outbox set sent_at = now(), sent_to = '{}' where name = 'notices.ordered'`);
  });

  it('the operator hears of a broken invariant, a dispute, and money that came back', async () => {
    const operator = await staffer(room.db);
    const found = [
      { invariant: 'I4', kind: 'paid-often', subject: 'pledge:1', params: { n: 2 }, projects: [] },
      { invariant: 'I7', kind: 'bank-differs', subject: 'held:bank:balance:MDL', projects: [],
        params: { papers: { amount: '10.00', currency: 'MDL' }, books: { amount: '1234.50', currency: 'MDL' } } },
    ]; // prettier-ignore
    const kept = `insert into audit.run (at, nightly, findings) values (platform.now(), false, $1::jsonb) returning id`;
    const [run] = await room.db.rows<{ id: string }>(kept, [JSON.stringify(found)]);
    await emit('audit.broken', { runId: run!.id });
    const pledge = await room.give(await openCampaign(room.db, { model: 'keep' }));
    await room.bank.pay(pledge.id);
    await room.bank.drain();
    const chargeId = (await room.get(PledgesQueries).find(pledge.id))!.chargeId!;
    await room.db.rows(
      `insert into payments.dispute (id, charge_id, amount_minor, currency, reason, status, inquiry, answer_by, opened_at)
       values ('dp_1', $1, 1000, $2, 'fraudulent', 'needs_response', true, '2026-08-09T12:00:00Z', platform.now()) returning 1`,
      [chargeId, pledge.currency],
    );
    await room.db.rows(
      `insert into payments.warning (id, charge_id, fraud_type, actionable, warned_at)
       values ('issfr_1', $1, 'made_with_stolen_card', true, platform.now()) returning 1`,
      [chargeId],
    );
    const told = { disputeId: 'dp_1', chargeId, owner: pledge.owner };
    for (const news of ['inquired', 'disputed', 'dispute-due']) await emit(`payments.${news}`, told);
    await emit('payments.warned', { warningId: 'issfr_1', chargeId, owner: pledge.owner });
    await room.db.rows(`update payments.dispute set outcome = 'won', closed_at = platform.now() where id = 'dp_1' returning 1`); // prettier-ignore
    await emit('payments.dispute-ended', told);
    await room.bank.drain();
    const letters = await room.lettersTo(operator);
    const paths = letters.map(({ text }) => /plai\.test(\/\S+)/.exec(text)![1]);
    const dispute = '/ro/operator/disputes/dp_1';
    expect(paths).toEqual([
      '/ro/operator/audit',
      dispute,
      dispute,
      dispute,
      `/ro/operator/refunds/${pledge.id}`,
      dispute,
    ]);
    const audit = letters[0]!.text.replaceAll('\u00a0', ' ');
    expect(audit).toContain('tranșele proiectelor atinse nu se plătesc');
    expect(audit).toMatch(/Contribuția \(pledge:1\): 2 plăți au reușit și rămân, .*\.\n\nContul din registru \(held:bank:balance:MDL\): Rândurile extraselor dau 10 lei, în registru la bancă stau 1 234,50 lei\.\n\n/); // prettier-ignore
    expect(audit).toContain('La bancă registrul este ce spun extrasele.');
    expect(letters[3]!.text).toContain(`contribuția ${pledge.ref}`);
    expect(letters[3]!.text).toMatch(/9\s+august\s+2026/);
    expect(letters[5]!.subject).toContain('Contestare câștigată');
    const refunds = room.get(GiftRefundsService);
    const approvalId = newId<'Approval'>();
    await refunds.ask({ approvalId, pledgeId: pledge.id, amount: null, reason: 'La cerere' }, operator);
    await refunds.confirm(approvalId, await staffer(room.db));
    await room.bank.refuseRefunds();
    await room.bank.drain();
    expect((await last(operator)).subject).toBe(`Banii nu au ajuns înapoi: ${pledge.ref}`);
    expect((await last(operator)).text).toContain(`/ro/operator/refunds/${pledge.id}`);
  });

  it('an application is answered to who sent it, and waits at the operator’s desk', async () => {
    const { townHallId, mayor } = await openCampaign(room.db);
    const operator = await staffer(room.db);
    await emit('hometowns.applied', { bodyId: townHallId });
    await emit('hometowns.verified', { bodyId: townHallId });
    await room.bank.drain();
    expect((await room.lettersTo(mayor)).map(({ subject }) => subject.split(':')[0])).toEqual([
      'Am primit cererea',
      'Cererea e acceptată',
    ]);
    expect((await last(operator)).text).toMatch(/http:\/\/plai.test\/ro\/operator\/applications\/[0-9a-f-]{36}\s/);
  });

  it('bring a public objection to the town hall, once, in the words of whoever wrote it', async () => {
    const town = await buildTown(room);
    const id = await draftStreetLight(room, town, { association: false });
    await room.db.rows('update projects.project set objections_until = $2 where id = $1', [id, new Date('2031-01-01')]);
    await room.db.rows(`update projects.project set state = 'endorsement', no_association = true where id = $1`, [id]);
    const objection = {
      id: newId<'Objection'>(),
      projectId: id,
      text: 'Întâi drumul.\n\nDe zece ani.',
      name: 'Ion Rusu',
    };
    for (let n = 0; n < 2; n += 1) await room.get(ObjectionsService).object(objection, town.president);
    await room.bank.drain();
    const about = async (id: PersonId) =>
      (await room.lettersTo(id)).filter(({ subject }) => subject.startsWith('Obiecție nouă'));
    expect(await about(town.accountant)).toEqual([]); // may not answer
    for (const officer of [town.mayor, town.secretary]) {
      const [letter, ...more] = await about(officer);
      expect(more).toEqual([]);
      for (const words of [
        'Ion Rusu are o obiecție',
        'De zece ani.',
        '1 ianuarie 2031',
        sayIn('ro')('letter.why.office'),
      ])
        expect(letter!.text.replaceAll('\u00a0', ' ')).toContain(words);
      expect(letter!.text).toContain(`/ro/town-hall/${town.townHallId}/projects/${id}#objections`);
    }
  });

  it('ask the other side when one has signed to close a campaign early', async () => {
    const { projectId, mayor, president, associationId } = await openCampaign(room.db);
    await emit('pledges.closing-asked', { projectId, side: 'town-hall' }, 2);
    await room.bank.drain();
    const about = async (id: PersonId) =>
      (await room.lettersTo(id)).filter(({ subject }) => subject.startsWith('De semnat, închidere'));
    const [letter, ...more] = await about(president);
    expect([more, await about(mayor)]).toEqual([[], []]);
    expect(letter!.text).toContain(`/ro/association/${associationId}/projects/${projectId}`);
    expect(letter!.text).toContain('Primăria a semnat');
  });
});
