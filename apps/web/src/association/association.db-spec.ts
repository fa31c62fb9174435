import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FileId, Money, newId } from '#libs/kernel/src/index.js';
import { DeliveryQueries, type RequestId, TranchesService } from '#libs/delivery/src/index.js';
import {
  BodiesQueries,
  JoiningService,
  MembersQueries,
  MembersService,
  VoteRulesService,
} from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { Clock, Courier, fromRoot, TrailQueries, TrailSeal } from '#libs/platform/src/index.js';
import { VotesQueries, VotesService } from '#libs/voting/src/index.js';
import { eventually } from '../../../../test/support/eventually.js';
import { countGift, openBank } from '../../../../test/support/money.js';
import { buildProject, buildTown, person, type Town, type TownProject } from '../../../../test/support/town.js';
import { roomOf, Visitor, wrongFields } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let town: Town;
let project: TownProject;
let member: Visitor;
let inspector: Visitor;
let president: Visitor;
let outsider: Visitor;
const requestId = newId() as string as RequestId;
beforeAll(async () => {
  web = await openWeb();
  const room = roomOf(web);
  town = await buildTown(room, { members: 4 });
  project = await buildProject(room, town);
  const bank = await openBank(room, town.operators[0]);
  await countGift(room, town, { projectId: project.id, bank, lei: Money.lei(100_000n) });
  const enter = (who: Town['mayor']) => Visitor.enter(web, who);
  const mayor = await enter(town.mayor);
  const evidence = [(await mayor.paper()) as FileId];
  const ask = { id: requestId, projectId: project.id, trancheId: project.tranches[0]!, note: 'Gata', evidence };
  await web.get(TranchesService).ask(ask, town.mayor);
  [member, inspector, president] = [await enter(town.members[0]!), await enter(town.inspector), await enter(town.president)];
  outsider = await enter((await buildTown(room)).president);
}); // prettier-ignore
afterAll(() => web.close());

const desk = () => `/ro/association/${town.associationId}`;
const checklist = (finding: string) =>
  Object.fromEntries(project.lines.flatMap((id, n) => [[`items.${n}.lineId`, id], [`items.${n}.finding`, finding]])); // prettier-ignore

