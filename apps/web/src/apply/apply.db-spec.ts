import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BodyId, newId } from '#libs/kernel/src/index.js';
import {
  BodiesQueries,
  InvitationsService,
  MembersQueries,
  MembersService,
  TreasuryService,
} from '#libs/hometowns/src/index.js';
import { Bodies } from '../../../../test/support/bodies.js';
import { buildTown, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let bodies: Bodies;
let town: Town;
beforeAll(async () => {
  web = await openWeb();
  bodies = new Bodies(roomOf(web));
  town = await buildTown(roomOf(web));
});
afterAll(() => web.close());

describe('applying', () => {
  it('begins with an address, known or not', async () => {
    for (const lang of ['ro', 'ru', 'en']) {
      expect(await (await web.fetch(`/${lang}/apply?kind=association`)).text()).toContain('name="email"');
    }
    const sent = await web.post('/ro/apply/link', { email: 'nou@exemplu.md', kind: 'town-hall' });
    expect(await sent.text()).toContain('nou@exemplu.md');
    expect((await web.post('/ro/apply/link', { email: 'nimic' })).status).toBe(422);
    const rows = await web.db.rows<{ next: string }>(
      `select s.next from identity.sign_in s join identity.person p on p.id = s.person_id where p.email = 'nou@exemplu.md'`,
    );
    expect(rows.map(({ next }) => next)).toEqual(['/ro/apply?kind=town-hall']);
  });

  it('takes an association with its founders, keeping papers over corrections', async () => {
    const place = await bodies.place();
    const me = await Visitor.enter(web, await bodies.person());
    expect((await me.see('/ro/apply')).html).toContain('kind=town-hall');
    expect((await me.see('/ro/apply?kind=association&q=mihaileni')).html).toContain('place=');
    const path = `/ro/apply?kind=association&place=${place}`;
    const form = (await me.see(path)).html;
    expect(form).toContain('founders.0.name');
    expect(form).not.toMatch(/<input[^>]* value="[^"]*@/);
    const id = newId<'Body'>() as BodyId;
    const founders = Object.fromEntries([0, 1, 2, 3].flatMap((n) => [[`founders.${n}.name`, `Om ${n}`], [`founders.${n}.email`, `om-${n}-${id}@exemplu.md`]])) as Record<string, string>; // prettier-ignore
    const fields = { id, kind: 'association', placeCode: place, name: 'Băștinașii noștri', email: 'asociatia@exemplu.md', address: 'str. Nucilor 1', 'by.name': 'Ana Lungu', 'by.role': 'president' }; // prettier-ignore
    const wrong = await me.sendWith('/ro/apply', { ...fields, ...founders }, { documents: null });
    expect([wrong.status, wrong.html.includes('name="kept[]"'), wrong.html.includes('Om 3')]).toEqual([
      422,
      true,
      true,
    ]);
    const bare = await me.send('/ro/apply', { id: newId(), kind: 'association', placeCode: place, 'founders.1.name': 'Ion Rusu', email: 'x' }); // prettier-ignore
    const links = [...bare.html.matchAll(/<a href="#f-([^"]+)">([^<:]*): /g)].map(
      ([, field, label]) => `${field} ${label}`,
    );
    expect([bare.status, links]).toEqual([
      422,
      [
        'name Denumirea completă',
        'email E-mailul oficial',
        'address Adresa poștală',
        'form Ce fel de asociație',
        'by-name Numele și prenumele',
        'founders Ceilalți fondatori',
        'founders-1-email Fondatorul 2, Adresa de e-mail',
        'documents Adaugă documente',
      ],
    ]);
    const kept = /name="kept\[\]" value="([^"]+)"/.exec(wrong.html)![1]!;
    const sent = await me.send('/ro/apply', { ...fields, ...founders, form: 'initiative-group', 'kept[]': kept }); // prettier-ignore
    expect(sent.to).toBe('/ro/apply/thanks');
    expect((await me.see(sent.to!)).status).toBe(200);
    expect((await web.get(BodiesQueries).find(id))!.state).toBe('applied');
    expect((await me.see(`/ro/association/${id}`)).html).toContain('Cererea se verifică');
  });
});

