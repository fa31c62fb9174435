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
  await transport.sendMail({ from: 'plai@example.org', to, subject: 'Știri', text: 'Bună ziua' });
};

it('keeps a letter and shows it to who asks for its address', async () => {
  await send('Ana@example.org');
  const answer = await fetch(`http://127.0.0.1:${mailbox.port}/letters.json?to=ana@example.org`);
  expect(await answer.json()).toMatchObject([{ to: 'ana@example.org', subject: 'Știri', text: 'Bună ziua\n' }]);
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