describe('the association’s desk', () => {
  it('is its own people’s only', async () => {
    expect((await member.see('/ro/association')).to).toBe(desk());
    for (const path of ['', `/requests/${requestId}`, '/rule', '/people']) {
      expect((await outsider.see(desk() + path)).status).toBe(404);
    }
    for (const lang of ['ro', 'ru', 'en']) {
      for (const path of ['', `/requests/${requestId}`, '/rule']) {
        expect((await president.see(desk().replace('/ro/', `/${lang}/`) + path)).status).toBe(200);
      }
    }
  });

  it('names what was voted on, also when its town hall has the file back', async () => {
    const room = roomOf(web);
    const { id: projectId } = await buildProject(room, town, { state: 'draft' });
    await room.db.rows(`update projects.project set title = '{"original":"ro","ro":"Podul vechi"}' where id = $1`, [projectId]);
    const vote = { id: newId<'Vote'>(), kind: 'endorsement', subject: `project:${projectId}`, projectId, associationId: town.associationId } as const;
    await room.db.transaction((tx) => room.get(VotesService).open(tx, vote));
    expect((await president.see(desk())).html).toMatch(new RegExp(`/ro/votes/${vote.id}">[^<]*: Podul vechi</a>`));
  }); // prettier-ignore

  it('takes a vouch from two members', async () => {
    const joiner = await web.db.transaction((tx) => person(tx));
    const link = web.get(MembersService).invitationLink(await web.get(MembersService).invite(town.associationId, 'member', null, town.president)); // prettier-ignore
    await web.get(JoiningService).accept(link, joiner);
    const [request] = await web.get(MembersQueries).joinRequests(town.associationId);
    const path = `${desk()}/joins/${request!.id}`;
    expect((await outsider.send(path, { then: 'vouch' })).status).toBe(404);
    for (const one of [member, president]) expect((await one.send(path, { then: 'vouch' })).status).toBe(303);
    const mine = await web.get(MembersQueries).rolesOf(joiner);
    expect(mine.map(({ role }) => role)).toEqual(['member']);
    const names = await web.get(PersonsService).cards([town.members[0]!, joiner]);
    for (const lang of ['ro', 'ru', 'en']) {
      const page = (await inspector.see(desk().replace('/ro/', `/${lang}/`))).html;
      for (const { name } of names) expect(page).toContain(name);
    }
    const doubt = 'Dacă nu cunoașteți pe cineva';
    expect((await inspector.see(desk())).html).toContain(doubt);
    expect((await (await Visitor.enter(web, joiner)).see(desk())).html).not.toContain(doubt);
    const newcomer = `${desk()}/newcomers/${mine[0]!.id}`;
    expect((await outsider.send(newcomer, { reason: 'Eu.' })).status).toBe(404);
    const bare = await inspector.send(newcomer, { reason: ' ' });
    expect([bare.status, bare.html.includes('Scrieți de ce')]).toEqual([422, true]);
    expect((await inspector.send(newcomer, { reason: 'Nimeni nu-l știe.' })).to).toBe(`${desk()}#joins`);
    expect((await president.see(desk())).html).toContain('Nimeni nu-l știe.');
    expect((await inspector.send(newcomer, { reason: 'Încă o dată.' })).status).toBe(409);
    const { slug } = (await web.get(BodiesQueries).find(town.associationId))!;
    expect(await (await web.fetch(`/ro/a/${slug}`)).text()).toContain('cel mult 5 oameni în 30 de zile');
  });

  it('shows members no whole address of somebody who gave no name', async () => {
    const nameless = { email: 'vasile.lungu@exemplu.md', name: null, lang: 'ro' } as const;
    const joiner = await web.db.transaction((tx) => web.get(PersonsService).ensure(tx, nameless));
    const link = web.get(MembersService).invitationLink(await web.get(MembersService).invite(town.associationId, 'member', null, town.president)); // prettier-ignore
    await web.get(JoiningService).accept(link, joiner);
    const { html } = await member.see(desk());
    expect([html.includes('va…@exemplu.md'), html.includes('vasile.lungu')]).toEqual([true, false]);
  });

  it('sets the rule by the president alone', async () => {
    const rule = { quorum: '1/2', majority: '>1/2', hours: '72', silence: 'refused', arbiter: 'Consiliul', secret: 'secret', proxies: '0' }; // prettier-ignore
    expect((await member.send(`${desk()}/rule`, rule)).status).toBe(403);
    const wrong = await president.send(`${desk()}/rule`, { ...rule, hours: '5' });
    expect([wrong.status, wrong.html.includes('value="5"')]).toEqual([422, true]);
    expect(wrong.html).toContain('Cel puțin două treimi');
    expect(wrongFields(await president.send(`${desk()}/rule`, { ...rule, quorum: '1', majority: '2/3' }))).toEqual(['quorum', 'majority']); // prettier-ignore
    const whole = await president.send(`${desk()}/rule`, { ...rule, quorum: '2/1', majority: '>=1/3' });
    expect([whole.status, wrongFields(whole)]).toEqual([422, ['quorum', 'majority']]);
    expect(whole.html).toContain('cel mult toată lista');
    expect((await president.send(`${desk()}/rule`, rule)).to).toBe(`${desk()}/rule?saved=1`);
    expect((await president.see(`${desk()}/rule?saved=1`)).html).toContain('Regula s-a schimbat.');
    expect((await web.get(BodiesQueries).voteRuleOf(town.associationId)).hours).toBe(72);
    expect((await member.see(`${desk()}/rule`)).html).not.toContain('Stabilește regula');
  });

  it('leaves the rule to the members once a vote of theirs has reached its quorum', async () => {
    await web.db.transaction((tx) => web.get(VoteRulesService).prove(tx, town.associationId));
    const { html } = await president.see(`${desk()}/rule`);
    expect(html).not.toContain('Stabilește regula');
    expect(html).toContain('Regula o schimbă membrii, la o adunare');
    expect(html).toContain(`${desk()}/assemblies/new`);
  });
});