describe('an invitation', () => {
  it('is shown by GET, taken by POST, and signs in by the invited address first', async () => {
    const colleague = await bodies.person();
    const email = await bodies.emailOf(colleague);
    const members = web.get(MembersService);
    const id = await members.invite(town.townHallId, 'secretary', email, town.mayor);
    const path = `/ro/invitation/${encodeURIComponent(members.invitationLink(id))}`;
    const shown = await (await web.fetch(path)).text();
    expect([shown.includes('Invitație'), shown.includes(email)]).toEqual([true, false]);
    expect((await web.post(`${path}/link`, {})).status).toBe(200);
    const asked = await web.db.rows('select 1 from identity.sign_in where person_id = $1', [colleague]);
    expect(asked).toHaveLength(1);
    const other = await Visitor.enter(web, await bodies.person());
    expect((await other.send(path, {})).status).toBeGreaterThanOrEqual(400);
    const me = await Visitor.enter(web, colleague);
    expect((await me.see(path)).html).toContain('Acceptă invitația');
    expect((await me.send(path, {})).to).toBe(`/ro/town-hall/${town.townHallId}`);
    expect((await web.fetch('/ro/invitation/nimic')).status).toBe(404);
    const gone = async (at: string, words: string) => {
      const page = await web.fetch(at);
      expect([page.status, (await page.text()).includes(words)]).toEqual([410, true]);
      const api = await web.fetch(`/api/v1/invitations/${at.split('/').at(-1)!}`);
      return ((await api.json()) as { code: string }).code;
    };
    expect(await gone(path, 'Invitația a fost folosită')).toBe('invitation-used');
    const withdrawn = await members.invite(town.townHallId, 'secretary', 'alta@exemplu.md', town.mayor);
    await web.get(InvitationsService).revoke(withdrawn, town.mayor);
    const back = `/ro/invitation/${encodeURIComponent(members.invitationLink(withdrawn))}`;
    expect(await gone(back, 'Invitația a fost retrasă')).toBe('invitation-revoked');
  });

  it('by a join link waits for two members', async () => {
    const president = await Visitor.enter(web, town.president);
    const people = `/ro/association/${town.associationId}/people`;
    expect((await president.send(people, { then: 'link' })).status).toBe(303);
    const link = /http:\/\/plai\.test(\/ro\/invitation\/[^<]+)</.exec((await president.see(people)).html)![1]!;
    const me = await Visitor.enter(web, await bodies.person());
    expect((await me.send(link, {})).html).toContain('Mai e un pas');
    expect(await web.get(MembersQueries).joinRequests(town.associationId)).toHaveLength(1);
  });
});

describe('the people and the account of a town hall', () => {
  it('are managed by its officers', async () => {
    const mayor = await Visitor.enter(web, town.mayor);
    const outsider = await Visitor.enter(web, town.president);
    const people = `/ro/town-hall/${town.townHallId}/people`;
    expect((await outsider.see(people)).status).toBe(404);
    expect((await mayor.send(people, { then: 'invite', role: 'accountant', email: 'gresit' })).status).toBe(422);
    expect((await mayor.send(people, { then: 'invite', role: 'accountant', email: 'contabil@exemplu.md' })).status).toBe(303); // prettier-ignore
    expect((await mayor.see(people)).html).toContain('contabil@exemplu.md');
    const [open] = await web.get(MembersQueries).invitations(town.townHallId);
    expect((await mayor.send(people, { then: 'revoke', which: open!.id })).status).toBe(303);
    expect((await mayor.send(people, { then: 'revoke', which: newId() })).status).toBe(404);
    for (const lang of ['ru', 'en']) expect((await mayor.see(people.replace('/ro/', `/${lang}/`))).status).toBe(200);
  });

  it('gets an account with two signatures', async () => {
    const [accountant, mayor] = [await Visitor.enter(web, town.accountant), await Visitor.enter(web, town.mayor)];
    const at = `/ro/town-hall/${town.townHallId}/account`;
    const account = { id: newId(), iban: 'MD24AG000225100013104168', holder: 'Primăria', bank: 'Trezoreria de Stat' };
    const wrong = await accountant.send(at, { ...account, iban: 'MD24AG000225100013104169' });
    expect([wrong.status, wrong.html.includes('MD24AG000225100013104169')]).toEqual([422, true]);
    expect((await accountant.send(at, account)).status).toBe(303);
    const { approvalId } = (await web.get(TreasuryService).proposed(town.townHallId))!;
    expect((await accountant.send(`${at}/approvals/${approvalId}`, { then: 'give' })).status).toBe(403);
    const elsewhere = await Visitor.enter(web, (await buildTown(roomOf(web))).mayor);
    expect((await elsewhere.send(`${at}/approvals/${approvalId}`, { then: 'give' })).status).toBe(404);
    expect((await mayor.see(at)).html).toContain('Comparați fiecare semn');
    expect((await mayor.send(`${at}/approvals/${approvalId}`, { then: 'give' })).status).toBe(303);
    expect(await web.get(TreasuryService).active(town.townHallId)).toBeNull();
    expect((await web.get(TreasuryService).proposed(town.townHallId))!).toMatchObject({
      state: 'signed',
      iban: account.iban,
    });
  });
});
