import { expect, it } from '@jest/globals';
import { Controller, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { cloneDatabase, testConfig } from '../../../../test/support/database.js';
import { configure } from '../configure.js';
import { WebModule } from '../web.module.js';
import { WebAdapter } from './web.adapter.js';

@Controller()
class BuggyPages {
  @Post('/api/v1/buggy/:token')
  bug(): never {
    throw new Error(`maria@example.org sent "Vasile Ciobanu" and ${'t'.repeat(43)}`);
  }
}

it('logs every request and every bug, and nothing personal', async () => {
  const lines: string[] = [];
  const config = testConfig(await cloneDatabase());
  const module = await Test.createTestingModule({ imports: [WebModule.with(config)], controllers: [BuggyPages] }).compile(); // prettier-ignore
  const app = module.createNestApplication<NestFastifyApplication>(
    new WebAdapter('debug', { write: (line: string) => void lines.push(line) }),
    { rawBody: true },
  );
  await configure(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  await fetch(`${url}/api/v1/buggy/secret-in-the-path?email=maria@example.org`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${'a'.repeat(43)}`,
      'content-type': 'application/json',
      cookie: 'x=cookie-secret',
    },
    body: JSON.stringify({ email: 'maria@example.org', name: 'Vasile Ciobanu' }),
  });
  await fetch(`${url}/ro/search?q=Vasile+Ciobanu`);
  await fetch(`${url}/ro/nowhere/maria@example.org`);
  await app.close();
  const log = lines.join('');
  expect(log).toContain('"route":"/api/v1/buggy/:token"');
  expect(log).toContain('"status":500');
  expect(log).toContain('[e-mail] sent');
  for (const secret of ['maria', 'Vasile', 'secret-in-the-path', 'cookie-secret', 'aaaaaaaaaa', 'tttttttttt'])
    expect(log).not.toContain(secret);
});
