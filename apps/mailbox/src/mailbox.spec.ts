import net from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { type Mailbox, startMailbox } from './mailbox.js';

let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await startMailbox();
});
afterAll(() => mailbox.close());

const send = async (to: string) => {
  const transport = createTransport({ host: '127.0.0.1', port: mailbox.smtpPort, ignoreTLS: true });
  await transport.sendMail({
    from: 'plai@example.org',
    to,
    subject: 'Știri',
    text: 'Bună ziua',
    html: '<p>Bună <b>ziua</b></p>',
  });
};

it('keeps a letter and shows it to who asks for its address', async () => {
  await send('Ana@example.org');
  const answer = await fetch(`http://127.0.0.1:${mailbox.port}/letters.json?to=ana@example.org`);
  expect(await answer.json()).toMatchObject([{ to: 'ana@example.org', subject: 'Știri', text: 'Bună ziua\n' }]);
});

it('shows a letter as text and as a mail program does', async () => {
  const page = async (path: string) => (await fetch(`http://127.0.0.1:${mailbox.port}${path}`)).text();
  expect(await page('/letters/1')).toContain('href="/letters/1/html"');
  expect(await page('/letters/1/html')).toContain('<p>Bună <b>ziua</b></p>');
  expect(await page('/letters/9/html')).toBe('no such letter');
});

async function cutOff(): Promise<void> {
  const sender = net.connect(mailbox.smtpPort, '127.0.0.1');
  for (const line of ['EHLO plai', 'MAIL FROM:<plai@example.org>', 'RCPT TO:<cut@example.org>', 'DATA']) {
    await once(sender, 'data');
    sender.write(`${line}\r\n`);
  }
  await once(sender, 'data');
  sender.resetAndDestroy();
  await once(sender, 'close');
}

it('lives on when senders are cut off in the middle of a letter', async () => {
  await cutOff();
  await cutOff();
  await send('after@example.org');
  expect(mailbox.letters.map(({ to }) => to)).toEqual(['ana@example.org', 'after@example.org']);
});
