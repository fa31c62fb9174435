import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsEmail, IsIn, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { h } from 'preact';
import { type Id, refuse } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { cloneDatabase, testConfig } from '../../../../test/support/database.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { person } from '../../../../test/support/town.js';
import { configure } from '../configure.js';
import { ErrorSummary, Field, FieldRow, FileField } from '../layout/form.view.js';
import { WebModule } from '../web.module.js';
import { CommandId, FormOf, Limit, Read } from './decorators.js';
import { Form } from './form.js';
import { listPage, page, type Page, seeOther } from './page.js';
import { cursorOf } from './paging.js';
import type { Reading } from './reading.js';
import { WebAdapter } from './web.adapter.js';

class LineRequest {
  @IsString() @MaxLength(5) name!: string;
}
class TryRequest {
  @IsEmail({}, { context: { code: 'email' } }) email!: string;
  @IsOptional() @MaxLength(10) note?: string;
  @IsOptional() @IsIn(['yes']) agree?: 'yes';
  @IsOptional() @ValidateNested({ each: true }) @Type(() => LineRequest) @ArrayMaxSize(3) lines?: LineRequest[];
}

function tryPage(form: Form): Page {
  const fields = [h(ErrorSummary, { form }), h(Field, { form, name: 'email', label: 'E-mail' }), h(Field, { form, name: 'note', label: 'Note' }), h(FileField, { form, name: 'paper', label: 'Paper', accept: '*/*' }), h(FieldRow, { name: 'Row 1', children: h(Field, { form, name: 'lines.0.name', label: 'Name:' }) }), h('p', null, `rows: ${String(form.rows('lines'))}`)]; // prettier-ignore
  return page({ title: 'Try', body: h('form', { method: 'post' }, fields) });
}

@Controller()
class TryPages {
  @Get('/:lang(^ro|ru|en$)/try')
  show(): Page {
    return tryPage(Form.blank({ note: '<b>"&' }));
  }

  @Post('/:lang(^ro|ru|en$)/try')
  send(@Read() reading: Reading, @FormOf(TryRequest) form: Form<TryRequest>) {
    return form.submit(
      reading,
      (input) => {
        if (input.email === 'taken@example.org') throw refuse('conflict', 'campaign-closed', 'closed');
        return Promise.resolve(seeOther(`/ok/${input.email}/${String(form.files('paper')[0]?.bytes.length ?? 0)}`));
      },
      tryPage,
    );
  }

  @Get('/:lang(^ro|ru|en$)/private')
  mine(@Read() reading: Reading): Page {
    return page({ title: reading.person(), body: '' });
  }

  @Post('/api/v1/try')
  api(@Body() body: TryRequest, @CommandId() id: Id<string>) {
    return { email: body.email, id };
  }

  @Get('/api/v1/try/:n')
  list(@Param('n') n: string) {
    return listPage([1, 2, 3].slice(0, Number(n) + 1), Number(n), { keyOf: String, show: (row) => row });
  }

  @Post('/api/v1/rare')
  @Limit({ name: 'rare', points: 2, seconds: 600 })
  rare() {
    return {};
  }

  @Get('/api/v1/bug')
  bug() {
    throw new Error('somebody@example.org broke "secret thing"');
  }
}

