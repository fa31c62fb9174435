import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { give, type GiftPlan } from '#apps/cli/src/world/giving.js';
import { foundTown, type Town } from '#apps/cli/src/world/town.js';
import { inRomanian } from '#apps/cli/src/world/texts.js';
import type { Works } from '#apps/cli/src/world/works-plan.js';
import { type FileId, newId } from '#libs/kernel/src/index.js';
import { Files, Handlers, Outbox } from '#libs/platform/src/index.js';
import { salcia } from './support/cast.js';
import { waterPipe } from './support/plans.js';
import { campaignOf, openWorld, type RunningWorld, shown } from './support/world.js';

const EVIL = {
  title: 'Parc <img src=x onerror=alert(1)>',
  summary: '"><script>alert(2)</script>',
  line: '<svg/onload=alert(3)>',
  name: '<iframe src=javascript:alert(4)>',
  dedication: '\'"><object data=x>',
  formula: '=HYPERLINK("http://evil.example")',
} as const;
// None of these may stand in a page as markup.
const MARKUP = ['<img src=x', '<script>alert', '<svg/onload', '<iframe', '<object'];

describe('people are safe', () => {
  let running: RunningWorld;
  let town: Town;
  let works: Works;
  const replay = () => ({ 'x-replay-token': running.world.place.replayToken });

  beforeAll(async () => {
    running = await openWorld();
    town = await foundTown(running.world, running.operators, salcia());
    works = await campaignOf(running, town, (day) => {
      const plan = waterPipe('keep', { title: EVIL.title, summary: EVIL.summary })(day);
      return { ...plan, lines: plan.lines.map((line) => ({ ...line, name: `${inRomanian(line.name)} ${EVIL.line}` })) };
    });
    await gives('ana', { publicName: EVIL.name, dedication: { kind: 'wish', text: EVIL.dedication } });
    await gives('ion', { publicName: EVIL.formula });
    await running.world.settle();
  });
  afterAll(() => running.close());

  describe('sessions', () => {
    it.each([
      ['another site', { 'sec-fetch-site': 'cross-site' }],
      ['another site of the same domain', { 'sec-fetch-site': 'same-site' }],
      ['a foreign origin', { origin: 'https://evil.example' }],
      ['no origin at all', {}],
      ['a page without an origin', { origin: 'null' }],
    ])('refuse a form sent from %s', async (_from, headers: Record<string, string>) => {
      const cookie = await signedIn();
      const answer = await send('/ro/sign-out-everywhere', {}, { cookie, ...headers });
      expect([answer.status, await whoIs(cookie)]).toEqual([403, 200]);
    });

    it('take a form of our own pages', async () => {
      const cookie = await signedIn();
      const answer = await send('/ro/sign-out-everywhere', {}, { cookie, origin: running.webs[0]! });
      expect([answer.status, await whoIs(cookie)]).toEqual([303, 401]);
    });

    it('begin anew at sign-in: a planted cookie opens nothing, the one before is dead', async () => {
      const planted = `plai_session=${'a'.repeat(43)}`;
      const first = await signedIn(planted);
      expect([first === planted, await whoIs(planted), await whoIs(first)]).toEqual([false, 401, 200]);
      const second = await signedIn(first);
      expect([second === first, await whoIs(first), await whoIs(second)]).toEqual([false, 401, 200]);
    });

    it('begin once a link, however many press it at once', async () => {
      const token = await linkOf(town.cast.mayor.email);
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => api('POST', '/sessions', { token }, replay())),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    });

    it('cannot be guessed: links are tried a few times, then no more', async () => {
      const tries = await Promise.all(
        Array.from({ length: 40 }, () => api('POST', '/sessions', { token: `${newId()}.${'A'.repeat(43)}` })),
      );
      const statuses = tries.map(({ status }) => status);
      expect(statuses.filter((status) => status === 409).length).toBe(30);
      expect(statuses.filter((status) => status === 429).length).toBe(10);
    });
  });

  describe('letters', () => {
    it('come three times an hour to one address, whoever asks', async () => {
      const email = 'zina.nimeni@donor.plai.example';
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => api('POST', '/sign-in-links', { email, lang: 'ro', register: true })),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
      await running.world.settle();
      expect(running.mailbox.letters.filter(({ to }) => to === email).length).toBe(3);
    });

    it('are asked for with one answer, whether somebody has the address or not', async () => {
      const ask = async (email: string) => {
        const [page, json] = [await send('/ro/sign-in', { email }), await api('POST', '/sign-in-links', { email })];
        const html = (await page.text())
          .replaceAll(email, 'ADDRESS')
          .replace(/[0-9a-f]{8}-[0-9a-f-]{27}(\.[\w-]+)?/g, 'ID');
        return [page.status, html, json.status, await json.text()];
      };
      expect(await ask('nobody.at.all@donor.plai.example')).toEqual(await ask(town.cast.mayor.email));
    });
  });

  describe('fields that nobody asked for', () => {
    const gift = {
      amount: { amount: '10', currency: 'EUR' },
      email: 'x@donor.plai.example',
      by: 'card',
      shortfall: 'return',
    };

    it.each([
      '"role":"mayor"',
      '"status":"counted"',
      '"raised":"1000000"',
      '"staff":true',
      '"__proto__":{"staff":true}',
      '"constructor":{"prototype":{"staff":true}}',
    ])('are refused by the API: %s', async (field) => {
      const id = newId();
      const body = `${JSON.stringify(gift).slice(0, -1)},${field}}`;
      const path = `${running.webs[0]}/api/v1/projects/${works.id}/pledges/${id}`;
      const answer = await fetch(path, {
        method: 'PUT',
        body,
        headers: { 'content-type': 'application/json', ...replay() },
      });
      expect([400, 422]).toContain(answer.status);
      expect(await running.db.rows('select 1 from pledges.pledge where id = $1', [id])).toEqual([]);
      expect(({} as { staff?: boolean }).staff).toBeUndefined();
    });

    it.each(['role', 'status', 'raised', '__proto__', '__proto__.staff', 'constructor.prototype.staff'])(
      'are refused by forms: %s',
      async (field) => {
        const answer = await send('/ro/sign-in', { email: 'x@donor.plai.example', [field]: 'yes' }, replay());
        expect([400, 422]).toContain(answer.status);
        expect(({} as { staff?: string }).staff).toBeUndefined();
      },
    );
  });

  describe('what people write', () => {
    it('is shown as text on every page', async () => {
      const { path, place } = await addresses();
      const cookie = await signedIn();
      const pages = [
        '',
        '/projects',
        '/search?q=Parc',
        path,
        `${path}/register`,
        `${path}/give`,
        `/t/${place}`,
        '/books',
        '/account',
      ];
      const hall = `/town-hall/${town.townHallId}`;
      for (const page of [...pages, hall, `${hall}/projects/${works.id}`]) {
        const answer = await fetch(`${running.webs[0]}/ro${page}`, { headers: { cookie, ...replay() } });
        const html = await answer.text();
        const bad = MARKUP.filter((piece) => html.includes(piece));
        expect({ page, status: answer.status, bad }).toEqual({ page, status: 200, bad: [] });
      }
      const html = await (await fetch(`${running.webs[0]}/ro${path}`)).text();
      expect(html).toContain('&lt;img src=x onerror=alert(1)');
    });

    it('is shown as text in letters', () => {
      const letters = running.mailbox.letters.filter(({ subject }) => subject.includes(EVIL.title));
      expect(letters.length).toBeGreaterThan(3);
      for (const { html } of running.mailbox.letters) for (const piece of MARKUP) expect(html).not.toContain(piece);
      expect(letters.at(-1)!.html).toContain('&lt;img src=x');
    });

    it('begins no formula in a table', async () => {
      const answer = await api('GET', `/projects/${works.id}/statement.csv`);
      const csv = await answer.text();
      expect(csv).toContain('HYPERLINK');
      expect(csv).not.toMatch(/(^|[,\n"])[=+@]/m);
    });
  });

  describe('files', () => {
    const HTML = Buffer.from('<!doctype html><script>alert(1)</script>');
    const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');

    it.each([
      ['an SVG', SVG, 'desen.svg', 'file-type'],
      ['an SVG called JPEG', SVG, 'desen.jpg', 'file-type'],
      ['a page called JPEG', HTML, 'poza.jpg', 'file-type'],
      ['a picture of 2.5 thousand million pixels', bomb(), 'poza.png', 'photo-unreadable'],
      ['nothing', Buffer.alloc(0), 'poza.jpg', 'file-empty'],
    ])('refuse %s', async (_what, bytes, name, code) => {
      await expect(town.mayor.api.upload(bytes, name)).rejects.toMatchObject({ status: 422, code });
    });

    it('keep only the last part of a name, without what could be markup or a path', async () => {
      const kept = (await town.mayor.api.upload(running.world.paper, '../../etc/<b>passwd|\u202e.pdf')) as {
        id: string;
        name: string;
      };
      expect(kept.name).toBe('bpasswd.pdf');
    });

    it('show the public a photo without the place where it was taken', async () => {
      const exif = { IFD0: { Copyright: 'Ana' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '47/1 0/1 0/1' } };
      const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#a3213d' } }).withExif(exif).jpeg().toBuffer(); // prettier-ignore
      expect((await sharp(photo).metadata()).exif).toBeDefined();
      const { id } = await town.mayor.api.upload(photo, 'acasa.jpg');
      for (const copy of ['wide', 'small'] as const) {
        const { bytes } = (await running.get(Files).read(id as FileId, copy))!;
        const { format, exif: where, xmp, iptc } = await sharp(bytes).metadata();
        expect([format, where, xmp, iptc]).toEqual(['jpeg', undefined, undefined, undefined]);
        expect((await fetch(`${running.webs[0]}/files/${id}/${copy}`)).status).toBe(404); // nobody has published it
      }
      expect((await fetch(`${running.webs[0]}/files/${id}/original`)).status).toBe(404);
    });
  });

  it('leave nothing of themselves in the logs, not even when something breaks', async () => {
    const breaks = new Error(`550 <ana@donor.plai.example> refused; token ${'t'.repeat(43)}`);
    await running.stopWorkers(); // one that does not know the consumer would relay the event to nobody
    const worker = await running.addWorker();
    worker.get(Handlers).onOutside('spec.breaks', 'spec.breaks', 'events', () => Promise.reject(breaks));
    await running.db.transaction((tx) => running.get(Outbox).add(tx, { name: 'spec.breaks', data: {} }));
    await running.world.until(
      'a failure in the log',
      () => Promise.resolve(running.log.some((line) => line.includes('550'))),
      20,
    );
    const log = running.log.join('\n');
    expect(log).toContain('"route":"/api/v1/projects/:id/pledges/:pledgeId"');
    for (const { email, name } of [
      town.cast.mayor,
      ...town.cast.members,
      { email: 'donor.plai.example', name: 'HYPERLINK' },
    ])
      for (const personal of [email, name]) expect(log).not.toContain(personal);
    expect(log).not.toMatch(/t{43}|plai_session=|Bearer /);
  });

  function gives(who: string, plan: Partial<GiftPlan>) {
    const email = `${who}@donor.plai.example`;
    return give(running.world, works, { email, name: who, amount: '50', currency: 'EUR', ...plan });
  }

  function api(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
    const json: Record<string, string> = body ? { 'content-type': 'application/json' } : {};
    return fetch(`${running.webs[0]}/api/v1${path}`, { method, body: body && JSON.stringify(body), headers: { ...json, ...headers } }); // prettier-ignore
  }

  /** Sends a form as a browser would, with no word about where it comes from unless `headers` has it. */
  function send(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const body = new URLSearchParams(fields);
    return fetch(`${running.webs[0]}${path}`, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { ...replay(), ...headers },
    });
  }

  async function whoIs(cookie: string): Promise<number> {
    return (await api('GET', '/me', undefined, { cookie, ...replay() })).status;
  }

  async function linkOf(email: string): Promise<string> {
    const after = await running.world.letters.newest(email);
    await api('POST', '/sign-in-links', { email, lang: 'ro' }, replay());
    const link = await running.world.letters.link(email, /https?:\/\/\S+\/sign-in\/\S+/, { after });
    return link.split('/').at(-1)!;
  }

  /** The mayor signs in by the page in a browser that has a cookie already; gives the cookie it then has. */
  async function signedIn(cookie = ''): Promise<string> {
    const path = `/ro/sign-in/${await linkOf(town.cast.mayor.email)}`;
    const answer = await send(path, {}, { cookie, 'sec-fetch-site': 'same-origin' });
    expect(answer.status).toBe(303);
    return /^plai_session=[\w-]+/.exec(answer.headers.get('set-cookie') ?? '')![0];
  }

  /** The addresses, without language, of the project and of its town. */
  async function addresses(): Promise<{ path: string; place: string }> {
    const { project } = await shown<{ project: { code: string } }>(running, works);
    const answer = await fetch(`${running.webs[0]}/p/${project.code}`, { redirect: 'manual' });
    const path = new URL(answer.headers.get('location')!, running.webs[0]).pathname.slice('/ro'.length);
    return { path, place: path.split('/')[2]! };
  }
});

/** A PNG of a few bytes whose head promises 50,000 × 50,000 pixels. */
function bomb(): Buffer {
  const head = Buffer.alloc(25);
  head.write('IHDR', 4);
  head.writeUInt32BE(13, 0);
  head.writeUInt32BE(50_000, 8);
  head.writeUInt32BE(50_000, 12);
  head.set([8, 2, 0, 0, 0], 16);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), head, Buffer.alloc(40)]);
}