describe('a tranche', () => {
  const path = () => `${desk()}/requests/${requestId}`;

  it('is inspected line by line, then voted on', async () => {
    expect((await member.see(path())).html).not.toContain('name="verdict"');
    expect((await inspector.see(path())).html).toMatch(/<h1[^>]*>Verifică tranșa 1</);
    const half = await inspector.send(path(), { ...checklist('wrong'), verdict: 'accepted' });
    expect(half.status).toBe(422);
    expect((await inspector.send(path(), { ...checklist('ok') })).html).toContain('Alegeți recomandarea.');
    const done = await inspector.send(path(), { ...checklist('ok'), verdict: 'accepted' });
    expect(done.to).toMatch(/^\/ro\/votes\//);
    expect((await inspector.see(path())).html).toMatch(/<h1[^>]*>Tranșa 1</);
  });

  it('is voted on by members with a receipt, and shown to everybody after closing', async () => {
    const vote = (await web.get(DeliveryQueries).request(requestId))!.votes[0]!.voteId;
    const at = `/ro/votes/${vote}`;
    const open = await (await web.fetch(at)).text();
    expect(open).toContain('Votul e deschis');
    expect(open).not.toContain('name="choice"');
    expect((await outsider.see(at)).html).toContain('Votează membrii care erau pe listă');
    expect((await outsider.send(at, { choice: 'yes' })).status).toBe(404);
    expect((await member.see(desk())).html).toContain(at);
    expect((await member.send(at, {})).status).toBe(422);
    expect((await member.send(at, { choice: 'no' })).to).toBe(`${at}?voted=1#ballot`);
    expect((await member.send(at, { choice: 'yes', reason: 'Am văzut lămpile' })).status).toBe(303);
    const { receipt } = await web.get(VotesQueries).standing(vote, member.person);
    expect((await member.see(`${at}?voted=1`)).html).toContain(receipt!);
    const third = await Visitor.enter(web, town.members[2]!);
    for (const one of [president, inspector, third]) await one.send(at, { choice: 'yes' });
    const kin = await Visitor.enter(web, town.members[1]!);
    const unsaid = await kin.send(`${at}/recusal`, { why: '  ' });
    expect(unsaid.html).toMatch(/<details class="ded" open>[^]*id="f-why-error"/);
    expect((await kin.send(`${at}/recusal`, { why: 'Fratele meu e furnizorul' })).status).toBe(303);
    expect((await kin.see(at)).html).toContain('sunteți rudă cu furnizorul');
    await web.get(Clock).moveBy(73 * 3_600_000);
    await web.get(Courier).run('voting.close');
    await web.drain();
    const closed = await (await web.fetch(at)).text();
    expect(closed).toContain('Acceptat');
    expect(closed).toContain(receipt!);
    expect(closed).toContain('Am văzut lămpile');
    expect(closed).toMatch(/Regula declarată înainte: dacă nu votau destui până la .+ \(ora\sChișinăului\)/);
    expect(closed).not.toContain('nu votează destui');
    expect(closed).not.toContain(`href="${desk()}"`);
    const late = await third.send(at, { choice: 'no' });
    expect([late.status, late.html.includes('Votul s-a închis')]).toEqual([409, true]);
    expect((await member.see(at)).html).toContain(`Codul votului dumneavoastră: ${receipt!}. Îl găsiți în lista`);
    expect((await member.see(at)).html).toContain(`href="${desk()}"`);
    for (const lang of ['ru', 'en']) expect((await web.fetch(at.replace('/ro/', `/${lang}/`))).status).toBe(200);
    expect((await web.fetch(`/ro/votes/${newId()}`)).status).toBe(404);
  });

  it('is counted again from its address by the program that its page hands out', async () => {
    const vote = (await web.get(DeliveryQueries).request(requestId))!.votes[0]!.voteId;
    const page = await (await web.fetch(`/en/votes/${vote}`)).text();
    const address = /node recount\.mjs (\S+\/export)</.exec(page)![1]!;
    const program = fromRoot('libs/voting/data/recount.mjs');
    expect(await (await web.fetch('/recount.mjs')).text()).toBe(fs.readFileSync(program, 'utf8'));
    await eventually(async () => {
      await web.get(TrailSeal).seal();
      expect(await web.get(TrailQueries).wayOver(`vote:${vote}`, ['voting.closed'])).not.toBeNull();
    });
    const at = web.url + new URL(address).pathname;
    const { stdout } = await promisify(execFile)(process.execPath, [program, at]);
    expect(stdout).toMatch(
      /^Proved: 4 for, 0 against and 0 abstaining of 6 .* which a head that you know confirms\.$/m,
    );
    const { code } = await web.get(VotesQueries).standing(vote, member.person);
    expect((await member.see(`/ro/votes/${vote}`)).html).toContain(code!);
  });
});
