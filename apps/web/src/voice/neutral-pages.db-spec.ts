import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { civilDate, newId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { pathOf } from '../../../../test/support/campaign.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../../test/support/town.js';
import { roomOf, Visitor, wrongFields } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let town: Town;
let project: TownProject;
let mayor: Visitor;
let operator: Visitor;
beforeAll(async () => {
  web = await openWeb();
  town = await buildTown(roomOf(web));
  project = await buildProject(roomOf(web), town, { state: 'in-delivery' });
  [mayor, operator] = [await Visitor.enter(web, town.mayor), await Visitor.enter(web, town.operators[0])];
});
afterAll(() => web.close());

const room = '/ro/operator/news';
const publicPage = async (lang = 'ro') => (await web.fetch(`/${lang}${await pathOf(web.db, project.id)}`)).text();

it('the operator announces an election period; news then need the word that they keep to it, and say so in public', async () => {
  expect((await mayor.see(room)).status).toBe(404);
  const today = civilDate(await web.get(Clock).now());
  const wrong = await operator.send(`${room}/periods`, { id: newId(), ro: ' ', firstOn: 'azi', lastOn: today, source: '', place: 'Cahul!' }); // prettier-ignore
  expect([wrong.status, wrongFields(wrong).toSorted()]).toEqual([422, ['firstOn', 'place', 'ro', 'source']]);
  expect(wrong.html).toContain('value="azi"');
  const period = { id: newId(), ro: 'Alegeri locale', ru: 'Местные выборы', firstOn: today, lastOn: today, source: 'Hotărârea CEC nr. 1' }; // prettier-ignore
  const nowhere = await operator.send(`${room}/periods`, { ...period, place: 'nicaieri' });
  expect([nowhere.status, wrongFields(nowhere)]).toEqual([422, ['place']]);
  for (const twice of [period, period]) expect((await operator.send(`${room}/periods`, twice)).status).toBe(303);
  const at = `/ro/town-hall/${town.townHallId}/projects/${project.id}/updates`;
  expect((await mayor.see(at)).html).toContain('Alegeri locale');
  const update = { id: newId(), text: 'Au venit stâlpii.', milestoneId: '', then: 'publish' };
  const refused = await mayor.send(at, update);
  expect([refused.status, wrongFields(refused)]).toEqual([422, ['neutral']]);
  expect(refused.html).toContain('Au venit stâlpii.');
  expect((await mayor.send(at, { ...update, neutral: 'yes' })).status).toBe(303);
  expect(await publicPage('ru')).toContain('Местные выборы');
});

it('news that break a rule are hidden with a reason that everybody reads, and its office is told', async () => {
  const { html } = await operator.see(`${room}?neutral=yes`);
  const [, id] = /operator\/news\/([0-9a-f-]{36})"/.exec(html)!;
  const wrong = await operator.send(`${room}/${id!}`, { hidden: 'yes', reason: '' });
  expect([wrong.status, wrongFields(wrong)]).toEqual([422, ['reason']]);
  for (const lang of ['ro', 'ru', 'en'])
    expect((await operator.see(`/${lang}/operator/news/${id!}`)).html).toContain('Au venit stâlpii.');
  expect((await operator.send(`${room}/${id!}`, { hidden: 'yes', reason: 'Portretul unui candidat' })).status).toBe(303); // prettier-ignore
  await web.drain();
  const shown = await publicPage();
  expect([shown.includes('Portretul unui candidat'), shown.includes('Au venit stâlpii.')]).toEqual([true, false]);
  const told = await web.db.rows(`select person_id from notices.letter where kind = 'update-judged'`);
  expect(told.length).toBeGreaterThanOrEqual(2);
  expect((await operator.send(`${room}/${id!}`, { hidden: 'no', reason: 'Nu era candidat' })).status).toBe(303);
  expect((await operator.see(`${room}/${newId()}`)).status).toBe(404);
});
