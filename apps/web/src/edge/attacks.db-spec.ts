import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { request } from 'node:http';
import pg from 'pg';
import sharp from 'sharp';
import { newId } from '#libs/kernel/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import { SignInService } from '#libs/identity/src/index.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { buildProject, buildTown, person, type Town, type TownProject } from '../../../../test/support/town.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const EVIL = 'evil.example';
const GUARDS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

describe('attacks over HTTP', () => {
  let web: Web;
  let town: Town;
  let project: TownProject;
  let session: string;
  beforeAll(async () => {
    web = await openWeb({ cacheMs: 60_000 });
    town = await buildTown(web);
    project = await buildProject(web, town, { state: 'campaign', campaignEndsIn: '5 days' });
    session = await sessionOf(web, town.mayor);
  });
  afterAll(() => web.close());

  it.each<Record<string, string>>([{ host: EVIL }, { host: 'plai.test', 'x-forwarded-host': EVIL, 'x-forwarded-proto': 'https' }])(
    'with a foreign host %j put it into no page, link or redirect',
    async (headers) => {
      for (const path of ['/', '/ro', '/ro/projects', '/api/v1/projects?limit=1', '/sitemap.xml', `/api/v1/projects/${project.id}`]) {
        const answer = await raw(path, headers);
        expect(JSON.stringify(answer)).not.toContain(EVIL);
      }
      expect(JSON.stringify(await raw('/ro/projects', { host: 'plai.test' }))).not.toContain(EVIL); // nor into what is kept
    },
  ); // prettier-ignore

  const gift = {
    amount: { amount: '100.00', currency: 'MDL' },
    by: 'card',
    email: 'a@example.org',
    shortfall: 'return',
  };
  it.each<[string, (id: string) => string, object]>([
    ['pledges', (id) => `/projects/${id}/pledges/${newId()}`, gift],
    ['gifts', (id) => `/projects/${project.id}/pledges/${id}`, gift],
    ['votes', (id) => `/votes/${id}/ballot`, { choice: 'yes' }],
    ['budget votes', (id) => `/budget-votes/${id}/ballot`, { ticked: [] }],
    ['needs', (id) => `/town-needs/${id}/support`, {}],
  ])('with an id in capitals find none of the %s', async (_, path, body) => {
    const headers = {
      authorization: `Bearer ${session}`,
      'content-type': 'application/json',
      'idempotency-key': newId(),
    };
    const address = `/api/v1${path(project.id.toUpperCase())}`;
    expect((await web.fetch(address, { method: 'PUT', headers, body: JSON.stringify(body) })).status).toBe(404);
  });

  it('with a foreign host change no letter', async () => {
    const [{ email }] = await web.db.rows<{ email: string }>('select email from identity.person where id = $1', [town.mayor]) as [{ email: string }]; // prettier-ignore
    await raw('/api/v1/sign-in-links', { host: EVIL, 'content-type': 'application/json' }, JSON.stringify({ email, lang: 'ro', next: `//${EVIL}/` })); // prettier-ignore
    await web.drain();
    const letters = web.box.letters.filter(({ to }) => to === email);
    expect(letters.length).toBeGreaterThan(0);
    for (const letter of letters) expect(JSON.stringify(letter)).not.toContain(EVIL);
  });

  it.each([`//${EVIL}`, `https://${EVIL}/`, `/\\${EVIL}`, '/\t/evil.example', '/ro\r\nset-cookie: a=b'])(
    'lead nobody to %j after sign-in',
    async (next) => {
      const member = await web.db.transaction((tx) => person(tx));
      const signIn = web.get(SignInService);
      const [{ email }] = await web.db.rows<{ email: string }>('select email from identity.person where id = $1', [member]) as [{ email: string }]; // prettier-ignore
      await web.post('/ro/sign-in', { email, next });
      const [row] = await web.db.rows<{ id: string; next: string | null }>('select id, next from identity.sign_in where person_id = $1', [member]); // prettier-ignore
      expect(row!.next).toBeNull();
      const answer = await web.post(`/ro/sign-in/${signIn.tokenOf(row!.id)}`, {});
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toMatch(/^\/ro(\/|$)/);
      expect(answer.headers.get('set-cookie')).not.toContain('a=b');
      // The session lives in a cookie that scripts cannot read, and in no address.
      expect(answer.headers.get('set-cookie')).toMatch(/^plai_session=[\w-]{43};.*HttpOnly.*SameSite=Lax/i);
      expect(answer.headers.get('cache-control')).toContain('no-store');
      expect(answer.headers.get('location')).not.toContain(/=([\w-]{43})/.exec(answer.headers.get('set-cookie')!)![1]!);
    },
  ); // prettier-ignore

  it('find a session neither in a query nor in another header', async () => {
    for (const [path, headers] of [
      [`/api/v1/me?plai_session=${session}`, {}],
      [`/api/v1/me?access_token=${session}`, {}],
      ['/api/v1/me', { 'x-session': session }],
      ['/api/v1/me', { authorization: session }],
    ] as const) {
      const answer = await web.fetch(path, { headers });
      expect([path, headers, answer.status]).toEqual([path, headers, 401]);
    }
    // A bearer token opens no page: it could be planted by nobody, but it is for programs.
    expect((await web.fetch('/ro/account', { headers: { authorization: `Bearer ${session}` } })).status).toBe(303);
  });

  it('fill the shared memory of pages with nothing of one reader', async () => {
    const mine = await web.fetch('/ro/projects', { headers: { cookie: `plai_session=${session}` } });
    expect(mine.headers.get('cache-control')).toBe('private, no-store');
    const html = await mine.text();
    const anybody = await web.fetch('/ro/projects');
    expect([anybody.headers.get('cache-control'), (await anybody.text()) === html]).toEqual(['public, max-age=0, must-revalidate', false]); // prettier-ignore
    // A broken cookie makes an anonymous reader: his page is everybody's, but no worse.
    const broken = await (await web.fetch('/ro/projects', { headers: { cookie: 'plai_session=x; plai_lang=ru' } })).text();
    expect(broken).toBe(await (await web.fetch('/ro/projects')).text());
    const [ru, ro] = [await web.fetch('/api/v1/nothing', { headers: { 'accept-language': 'ru' } }), await web.fetch('/api/v1/nothing', { headers: { 'accept-language': 'ro' } })]; // prettier-ignore
    expect(await ru.text()).not.toBe(await ro.text());
    expect(ru.headers.get('cache-control')).toBe('no-store');
  }); // prettier-ignore

  it('keep a signed-in reader’s tables to himself', async () => {
    const path = `/api/v1/projects/${project.id}/statement.csv`;
    const mine = await web.fetch(path, { headers: { authorization: `Bearer ${session}` } });
    expect([mine.status, mine.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    expect((await web.fetch(path)).headers.get('cache-control')).toContain('public');
  });

  it.each(['/ro', '/ro/sign-in', '/api/v1/projects', '/api/v1/nothing', '/ro/nothing', '/ops/audit', '/carpet/6427000.svg', '/api/v1/books.csv', '/healthz', '/'])(
    'meet the same guards at %s',
    async (path) => {
      const { headers } = await web.fetch(path);
      for (const [name, value] of Object.entries(GUARDS)) expect([name, headers.get(name)]).toEqual([name, value]);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    },
  ); // prettier-ignore

  it('split no answer, whatever an address holds', async () => {
    for (const path of [
      '/?lang=ro%0d%0aset-cookie:a=b',
      '/ro%0d%0aset-cookie:a=b',
      '/p/ABCD%0d%0ax:y',
      '/files/%0d%0a/small',
      '/ro/sign-in?next=/ro%0d%0aset-cookie:a=b',
    ]) {
      // prettier-ignore
      const answer = await web.fetch(path);
      expect([answer.headers.get('set-cookie'), answer.headers.get('x')]).toEqual([null, null]);
    }
  });

  it.each(['test-operations-tokeN', 'test-operations-toke', '', 'test-operations-token x', ' test-operations-token'])(
    'open nothing of operations with %j',
    async (token) => {
      const answers = await Promise.all([
        web.fetch('/ops/audit', { headers: { authorization: `Bearer ${token}` } }),
        web.fetch(`/ops/audit?token=test-operations-token`),
        web.fetch('/ops/reconcile', { method: 'POST', headers: { cookie: 'ops=test-operations-token', authorization: `Basic ${token}` } }), // prettier-ignore
      ]);
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    },
  );

  it('with a picture that is a page too show the picture alone', async () => {
    const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#a3213d' } }).jpeg().toBuffer();
    const both = Buffer.concat([photo, Buffer.from('<script>alert(document.domain)</script>')]);
    const { id } = await web.get(Files).keep({ bytes: both, name: 'poza.html', by: town.mayor });
    await web.db.rows('insert into projects.photo (project_id, file_id, position) values ($1, $2, 1)', [project.id, id]);
    for (const copy of ['wide', 'small']) {
      const answer = await web.fetch(`/files/${id}/${copy}`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
      expect(Buffer.from(await answer.arrayBuffer()).includes('<script')).toBe(false);
    }
    const paper = await web.get(Files).keep({ bytes: Buffer.from('%PDF-1.7\n<script>alert(1)</script>\n1 0 obj\n<<>>\nendobj\n'), name: 'deviz.html', by: town.mayor }); // prettier-ignore
    await web.db.rows(`insert into projects.document (project_id, file_id, what, title, public, position) values ($1, $2, 'council-decision', '{"ro":"x","original":"ro"}', true, 1)`, [project.id, paper.id]); // prettier-ignore
    const answer = await web.fetch(`/files/${paper.id}/original`);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([200, 'application/pdf', expect.stringMatching(/^attachment;.*\.pdf$/)]); // prettier-ignore
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  }); // prettier-ignore

  it('finds nothing under an address that no text of the database can be', async () => {
    const staff = `Bearer ${await sessionOf(web, town.operators[0])}`;
    for (const path of ['/ro/p/%00/x', '/ro/t/%00', '/ro/place/a%00b', '/v/%00', '/ro/v/%00', '/verify/%00', '/ro/vote/%00', '/files/%00', '/og/%00.jpg', '/api/v1/places/%00', '/api/v1/projects/%00', '/ro/operator/disputes/dp_%00', '/ro/operator/journals/line:%00'])
      expect([path, (await web.fetch(path, { headers: { authorization: staff } })).status]).toEqual([path, 404]);
    const hook = await web.fetch('/webhooks/messages/%00', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    expect(hook.status).toBe(404);
    for (const query of ['%00', '%ED%A0%80', 'a%00b'])
      expect([query, (await web.fetch(`/ro/projects?q=${query}&town=${query}&sector=${query}&after=${query}`)).status]).toEqual([query, 200]);
  }); // prettier-ignore

  it('take for a day what is none', async () => {
    const [operator, president] = [await sessionOf(web, town.operators[0]), await sessionOf(web, town.president)];
    const put = async (path: string, token: string, body: object) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await web.fetch(`/api/v1${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
      return [answer.status, JSON.stringify(await answer.json())];
    };
    const period = { name: { original: 'ro', ro: 'Alegeri' }, lastOn: '2027-11-14', source: 'CEC' };
    const figures = { name: 'Venituri', source: 'Minister', places: `${town.placeCode};100` };
    const wrong = (field: string, code: string) => [422, expect.stringMatching(`${field}[^}]*"${code}"`)];
    for (const day of ['2026-02-30', '2026-13-01', '0000-01-01']) {
      expect(await put(`/neutral-periods/${newId()}`, operator, { ...period, firstOn: day })).toEqual(wrong('firstOn', 'date'));
      expect(await put(`/operator/figures/${newId()}`, operator, { ...figures, publishedOn: day })).toEqual(wrong('publishedOn', 'date'));
      const statute = { file: newId(), decision: '2', decidedOn: day };
      expect(await put(`/bodies/${town.associationId}/statutes/${newId()}`, president, statute)).toEqual(wrong('decidedOn', 'decision-day'));
    }
  }); // prettier-ignore

  it('cannot tell by the work, and so by the time, whether somebody has an address', async () => {
    const [{ email }] = await web.db.rows<{ email: string }>('select email from identity.person where id = $1', [town.president]) as [{ email: string }]; // prettier-ignore
    const signIn = web.get(SignInService);
    const asked = jest.spyOn(pg.Client.prototype, 'query');
    const workFor = async (address: string) => {
      asked.mockClear();
      await signIn.ask({ email: address, lang: 'ro' });
      return asked.mock.calls.map(([query]: unknown[]) => (query as { text?: string }).text ?? query);
    };
    const [unknown, ...known] = [`${newId()}@nobody.example`, ...Array.from({ length: 4 }, () => email)];
    const work = await workFor(unknown);
    expect(work.join()).toMatch(/insert into identity\.sign_in.*insert into platform\.outbox/s);
    for (const address of known) expect(await workFor(address)).toEqual(work); // the fourth has no letter any more
    asked.mockRestore();
  });

  /** A request with exactly these headers, the host among them. */
  function raw(
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<{ headers: object; body: string }> {
    const { hostname, port } = new URL(web.url);
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path, headers, method: body ? 'POST' : 'GET' }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(parts).toString() }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
});

describe('over https', () => {
  it('the session’s cookie is for this host and encrypted connections alone', async () => {
    const web = await openWeb({ env: { PUBLIC_URL: 'https://plai.test' } });
    try {
      const town = await buildTown(web);
      await sessionOf(web, town.mayor);
      const [row] = await web.db.rows<{ id: string }>('insert into identity.sign_in (id, person_id, lang, asked_at, expires_at) values ($1, $2, $3, platform.now(), platform.now() + interval \'9 minutes\') returning id', [newId(), town.mayor, 'ro']); // prettier-ignore
      const answer = await web.post(`/ro/sign-in/${web.get(SignInService).tokenOf(row!.id)}`, {});
      expect(answer.headers.get('set-cookie')).toMatch(/^__Host-plai_session=[\w-]{43};.*Path=\/;.*HttpOnly;.*Secure;.*SameSite=Lax/i); // prettier-ignore
      expect(answer.headers.get('set-cookie')).not.toMatch(/domain=/i);
      expect(answer.headers.get('strict-transport-security')).toContain('max-age=63072000');
    } finally {
      await web.close();
    }
  });
});
