import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HoldsService } from '#libs/banking/src/index.js';
import { DeliveryQueries, type RequestId } from '#libs/delivery/src/index.js';
import { Money, type ProjectId } from '#libs/kernel/src/index.js';
import { Clock, formatDate, formatMoment, LANGS, sayIn } from '#libs/platform/src/index.js';
import { DeliveryWalk } from '../../../../test/support/delivery.js';
import { countGift, openBank, openTreasury } from '../../../../test/support/money.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let town: Town;
let [project, other]: TownProject[] = [];
let request: RequestId;
let open: string;
const who: Record<'mayor' | 'president' | 'inspector' | 'operator', Visitor> = {} as never;
beforeAll(async () => {
  web = await openWeb();
  const room = roomOf(web);
  town = await buildTown(room);
  await openTreasury(room, town);
  const bank = await openBank(room, town.operators[0]);
  [project, other] = [await site(), await site()];
  const walk = new DeliveryWalk(room, town, project, bank);
  request = await walk.ask();
  who.mayor = await Visitor.enter(web, town.mayor);
  who.president = await Visitor.enter(web, town.president);
  who.inspector = await Visitor.enter(web, town.inspector);
  who.operator = await Visitor.enter(web, town.operators[0]);
  open = (await web.fetch(`/p/${project.code}`, { redirect: 'manual' })).headers.get('location')!.replace(/^.*\/ro\//, '/ro/'); // prettier-ignore

  async function site(): Promise<TownProject> {
    const made = await buildProject(room, town, { state: 'funded', shares: [4_000, 6_000] });
    await countGift(room, town, { projectId: made.id, bank, lei: Money.lei(100_000n) });
    return made;
  }
});
afterAll(() => web.close());

const stop = async (...projects: (ProjectId | null)[]) =>
  roomOf(web).db.transaction(async (tx) => web.get(HoldsService).hold(tx, projects, await web.get(Clock).now()));
const hall = ({ id }: TownProject) => `/ro/town-hall/${town.townHallId}/projects/${id}/works`;

/** Every page where somebody would act or ask, who opens it, and the words by which it says that payments wait. */
const pages = () =>
  [
    ['mayor', hall(project!), 'works.paused', formatMoment],
    ['mayor', `${hall(project!)}/requests/${request}`, 'works.paused', formatMoment],
    ['mayor', `${hall(project!)}/tranches/${project!.tranches[1]!}`, 'works.paused', formatMoment],
    ['president', `/ro/association/${town.associationId}/projects/${project!.id}`, 'desk.paused', formatMoment],
    ['inspector', `/ro/association/${town.associationId}/requests/${request}`, 'desk.paused', formatMoment],
    ['operator', `/ro/operator/projects/${project!.id}`, 'operator.audit.paused', formatMoment],
    ['mayor', open, 'project.paused', formatDate],
  ] as const;

/** Which pages of `pages()` say in every language that payments wait. */
async function saying(since: Date | null): Promise<string[]> {
  const said: string[] = [];
  for (const [person, path, key, format] of pages()) {
    const inEach = await Promise.all(
      LANGS.map(async (lang) => {
        const { status, html } = await who[person].see(path.replace('/ro/', `/${lang}/`));
        expect([path, status]).toEqual([path, 200]);
        const words = sayIn(lang)(key, { since: since ? format(lang, since) : '' });
        return html
          .replaceAll('\u00a0', ' ')
          .includes(words.replaceAll('\u00a0', ' ').slice(0, since ? undefined : 30));
      }),
    );
    if (inEach.every(Boolean)) said.push(path);
    else expect([path, inEach]).toEqual([path, [false, false, false]]);
  }
  return said;
}

it('is said wherever somebody would act or ask, with the moment, and nowhere once it is over', async () => {
  expect(await saying(null)).toEqual([]);
  await stop(project!.id);
  const since = (await web.get(DeliveryQueries).pausedSince(project!.id))!;
  expect(await saying(since)).toEqual(pages().map(([, path]) => path));
  expect((await who.mayor.see(hall(other!))).html).not.toContain('este oprită din');
  await stop();
  expect(await saying(null)).toEqual([]);
});

it('is said of every project while the books themselves are in doubt, since it began for this one', async () => {
  await stop(project!.id);
  const since = await web.get(DeliveryQueries).pausedSince(project!.id);
  await stop(project!.id, null);
  expect(await web.get(DeliveryQueries).pausedSince(project!.id)).toEqual(since);
  expect((await who.mayor.see(hall(other!))).html).toContain('este oprită din');
  await stop();
  expect(await web.get(DeliveryQueries).pausedSince(other!.id)).toBeNull();
});

it('stands beside the ballot while a tranche is voted on, and no more when it will not be paid', async () => {
  const room = roomOf(web);
  const walk = new DeliveryWalk(room, town, project!, (await room.db.rows<{ id: never }>('select id from banking.account limit 1'))[0]!.id); // prettier-ignore
  await walk.inspect(request);
  const { voteId } = (await web.get(DeliveryQueries).request(request))!.votes[0]!;
  const vote = async () => (await who.president.see(`/ro/votes/${voteId}`)).html.includes('hotărârea rămâne bună');
  await stop(project!.id);
  expect(await vote()).toBe(true);
  await walk.vote(request, 'no');
  expect(await vote()).toBe(false);
  await stop();
});
