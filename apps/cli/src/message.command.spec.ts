import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { newId } from '#libs/kernel/src/index.js';
import { exitOf, UsageError } from './command.js';
import { messageCommand } from './message.command.js';

let server: Server;
let address: string;
let answer = { status: 200, body: '{"state":"gift"}' };
const told: string[] = [];
const printed: string[] = [];
beforeAll(async () => {
  server = createServer((request, reply) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      told.push(body);
      reply.writeHead(answer.status).end(answer.body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/messages/unu`;
  process.env.MESSAGE_SECRET = 'whm_x';
});
afterAll(() => {
  delete process.env.MESSAGE_SECRET;
  server.close();
});
beforeEach(() => {
  for (const name of ['log', 'error'] as const) jest.spyOn(console, name).mockImplementation((line: string) => void printed.push(line)); // prettier-ignore
});
afterEach(() => {
  jest.restoreAllMocks();
  [told.length, printed.length] = [0, 0];
});

it('tells of the same message when it is told again under its id', async () => {
  for (const id of [newId(), 'sms-1']) {
    expect(await messageCommand.run([address, '7KQ2', '24', id])).toBe(0);
    expect(await messageCommand.run([address, '7KQ2', '24.00', id])).toBe(0);
  }
  expect([told[0], told[2]]).toEqual([told[1], told[3]]);
  expect(printed[2]).toBe('sms-1 {"state":"gift"}');
  await messageCommand.run([address, '7KQ2']);
  const [id] = printed.at(-1)!.split(' ');
  await messageCommand.run([address, '7KQ2', '24.00', id!]);
  expect(told.at(-1)).toBe(told.at(-2));
});

it('fails when the message is refused, or nobody answers, in one sentence', async () => {
  answer = { status: 200, body: '{"state":"refused","why":"unknown-code"}' };
  expect(await messageCommand.run([address, 'XXXX'])).toBe(1);
  answer = { status: 409, body: '{"code":"message-id-taken"}' };
  expect(await messageCommand.run([address, '7KQ2'])).toBe(1);
  expect(await messageCommand.run(['http://127.0.0.1:9/webhooks/messages/unu', '7KQ2'])).toBe(1);
  expect(printed.at(-1)).toMatch(/^http:\/\/127\.0\.0\.1:9\/webhooks\/messages\/unu does not answer \(.+\)\.$/);
});

it('says what is wrong with its words: exit code 2 and no stack', async () => {
  await expect(messageCommand.run([address, '7KQ2', 'abc'])).rejects.toThrow('"abc" is no sum of lei; write 24 or 24.00.'); // prettier-ignore
  for (const words of [[], ['somewhere', '7KQ2'], [address], [address, 'settle', 'UNU-1', '24.00']])
    await expect(messageCommand.run(words)).rejects.toBeInstanceOf(UsageError);
  expect(told).toEqual([]);
  expect(exitOf(new UsageError('No.'))).toEqual({ says: 'No.', code: 2 });
  const bug = new TypeError('x');
  expect(exitOf(bug)).toEqual({ says: bug, code: 1 });
});