describe('forms and the API at the edge', () => {
  let app: NestFastifyApplication;
  let url: string;
  const ask = (path: string, init: RequestInit = {}) => fetch(url + path, { redirect: 'manual', ...init });
  const send = (fields: Record<string, string>, headers = {}) => ask('/en/try', { method: 'POST', body: new URLSearchParams(fields), headers }); // prettier-ignore
  const json = (body: unknown, headers = {}) => ask('/api/v1/try', { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json', 'accept-language': 'en', 'idempotency-key': 'key-12345', ...headers } }); // prettier-ignore

  beforeAll(async () => {
    const config = testConfig(await cloneDatabase(), { REPLAY_TOKEN: 'replay-of-the-spec' });
    const module = await Test.createTestingModule({ imports: [WebModule.with(config)], controllers: [TryPages] }).compile(); // prettier-ignore
    app = module.createNestApplication<NestFastifyApplication>(new WebAdapter('silent'), { rawBody: true });
    await configure(app);
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
    expect(app.get(Database)).toBeDefined();
  });
  afterAll(() => app.close());

  it('keeps everything that was typed, says what is wrong on top and beside the field', async () => {
    const answer = await send({ email: 'maria', note: 'way too long for it', 'lines.0.name': 'abcdefg' });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain('<title>Error: Try – Plai</title>');
    expect(html).toContain('<a href="#f-email">E-mail: Enter an email address, like maria@example.com</a>');
    expect(html).toContain('<a href="#f-lines-0-name">Row 1, Name: No more than 5\u00a0characters</a>');
    expect(html).toMatch(/<input[^>]*name="email"[^>]*value="maria"[^>]*aria-invalid="true"/);
    expect(html).toContain('value="way too long for it"');
  });

  it('shows the form again when a rule refuses, and leads on when all is well', async () => {
    const refused = await send({ email: 'taken@example.org' });
    expect([refused.status, (await refused.text()).includes('value="taken@example.org"')]).toEqual([409, true]);
    const done = await send({ email: ' maria@example.org ' });
    expect([done.status, done.headers.get('location')]).toEqual([303, '/ok/maria@example.org/0']);
  });

  describe('with files', () => {
    const MB = 1024 * 1024;
    const sendFiles = (headers: Record<string, string>, ...papers: string[]) => {
      const body = new FormData();
      body.set('email', 'maria@example.org');
      for (const paper of papers) body.append('paper', new Blob([paper]), '../../etc/passwd');
      body.set('note', 'after it');
      return ask('/en/try', { method: 'POST', body, headers });
    };
    let mine: Record<string, string>;
    beforeAll(async () => {
      const by = await app.get(Database).transaction((tx) => person(tx));
      const session = await sessionOf({ db: app.get(Database), get: (type) => app.get(type) }, by);
      mine = { cookie: `plai_session=${session}`, origin: 'http://plai.test' };
    });

    it('takes those of whoever is signed in', async () => {
      expect((await sendFiles(mine, 'hello')).headers.get('location')).toBe('/ok/maria@example.org/5');
    });

    it('keeps what is written beside one that is too large, and says so at its field', async () => {
      const answer = await sendFiles(mine, 'x'.repeat(11 * MB));
      const html = await answer.text();
      expect([answer.status, html.includes('value="maria@example.org"'), html.includes('value="after it"')]).toEqual([422, true, true]); // prettier-ignore
      expect(html).toContain('<a href="#f-paper">Paper: The file is larger than 10 MB. Choose a smaller one.</a>');
      const many = await sendFiles(mine, ...Array.from({ length: 6 }, () => 'x'.repeat(9 * MB)));
      const said = await many.text();
      expect([many.status, said.includes('value="after it"'), said.includes('larger than 40 MB together')]).toEqual([422, true, true]); // prettier-ignore
    });

    it('takes none of somebody whose session has ended, and keeps what he wrote beside it', async () => {
      const answer = await sendFiles({}, 'hello', 'x'.repeat(11 * MB));
      const html = await answer.text();
      expect([answer.status, html.includes('Choose the files again')]).toEqual([401, true]);
      expect(html).toContain('<form method="post" action="/en/try" enctype="multipart/form-data"');
      expect(html).toContain('<input type="hidden" name="email" value="maria@example.org"/>');
      expect(html).toContain('<input type="hidden" name="note" value="after it"/>');
      expect(html).toMatch(/<input[^>]*type="file"[^>]*name="paper" multiple/);
      expect(html).not.toContain('name="paper" value');
    });

    it('is not read to its end when it is far too long', async () => {
      const { hostname, port } = new URL(url);
      const answer = await new Promise<number>((done, fail) => {
        const head = { ...mine, 'content-type': 'multipart/form-data; boundary=x', 'content-length': String(200 * MB) };
        const sent = request({ hostname, port, path: '/en/try', method: 'POST', headers: head }, (reply) => {
          done(reply.statusCode!);
          sent.destroy();
        });
        sent.on('error', fail).write('--x\r\n');
      });
      expect(answer).toBe(413);
    });
  });

  it('makes nothing endless of a small form', async () => {
    const far = await send({ email: 'maria', 'lines.99999999.name': 'x' });
    expect([far.status, (await far.text()).includes('<p>rows: 0</p>')]).toEqual([422, true]);
    const many = new URLSearchParams(Array.from({ length: 100_000 }, () => ['email', '']));
    expect((await ask('/en/try', { method: 'POST', body: many })).status).toBe(413);
  });

  it.each(['role', '__proto__', 'constructor', '__proto__.admin', 'lines.0.__proto__.x', 'toString'])(
    'refuses a form with the extra field %s',
    async (name) => {
      expect([400, 422]).toContain((await send({ email: 'maria@example.org', [name]: 'admin' })).status);
      expect(({} as Record<string, unknown>).admin).toBeUndefined();
    },
  );

  it.each([['{"email":"a@example.org","role":"admin"}', 422], ['{"email":"a@example.org","__proto__":{"role":"admin"}}', 400], ['{"email":"a@example.org","constructor":{"prototype":{}}}', 400], ['{"email":', 400], ['[]', 422]])(
    'refuses the body %s',
    async (body, status) => {
      const answer = await json(body);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json; charset=utf-8']);
    },
  ); // prettier-ignore

  it('points at each wrong field of a body', async () => {
    const problem = (await (await json({ email: 'x', lines: [{ name: 'abcdefg' }] })).json()) as object;
    expect(problem).toMatchObject({ code: 'email', errors: [{ pointer: '#/email', code: 'email' }, { pointer: '#/lines/0/name', code: 'too-long' }] }); // prettier-ignore
  });

  it('makes one id of one idempotency key, and wants one', async () => {
    const ids = await Promise.all([json({ email: 'a@example.org' }), json({ email: 'a@example.org' }), json({ email: 'a@example.org' }, { 'idempotency-key': 'other-key-1' })].map(async (answer) => ((await (await answer).json()) as { id: string }).id)); // prettier-ignore
    expect([ids[0] === ids[1], ids[0] === ids[2]]).toEqual([true, false]);
    expect((await json({ email: 'a@example.org' }, { 'idempotency-key': '' })).status).toBe(400);
  });

  it('pages a list by a link', async () => {
    const answer = await ask('/api/v1/try/2?x=1');
    const next = cursorOf('2', '/api/v1/try/2');
    expect(answer.headers.get('link')).toBe(`<http://plai.test/api/v1/try/2?x=1&after=${next}>; rel="next"`);
    expect(await answer.json()).toEqual({ data: [1, 2], next });
    expect((await ask('/api/v1/try/3')).headers.get('link')).toBeNull();
  });

  it('refuses what another site sends', async () => {
    const foreign = { 'sec-fetch-site': 'cross-site' };
    expect((await send({ email: 'a@example.org' }, foreign)).status).toBe(403);
    expect((await send({ email: 'a@example.org' }, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await send({ email: 'a@example.org' }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await send({ email: 'a@example.org' }, { origin: 'null' })).status).toBe(403);
    const cookie = { cookie: `plai_session=${'a'.repeat(43)}` };
    expect((await send({ email: 'a@example.org' }, cookie)).status).toBe(403); // a session, and no word of where from
    expect((await send({ email: 'a@example.org' }, { ...cookie, origin: 'http://plai.test' })).status).toBe(303);
    expect((await json({ email: 'a@example.org' }, foreign)).status).toBe(403);
  });

  it('leads to the sign-in and back, the API says 401', async () => {
    const answer = await ask('/ru/private?x=1');
    expect(answer.headers.get('location')).toBe('/ru/sign-in?next=%2Fru%2Fprivate%3Fx%3D1');
  });

  it('limits an address, not the replay', async () => {
    const call = (headers = {}) => ask('/api/v1/rare', { method: 'POST', headers });
    expect([(await call()).status, (await call()).status]).toEqual([200, 200]);
    const third = await call();
    expect([third.status, Number(third.headers.get('retry-after')) > 540]).toEqual([429, true]);
    expect((await third.json()) as object).toMatchObject({ detail: expect.stringMatching(/peste 10\s(de )?minut/) });
    expect((await call({ 'x-replay-token': 'replay-of-the-spec' })).status).toBe(200);
  });

  it('shows nothing of a bug', async () => {
    const answer = await ask('/api/v1/bug');
    const text = await answer.text();
    expect([answer.status, text.includes('secret'), text.includes(answer.headers.get('x-request-id')!)]).toEqual([500, false, true]); // prettier-ignore
  });

  it('escapes what people typed', async () => {
    expect(await (await ask('/en/try')).text()).toContain('value="&lt;b>&quot;&amp;"');
  });
});
