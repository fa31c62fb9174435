import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { openWeb, type Web } from '../../../../test/support/web.js';

describe('the edge', () => {
  let web: Web;
  beforeAll(async () => {
    web = await openWeb();
  });
  afterAll(() => web.close());

  it('leads to the language of the reader', async () => {
    const answer = await web.fetch('/', { headers: { 'accept-language': 'ru' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/ru']);
    expect((await web.fetch('/', { headers: { cookie: 'plai_lang=en' } })).headers.get('location')).toBe('/en');
  });

  it('shows a page', async () => {
    const answer = await web.fetch('/ro');
    const html = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(html).toContain('<html lang="ro">');
    const again = await web.fetch('/ro', { headers: { 'if-none-match': answer.headers.get('etag')! } });
    expect(again.status).toBe(304);
  });

  it.each(['/ro/nothing', '/de', '/ro/nothing/at/all'])('answers %s with a page in words', async (path) => {
    const answer = await web.fetch(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('</html>');
  });

  it('answers the API with a problem', async () => {
    const answer = await web.fetch('/api/v1/nothing', { headers: { 'accept-language': 'en' } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({ status: 404, code: 'not-found' });
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
