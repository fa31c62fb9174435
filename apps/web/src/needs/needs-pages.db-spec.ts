import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type PersonId } from '#libs/kernel/src/index.js';
import { sayIn } from '#libs/platform/src/index.js';
import { buildTown, person, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const say = sayIn('ro');

describe('pages of a town’s board', () => {
  let web: Web;
  let town: Town;
  let at: string;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(roomOf(web));
    const [place] = await web.db.rows<{ slug: string }>('select slug from hometowns.place where code = $1', [
      town.placeCode,
    ]);
    at = `/ro/t/${place!.slug}`;
  });
  afterAll(() => web.close());

  const visitor = (who: PersonId) => Visitor.enter(web, who);
  const somebody = async () => visitor(await web.db.transaction((tx) => person(tx)));
  const need = (title: string, more: Record<string, string> = {}) => ({
    ...{ id: newId<string>(), title, why: 'Seara nu se vede nimic.', roll: 'resident' },
    ...more,
  });
  const see = async (path: string) => (await web.fetch(path)).text();

  it('take a need of somebody who joins in the same form, and show it to everybody without his name', async () => {
    const maria = await somebody();
    // Also a page without navigation can be read in another language.
    expect(await see(`${at}/needs/new`)).toContain(`href="${at.replace('/ro/', '/ru/')}/needs/new"`);
    const noRoll = await maria.send(`${at}/needs/new`, need('Lumină la gară', { roll: '' }));
    expect([noRoll.status, noRoll.html.includes(say('error.roll-missing'))]).toEqual([422, true]);
    const sent = await maria.send(`${at}/needs/new`, need('Lumină la gară', { part: 'Gară' }));
    expect(sent.status).toBe(303);
    const board = await see(`${at}/needs`);
    expect(board).toContain('Lumină la gară');
    const own = await maria.see(sent.to!);
    expect(own.html).toContain(say('needs.published'));
    expect(own.html).toContain(`https://t.me/share/url?url=${encodeURIComponent(`http`)}`);
    expect(await see(sent.to!)).not.toContain(say('needs.published'));
    expect(await see(sent.to!)).toContain(say('needs.support-how'));
    expect(board).toContain(say('needs.residents', { n: 1 }));
    expect(board).not.toContain(say('needs.natives', { n: 0 }));
    expect(await see(at)).toContain('Lumină la gară');
    expect(await see(at)).toContain(`href="${at}/needs/new"`);
    expect(await see(sent.to!)).not.toContain('Om ');
    const [written, read] = ['text.written-in', 'text.as-written'].map((key) => [say(key, { lang: 'ro' }), sayIn('ru')(key, { lang: 'ro' })]); // prettier-ignore
    expect(await see(sent.to!.replace('/ro/', '/ru/'))).toContain(written![1]);
    expect(await see(`${at}/needs`.replace('/ro/', '/ru/'))).toContain(read![1]);
    expect([(await see(sent.to!)).includes(written![0]!), board.includes(read![0]!)]).toEqual([false, false]);
    expect((await maria.see(`${at}/join`)).html).toContain(say('neighbours.proof.email'));
  });

  it('show what sounds alike first, and put it on the board when it is another one', async () => {
    const ion = await somebody();
    const asked = await ion.send(`${at}/needs/new`, need('lumina la gara veche'));
    expect(asked.html).toContain(say('needs.alike'));
    expect(asked.html).toContain('name="sure"');
    const sure = await ion.send(`${at}/needs/new`, need('lumina la gara veche', { sure: 'yes' }));
    expect(sure.status).toBe(303);
  });

  it('support, take it back, and help, with joining in the same form', async () => {
    const ana = await somebody();
    const path = (await ana.send(`${at}/needs/new`, need('Terasă la cămin'))).to!;
    const vasile = await somebody();
    expect((await vasile.send(`${path}/support`, {})).status).toBe(422);
    expect((await vasile.send(`${path}/support`, { roll: 'native' })).status).toBe(303);
    expect(await see(path)).toContain(`${say('needs.residents', { n: 1 })}, ${say('needs.natives', { n: 1 })}`);
    expect((await vasile.send(`${path}/unsupport`, {})).status).toBe(303);
    expect(await see(path)).toContain(say('needs.residents', { n: 1 }));
    const refused = await vasile.send(`${path}/offers`, { id: newId<string>(), kind: 'skill', words: '' });
    expect([refused.status, refused.html.includes(say('needs.offer-send'))]).toEqual([422, true]);
    expect((await web.fetch(`${path}/offers`)).status).toBe(200);
    const help = { id: newId<string>(), kind: 'skill', words: 'Sunt electrician.', contact: 'yes' };
    const wrong = await vasile.send(`${path}/offers`, { ...help, amount: '500' });
    expect([wrong.status, wrong.html.includes(say('error.offer-amount'))]).toEqual([422, true]);
    const words = await vasile.send(`${path}/offers`, { ...help, hours: 'două ore', amount: 'o mie' });
    expect(words.html).toContain(say('error.number-whole'));
    expect(words.html).toContain('<a href="#f-amount">');
    const petru = await somebody();
    const all = await petru.send(`${path}/offers`, {
      id: newId<string>(),
      words: ' ',
      hours: 'două ore',
      amount: 'o mie',
    });
    const fields = [...all.html.matchAll(/<a href="#f-([a-z]+)">/g)].map(([, field]) => field);
    expect([all.status, fields.sort()]).toEqual([422, ['amount', 'hours', 'kind', 'roll', 'words']]);
    expect((await vasile.send(`${path}/offers`, { ...help, hours: '16', amount: '' })).status).toBe(303);
    expect(await see(path)).toContain(say('needs.hours', { n: 16 }));
    expect(await see(path)).toContain('Sunt electrician.');
    const id = path.split('/').at(-1)!;
    const mayor = await visitor(town.mayor);
    const desk = await mayor.see(`/ro/town-hall/${town.townHallId}/needs/${id}`);
    expect(desk.html).toContain(`mailto:p-${vasile.person}@example.org`);
    const [offer] = await web.db.rows<{ id: string }>('select id from needs.offer where by = $1', [vasile.person]);
    expect((await vasile.send(`${path}/offers/${offer!.id}/withdrawal`, {})).status).toBe(303);
    expect(await see(path)).toContain(say('needs.no-offers'));
  });

  it('let the town hall answer, merge and price, and nobody else', async () => {
    const ana = await somebody();
    const paths: string[] = [];
    for (const title of ['Fântână în centru', 'Izvorul de sub deal'])
      paths.push((await ana.send(`${at}/needs/new`, need(title))).to!);
    const [first, second] = paths.map((path) => path.split('/').at(-1)!);
    const desk = `/ro/town-hall/${town.townHallId}`;
    expect((await ana.see(`${desk}/needs`)).status).toBe(404);
    const mayor = await visitor(town.mayor);
    expect((await mayor.see(`${desk}/needs`)).html).toContain('Fântână în centru');
    const answer = { id: newId<string>(), kind: 'planned', why: 'O facem la vară.' };
    expect((await mayor.send(`${desk}/needs/${first}/answer`, { ...answer, why: '' })).status).toBe(422);
    const answered = await mayor.send(`${desk}/needs/${first}/answer`, answer);
    expect([answered.status, (await mayor.see(answered.to!)).html.includes(say('needs.done'))]).toEqual([303, true]);
    expect((await mayor.see(`${at}/needs/${first}`)).html).toContain(`href="${desk}/needs/${first}"`);
    expect(await see(`${at}/needs/${first}`)).not.toContain(desk);
    expect((await mayor.send(`${desk}/needs/${second}/merge`, { into: first! })).status).toBe(303);
    const shown = await see(paths[0]!);
    for (const words of ['O facem la vară.', say('needs.answer.planned'), 'Izvorul de sub deal'])
      expect(shown).toContain(words);
    expect(await see(paths[1]!)).toContain(say('needs.merged'));
    expect((await mayor.send(`${desk}/needs/${second}/parting`, {})).status).toBe(303);
    const option = { id: newId<string>(), title: 'Fântână cu pompă', description: 'Săpată.', source: 'Ofertă, 3 noiembrie 2026' }; // prettier-ignore
    const priced = await mayor.send(`${desk}/needs/${first}/option`, {
      ...option,
      cost: 'mult',
      title: 'F',
      source: '',
    });
    for (const field of ['title', 'cost', 'source']) expect(priced.html).toContain(`<a href="#f-${field}">`);
    const unsaid = await mayor.send(`${desk}/needs/${first}/answer`, { id: newId<string>(), why: '' });
    for (const field of ['kind', 'why']) expect(unsaid.html).toContain(`<a href="#f-${field}">`);
    expect((await mayor.send(`${desk}/needs/${first}/option`, { ...option, cost: '45 000' })).status).toBe(303);
    expect(await see(`${at}/needs`)).toContain('Fântână cu pompă');
    const atDesk = `${desk}/options/${option.id}`;
    expect((await mayor.see(atDesk)).html).toContain('Fântână în centru');
    expect((await mayor.send(`${atDesk}/withdrawal`, { reason: '' })).status).toBe(422);
    expect((await mayor.send(`${atDesk}/withdrawal`, { reason: 'Greșit.' })).status).toBe(303);
    expect((await mayor.see(atDesk)).html).toContain(say('needs.withdrawn', { reason: 'Greșit.' }));
    expect(await see(`${at}/needs`)).not.toContain('Fântână cu pompă');
    expect((await mayor.send(`${desk}/needs/days`, { days: '20' })).status).toBe(303);
    expect(await see(`${at}/needs`)).toContain(say('needs.answers-in', { n: 20 }));
  });

  it('let officers of the association merge, part and write to who helps; answers and prices stay with the town hall', async () => {
    const ana = await somebody();
    const paths: string[] = [];
    for (const title of ['Gard la școală', 'Poartă la curtea școlii'])
      paths.push((await ana.send(`${at}/needs/new`, need(title, { sure: 'yes' }))).to!);
    const [first, second] = paths.map((path) => path.split('/').at(-1)!);
    const help = { id: newId<string>(), kind: 'skill', words: 'Sunt sudor.', contact: 'yes' };
    expect((await ana.send(`${paths[0]}/offers`, help)).status).toBe(303);
    const desk = `/ro/association/${town.associationId}/needs`;
    expect((await (await visitor(town.members[0]!)).see(desk)).status).toBe(403);
    expect((await ana.see(desk)).status).toBe(404);
    const president = await visitor(town.president);
    expect((await president.see(desk)).html).toContain('Gard la școală');
    const shown = (await president.see(`${desk}/${first}`)).html;
    expect(shown).toContain(`mailto:p-${ana.person}@example.org`);
    expect(shown).not.toContain(say('needs.answer-send'));
    expect((await president.send(`${desk}/${second}/merge`, { into: '' })).status).toBe(422);
    expect((await president.send(`${desk}/${second}/merge`, { into: first! })).status).toBe(303);
    expect((await president.see(`${desk}/${first}`)).html).toContain(`${desk}/${second}`);
    expect(await see(paths[1]!)).toContain(say('needs.merged'));
    expect((await president.send(`${desk}/${second}/parting`, {})).status).toBe(303);
    expect(await see(paths[1]!)).not.toContain(say('needs.merged'));
    const answer = { id: newId<string>(), kind: 'planned', why: 'Da.' };
    expect((await president.send(`${desk}/${first}/answer`, answer)).status).toBe(404);
  });

  it('show helpers and papers to nobody whose body is not verified', async () => {
    const president = await visitor(town.president);
    const set = (state: string, why: string | null) =>
      web.db.rows('update hometowns.body set state = $2, state_reason = $3 where id = $1', [town.associationId, state, why]); // prettier-ignore
    await set('suspended', 'Nu răspunde.');
    for (const room of ['needs', 'papers', 'twins'])
      expect((await president.see(`/ro/association/${town.associationId}/${room}`)).status).toBe(403);
    await set('verified', null);
  });

  it('give one price to several needs', async () => {
    const ana = await somebody();
    const ids: string[] = [];
    for (const title of ['Trotuar la grădiniță', 'Rampă pentru cărucioare'])
      ids.push((await ana.send(`${at}/needs/new`, need(title, { sure: 'yes' }))).to!.split('/').at(-1)!);
    const mayor = await visitor(town.mayor);
    const desk = `/ro/town-hall/${town.townHallId}`;
    const option = { id: newId<string>(), title: 'Trotuar cu rampă', description: 'Din pavaj.', source: 'Deviz, 2 noiembrie 2026', cost: '80 000' }; // prettier-ignore
    const wrong = await mayor.send(`${desk}/needs/${ids[0]}/option`, { ...option, 'also[]': 'x' });
    expect([wrong.status, wrong.html.includes(say('error.option-needs'))]).toEqual([422, true]);
    expect((await mayor.send(`${desk}/needs/${ids[0]}/option`, { ...option, 'also[]': ids[1]! })).status).toBe(303);
    const shown = (await mayor.see(`${desk}/options/${option.id}`)).html;
    for (const words of ['Trotuar la grădiniță', 'Rampă pentru cărucioare']) expect(shown).toContain(words);
  });

  it('warn of a phone before everybody reads it, and take it for who insists', async () => {
    const ana = await somebody();
    const typed = need('Groapă lângă stație', { why: 'Sunați la 069 123 456.', sure: 'yes' });
    const warned = await ana.send(`${at}/needs/new`, typed);
    expect([warned.status, warned.html.includes(say('needs.personal'))]).toEqual([200, true]);
    expect(await see(`${at}/needs`)).not.toContain('Groapă lângă stație');
    const path = (await ana.send(`${at}/needs/new`, { ...typed, why: 'E adâncă.' })).to!;
    const help = { id: newId<string>(), kind: 'time', words: 'Scrieți la ana@example.org' };
    expect((await ana.send(`${path}/offers`, help)).html).toContain(say('needs.personal'));
    expect((await ana.send(`${path}/offers`, { ...help, open: 'yes' })).status).toBe(303);
  });

  it('give back what somebody wrote while it is nobody else’s too', async () => {
    const [ana, ion] = [await somebody(), await somebody()];
    const [path, other] = [(await ana.send(`${at}/needs/new`, need('Hamac în parc', { sure: 'yes' }))).to!, (await ana.send(`${at}/needs/new`, need('Umbrar la poartă', { sure: 'yes' }))).to!]; // prettier-ignore
    expect((await ana.see(path)).html).toContain(say('needs.take-back'));
    expect((await ion.see(path)).html).not.toContain(say('needs.take-back'));
    expect((await ion.send(`${path}/withdrawal`, {})).status).toBe(404);
    expect((await ion.send(`${other}/support`, { roll: 'resident' })).status).toBe(303);
    expect((await ana.see(other)).html).not.toContain(say('needs.take-back'));
    const shared = await ana.send(`${other}/withdrawal`, {});
    expect([shared.status, shared.html.includes(say('error.need-shared'))]).toEqual([409, true]);
    for (let twice = 0; twice < 2; twice += 1) expect((await ana.send(`${path}/withdrawal`, {})).status).toBe(303);
    const gone = await see(path);
    expect([gone.includes(say('needs.taken-back-why')), gone.includes('Hamac')]).toEqual([true, false]);
    expect(await see(`${at}/needs`)).not.toContain('Hamac');
    expect((await (await visitor(town.operators[0])).see('/ro/operator/boards')).html).not.toContain('Hamac');
  });

  it('hide what the operator hides, with the reason in its place, and show it again', async () => {
    const ana = await somebody();
    const path = (await ana.send(`${at}/needs/new`, need('Ion Rusu e hoț', { sure: 'yes' }))).to!;
    const [id, offer] = [path.split('/').at(-1)!, { id: newId<string>(), kind: 'time', words: 'Vin și eu.' }];
    expect((await ana.send(`${path}/offers`, offer)).status).toBe(303);
    const [staff, room] = [await visitor(town.operators[0]), '/ro/operator/boards'];
    expect((await staff.see(room)).html).toContain('Ion Rusu e hoț');
    const judged = (await staff.see(`${room}/${id}`)).html;
    for (const words of ['<h1', 'Vin și eu.', `href="${path}"`, say('operator.boards.public')])
      expect(judged).toContain(words);
    const wrong = await staff.send(`${room}/${id}`, { hidden: 'yes', reason: ' ' });
    expect([wrong.status, wrong.html.includes(say('error.reason-missing'))]).toEqual([422, true]);
    expect((await staff.send(`${room}/${id}`, { hidden: 'yes', reason: 'Numele unui vecin' })).status).toBe(303);
    const hidden = await see(path);
    expect(hidden).toContain(say('needs.hidden-why', { reason: 'Numele unui vecin' }));
    for (const gone of ['Ion Rusu', 'Vin și eu', say('needs.offer')]) expect(hidden).not.toContain(gone);
    for (const list of [`${at}/needs`, at, `/api/v1/places/${town.placeCode}/needs`, `/api/v1/town-needs/${id}`])
      expect(await see(list)).not.toContain('Ion Rusu');
    expect((await ana.send(`${path}/support`, { roll: '' })).html).toContain(say('error.need-hidden'));
    expect((await staff.see(`${room}/${id}`)).html).toContain('Ion Rusu e hoț');
    expect((await staff.send(`${room}/${id}`, { hidden: 'no', reason: 'E un personaj.' })).status).toBe(303);
    expect(await see(path)).toContain('Ion Rusu e hoț');
  });

  it('are reached from a village of the commune, and not from a district', async () => {
    const [village] = await web.db.rows<{ slug: string; up: string }>(
      `select v.slug, t.name_ro as up from hometowns.place v join hometowns.place t on t.code = v.parent
        where not v.self_governing and t.self_governing and t.parent is not null limit 1`,
    );
    expect(await see(`/ro/t/${village!.slug}/needs`)).toContain(village!.up);
    const [district] = await web.db.rows<{ slug: string }>(
      'select slug from hometowns.place where parent is null and not self_governing limit 1',
    );
    expect((await web.fetch(`/ro/t/${district!.slug}/needs`)).status).toBe(404);
  });

  it('let somebody leave, and two of the association vouch for who stays', async () => {
    const ana = await somebody();
    await ana.send(`${at}/join`, { roll: 'native', part: '' });
    const link = /\/ro\/neighbour\/[\w.-]+/.exec((await ana.see(`${at}/join`)).html)![0];
    expect((await ana.send(link, { known: 'yes', name: 'Ana' })).status).toBe(403);
    const own = (await ana.see(link)).html;
    expect([own.includes(say('neighbours.vouch-own')), own.includes(say('neighbours.vouch'))]).toEqual([true, false]);
    const president = await visitor(town.president);
    const asked = (await president.see(link)).html;
    for (const words of [say('neighbours.roll-of.native'), say('neighbours.vouch')]) expect(asked).toContain(words);
    const name = /name="name" value="([^"]+)"/.exec(asked)![1]!;
    expect((await president.send(link, { name })).html).toContain(say('error.vouch-known'));
    const joined = (await ana.see(`${at}/join?saved=1`)).html;
    for (const door of [`${at}/needs`, `${at}/needs/new`]) expect(joined).toContain(`href="${door}"`);
    const soon = await ana.send(`${at}/join`, { roll: 'resident', part: '' });
    expect([soon.status, soon.html.includes(say('error.roll-too-soon', { left: 30 }))]).toEqual([409, true]);
    for (const member of [president, await visitor(town.members[0]!)])
      expect((await member.send(link, { known: 'yes', name })).html).toContain(say('neighbours.vouched'));
    expect((await ana.see(`${at}/join`)).html).toContain(say('neighbours.proof.vouched'));
    expect((await ana.send(`${at}/leave`, {})).status).toBe(303);
    expect((await ana.see(link)).status).toBe(404);
  });
});
