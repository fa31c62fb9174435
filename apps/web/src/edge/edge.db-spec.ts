import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWeb, type Web } from '../../../../test/support/web.js';

describe('the edge', () => {
  let web: Web;
  beforeAll(async () => {
    web = await openWeb({ cacheMs: 60_000 });
  });
  afterAll(() => web.close());

  it('leads to the language of the reader', async () => {
    const answer = await web.fetch('/', { headers: { 'accept-language': 'ru' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/ru']);
    const remembered = await web.fetch('/', { headers: { cookie: 'plai_lang=en' } });
    expect(remembered.headers.get('location')).toBe('/en');
  });

  it('remembers a language only when somebody switches to it', async () => {
    const switched = await web.fetch('/en/how', { headers: { referer: `${web.url}/ro/how` } });
    expect(switched.headers.get('set-cookie')).toMatch(/^plai_lang=en;/);
    expect(switched.headers.get('cache-control')).toContain('private');
    expect((await web.fetch('/en/how', { headers: { referer: 'https://example.org/ro/how' } })).headers.get('set-cookie')).toBeNull(); // prettier-ignore
    expect((await web.fetch('/en/how')).headers.get('set-cookie')).toBeNull();
  });

  it('shows a page under a strict policy, with nothing inline', async () => {
    const answer = await web.fetch('/ro/how');
    const html = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(html).not.toMatch(/ style="| on[a-z]+="|<script>/);
    expect(html).toContain('<link rel="alternate" hreflang="ru" href="http://plai.test/ru/how"');
    const again = await web.fetch('/ro/how', { headers: { 'if-none-match': answer.headers.get('etag')! } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('compresses, and keeps what it shows for as long as it may', async () => {
    const small = await web.fetch('/ro/how', { headers: { 'accept-encoding': 'br' } });
    expect([small.headers.get('content-encoding'), small.headers.get('vary')]).toEqual(['br', 'accept-encoding']);
    const [first, second] = await Promise.all([web.fetch('/ro/status'), web.fetch('/ro/status')]);
    expect(await first.text()).toBe(await second.text());
  });

  it('serves files that never change under addresses of their content', async () => {
    const html = await (await web.fetch('/ro/how')).text();
    const css = /href="(\/assets\/plai\.[^"]+\.css)"/.exec(html)![1]!;
    const answer = await web.fetch(css, { headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await answer.text()).length).toBeLessThan(26_500);
    expect((await web.fetch('/assets/plai.css')).status).toBe(404);
    expect((await web.fetch('/assets/..%2f..%2fpackage.json')).status).toBe(404);
  });

  it.each(['/ro/nothing', '/de', '/ro/nothing/at/all', '/ro/t/nowhere', '/%00'])(
    'answers %s with a page in words',
    async (path) => {
      const answer = await web.fetch(path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('</html>');
    },
  );

  it('answers an address that cannot be read', async () => {
    expect((await web.fetch('/ro/%E0%A4%A')).status).toBe(404);
  });

  it('says of an address that is only read which methods it knows, as a page and as a problem', async () => {
    for (const path of ['/ro/books', '/ro/p/sat/lumina/register', '/sitemap.xml', '/ro']) {
      const answer = await web.post(path, { a: 'b' });
      expect([path, answer.status, answer.headers.get('allow')]).toEqual([path, 405, 'GET, HEAD, OPTIONS']);
      expect(await answer.text()).toContain('nu primește ce ați trimis');
    }
    const problem = await web.fetch('/healthz', { method: 'DELETE' });
    expect([problem.status, problem.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(await problem.json()).toMatchObject({ code: 'method-unknown' });
    for (const path of ['/ro/nothing', '/de/books']) expect((await web.post(path, {})).status).toBe(404);
  });

  it.each([
    ['/ru/votes/x/recusal', '/ru/votes/x'],
    ['/en/town-hall/b/account/approvals/a?q=1', '/en/town-hall/b/account'],
    ['/ro/operator/staff/dismissal', '/ro/operator/staff'],
    ['/ro/sign-out', '/ro'],
  ])('leads from an address that only takes a form, %s, to the page of the form', async (path, page) => {
    const answer = await web.fetch(path, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, page]);
  });

  it('leads somebody whose session has ended while he wrote back to where he wrote', async () => {
    const answer = await web.post('/ro/operator/staff/dismissal', {});
    expect(answer.headers.get('location')).toBe('/ro/sign-in?next=%2Fro%2Foperator%2Fstaff%2Fdismissal');
  });

  it('asks somebody who is not signed in for an address alone, with what he typed in it', async () => {
    const typed = { email: 'ion@example.org', reason: '<b>"Plecat"</b>' };
    const answer = await web.post('/ru/operator/staff/dismissal?x=1', typed);
    const html = await answer.text();
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([401, 'no-store']);
    expect(html).toContain('Остался один шаг');
    const main = html.split('<main')[1]!.split('</main')[0]!;
    expect(main.match(/<form/g)).toHaveLength(1);
    expect(main).toContain('action="/ru/sign-in/first"');
    expect(main).toContain('name="to" value="/ru/operator/staff/dismissal?x=1"');
    expect(main).toContain('[&quot;email&quot;,&quot;ion@example.org&quot;],[&quot;reason&quot;,&quot;&lt;b>');
    expect(main).not.toContain('target="_blank"');
  });

  it('answers the API with a problem in the language asked for', async () => {
    const answer = await web.fetch('/api/v1/nothing', { headers: { 'accept-language': 'en' } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({
      type: 'http://plai.test/problems/not-found',
      title: 'Page not found',
      status: 404,
      code: 'not-found',
    });
  });

  it('explains every problem on a page', async () => {
    const answer = await web.fetch('/problems/campaign-closed', { headers: { 'accept-language': 'en' } });
    expect(answer.headers.get('location')).toBe('/en/problems/campaign-closed');
    expect((await web.fetch('/en/problems/campaign-closed')).status).toBe(200);
    expect((await web.fetch('/en/problems/no-such-thing')).status).toBe(404);
  });

  it('weaves the same carpet for a code for ever', async () => {
    const answer = await web.fetch('/carpet/6427000.svg');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect((await web.fetch('/carpet/abc.svg')).status).toBe(404);
  });

  it('draws a sharing card that chats accept', async () => {
    const answer = await web.fetch('/og/plai-ru.jpg');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(bytes.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(bytes.length).toBeLessThan(300_000);
    expect((await web.fetch('/og/ZZZZ-ro.jpg')).status).toBe(404);
  });
});

describe('what machines ask', () => {
  let web: Web;
  beforeAll(async () => {
    web = await openWeb();
  });
  afterAll(() => web.close());

  it('is alive and ready', async () => {
    expect((await web.fetch('/healthz')).status).toBe(200);
    const ready = await web.fetch('/readyz');
    expect(await ready.json()).toEqual({
      status: 'ready',
      checks: { database: 'ok', migrations: 'ok', queue: 'ok' },
    });
  });

  it('gives its measures to operations alone', async () => {
    expect((await web.fetch('/metrics')).status).toBe(404);
    expect((await web.fetch('/metrics', { headers: { authorization: 'Bearer test-operations-tokeN' } })).status).toBe(
      404,
    );
    const answer = await web.fetch('/metrics', { headers: { authorization: 'Bearer test-operations-token' } });
    expect(await answer.text()).toContain(
      'plai_http_request_seconds_count{method="GET",route="/healthz",status="200"} 1',
    );
  });
});
