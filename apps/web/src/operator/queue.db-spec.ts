import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TASK_DAYS } from '#libs/books/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { account, LedgerService } from '#libs/ledger/src/index.js';
import { BoardService, HidingService } from '#libs/needs/src/index.js';
import { NeighboursService } from '#libs/neighbours/src/index.js';
import { Clock, hasWords, sayIn } from '#libs/platform/src/index.js';
import { GivingService, PublicWordsService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { openCampaign } from '../../../../test/support/campaign.js';
import { creditLine, openBank } from '../../../../test/support/money.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { plant } from '../../../../test/support/superuser.js';
import { buildProject, buildTown, person, type Town } from '../../../../test/support/town.js';
import { openWeb, type Web } from '../../../../test/support/web.js';
import { Decisions } from '../approvals/decisions.js';
import { SignedKinds } from './signed-kinds.js';

interface TaskJson {
  readonly what: string;
  readonly subject: string;
  readonly since: string;
  readonly by: string;
  readonly own: boolean;
}

/** What other offices than the operator's sign. */
const ELSEWHERE = [
  'treasury-account',
  'cash-cashier',
  'cash-receipt',
  'cash-void',
  'cash-cover',
  'town-paper',
  'vote-paper',
];

describe('the operator’s inbox', () => {
  let web: Web;
  let town: Town;
  let cookie: string;
  beforeAll(async () => {
    web = await openWeb();
    town = await buildTown(web);
    cookie = `plai_session=${await sessionOf(web, town.operators[0])}`;
  });
  afterAll(() => web.close());

  const call = async (path: string) =>
    (await (await web.fetch(`/api/v1/operator/queue${path}`, { headers: { cookie } })).json()) as {
      data: TaskJson[];
      next: string | null;
    };
  const see = async (path: string) => (await web.fetch(path, { headers: { cookie } })).text();

  it('has for every kind its name, what is signed, what happens if nobody decides, and what ends it', () => {
    const kinds = [...web.get(Decisions).names()].filter((kind) => !ELSEWHERE.includes(kind));
    expect(kinds.length).toBeGreaterThan(15);
    for (const kind of kinds) expect(web.get(SignedKinds).of(kind)).toBeDefined();
    const lacking = [...kinds, ...Object.keys(TASK_DAYS)].flatMap((kind) =>
      ['task', 'otherwise', 'end'].map((part) => `operator.${part}.${kind}`).filter((key) => !hasWords(key)),
    );
    expect(lacking).toEqual([]);
  });

  it('lets the operator go anywhere in two steps, and marks where he is', async () => {
    const nav = async (path: string) => {
      const [, inside] = /<nav aria-label="Operator’s desk">(.*?)<\/nav>/.exec(await see(path))!;
      const links = [...inside!.matchAll(/<a href="\/en\/operator(?:\/([a-z]+))?"(?: aria-current="([a-z]+)")?>/g)];
      // The rooms of a group stand there twice: open on a wide screen, folded on a phone.
      return [...new Set(links.map(([, room = 'queue', current = '']) => room + current))];
    };
    expect(await nav('/en/operator')).toEqual(['queuepage', 'money', 'projects', 'audit']);
    const cash = await nav('/en/operator/cash');
    expect(cash.slice(0, 4)).toEqual(['queue', 'moneytrue', 'projects', 'audit']);
    expect(cash.slice(4)).toEqual(expect.arrayContaining(['money', 'bank', 'orders', 'cashpage']));
    expect(cash.filter((room) => room.endsWith('page'))).toEqual(['cashpage']);
    expect((await nav('/en/operator/log')).slice(4)).toEqual(['audit', 'logpage', 'staff']);
  });

  it('says how many needs were put on boards since yesterday, with the way to where one may be hidden', async () => {
    const mark = (n: number) => `<a href="/en/operator/boards">${sayIn('en')('operator.boards.written', { n })}</a>`;
    expect(await see('/en/operator')).not.toContain('<a href="/en/operator/boards">1 ');
    const [id, who] = [newId<'TownNeed'>(), await web.db.transaction((tx) => person(tx))];
    await web.get(NeighboursService).join({ placeCode: town.placeCode, roll: 'resident' }, who);
    const need = { id, placeCode: town.placeCode, lang: 'ro' as const, title: 'Lumină la gară', why: 'Nu se vede.' };
    await web.get(BoardService).propose(need, who);
    expect(await see('/en/operator')).toContain(mark(1));
    await web.get(HidingService).judge(id, { hidden: true, reason: 'Un nume.' }, town.operators[0]);
    expect(await see('/en/operator')).not.toContain(mark(1));
    await web.get(HidingService).judge(id, { hidden: false, reason: 'Nu era.' }, town.operators[0]);
    await web.get(Clock).moveBy(2 * 86_400_000);
    expect(await see('/en/operator')).not.toContain(mark(1));
  });

  it('goes on from page to page without losing or repeating anything, and shows one kind when asked', async () => {
    const bank = await openBank(web, town.operators[0]);
    for (let n = 0; n < 5; n += 1) await creditLine(web, town, { bank, lei: Money.lei(100n) });
    await buildProject(web, town, { state: 'review' });
    const all = (await call('?limit=100')).data;
    expect(all.filter(({ what }) => what === 'open-line')).toHaveLength(5);
    const paged: TaskJson[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page = await call(`?limit=2${next && `&after=${next}`}`);
      paged.push(...page.data);
      next = page.next;
    }
    expect(paged).toEqual(all);
    expect(all.map(({ by }) => by)).toEqual(all.map(({ by }) => by).sort());
    const reviews = (await call('?kind=review')).data;
    expect(reviews.map(({ what, own }) => [what, own])).toEqual([['review', true]]);
    const page = await see('/en/operator?kind=review');
    expect([page.includes('Project to review'), page.includes('/bank/lines/')]).toEqual([true, false]);
    expect(page).toContain('Receipt without a gift (5)');
    expect((await web.fetch('/api/v1/operator/queue?kind=__proto__', { headers: { cookie } })).status).toBe(400);
  });

  it('asks for words to be read where a gift has no other than the name of several people, and for an answer to whoever asks it back', async () => {
    await web.get(RatesService).loadShipped();
    const campaign = await openCampaign(web.db, { model: 'all-or-nothing' });
    const members = [1, 2].map(() => ({ name: 'Ion Rusu', amount: null, public: true }));
    const pledge = await web.get(GivingService).give({
      ...{ id: newId<'Pledge'>(), projectId: campaign.projectId, email: 'clasa@example.com', lang: 'ro', coverFee: false, by: 'card' },
      ...{ amount: Money.parse('100', 'EUR'), shortfall: 'return', follow: false, paths: { success: '/', cancel: '/' } },
      pool: { name: 'Clasa a IX-a', members },
    }); // prettier-ignore
    await plant(
      web,
      ['pledges.pledge'],
      [
        `update pledges.pledge set state = 'promised', promised_at = now(), card_id = checkout_id where id = '${pledge.id}'`,
      ],
    );
    expect((await web.get(PublicWordsService).waiting()).map(({ id }) => id)).toEqual([pledge.id]);
    expect((await call('?kind=words')).data).toHaveLength(1);
    // What a donor asked back is answered also when his gift has gone another way meanwhile.
    await web.db.rows(
      `insert into pledges.refund_request (id, pledge_id, amount_minor, whole, at, state) values ($1, $2, 100, false, platform.now(), 'waiting')`,
      [newId(), pledge.id],
    );
    expect((await call('?kind=refund-asked')).data.map(({ subject }) => subject)).toEqual([`pledge:${pledge.id}`]);
  });

  it('keeps two refunds of one gift apart that wait since the same moment', async () => {
    await web.db.rows(
      `insert into pledges.gift_refund (id, pledge_id, ref, currency, n, why, amount_minor, cover_minor, lei_minor, state, at)
       select gen_random_uuid(), p.id, p.ref, p.currency, n, 'late', 100, 0, 0, 'to-order', '2026-01-01' from (select * from pledges.pledge limit 1) p, generate_series(1, 2) n`,
    );
    const first = await call('?kind=return&limit=1');
    const second = await call(`?kind=return&limit=1&after=${first.next}`);
    const subjects = [...first.data, ...second.data].map(({ subject }) => subject);
    expect([subjects.length, new Set(subjects).size]).toEqual([2, 2]);
  });

  it('says since when a loss stands: since the first lost dispute that nothing has paid', async () => {
    const { id } = await buildProject(web, town, { state: 'in-delivery' });
    const lost = (name: string, at: string, minor: number) => [
      `insert into payments.dispute (id, charge_id, amount_minor, currency, reason, status, inquiry, opened_at, outcome, closed_at)
         values ('${name}', '${newId()}', ${minor}, 'MDL', 'general', 'lost', false, '${at}', 'lost', '${at}')`,
      `insert into pledges.dispute (id, pledge_id, project_id, state, reserved_minor, town_reserved_minor, gift_loss_minor, opened_at, ended_at)
         values ('${name}', '${newId()}', '${id}', 'lost', 0, 0, ${minor}, '${at}', '${at}')`,
    ];
    await plant(
      web,
      ['payments.dispute', 'pledges.dispute'],
      [...lost('du_1', '2026-01-01T10:00:00Z', 300), ...lost('du_2', '2026-02-01T10:00:00Z', 500)],
    );
    const [loss, fx] = [account('held', 'project', id, 'loss', 'MDL'), account('held', 'operator', 'fx', 'MDL')];
    const books = (minor: number) =>
      web.db.transaction((tx) => {
        const sides = minor > 0 ? { debit: loss, credit: fx } : { debit: fx, credit: loss };
        const postings = [{ ...sides, amount: Money.lei(BigInt(Math.abs(minor))) }];
        return web.get(LedgerService).post(tx, { key: `spec:${newId()}`, kind: 'spec.loss', postings });
      });
    await books(800);
    const since = async () => (await call('?kind=loss')).data.map((task) => task.since);
    expect(await since()).toEqual(['2026-01-01T10:00:00.000Z']);
    await books(-300);
    expect(await since()).toEqual(['2026-02-01T10:00:00.000Z']);
    await books(-500);
    expect(await since()).toEqual([]);
  });
});
