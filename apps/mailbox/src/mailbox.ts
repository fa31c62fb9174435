import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, json } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Letter } from './letter.js';
import { letterPage, listPage } from './mailbox.view.js';

/** A running mailbox: an SMTP server that keeps letters, and a page to read them on. */
export interface Mailbox {
  readonly smtpPort: number;
  readonly port: number;
  readonly letters: readonly Letter[];
  close(): Promise<void>;
}

const KEPT_MAX = 200_000;

/** Starts a mailbox for development and tests; port 0 picks a free one. It keeps letters, and text messages, in memory and sends none on. */
export async function startMailbox({ smtpPort = 0, port = 0, host = '127.0.0.1' } = {}): Promise<Mailbox> {
  const letters: Letter[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      buffer(stream)
        .then((bytes) =>
          keep(
            letters,
            bytes,
            session.envelope.rcptTo.map(({ address }) => address),
          ),
        )
        .then(() => done(), done);
    },
  });
  await new Promise<void>((resolve, reject) => smtp.listen(smtpPort, host, resolve).once('error', reject));
  // A sender that is killed in the middle of a letter sends it again.
  smtp.on('error', () => undefined);
  const web = http.createServer((request, response) => {
    if (request.method === 'POST' && request.url === '/texts') void takeText(letters, request, response);
    else answer(letters, request, response);
  });
  await new Promise<void>((resolve, reject) => web.listen(port, host, resolve).once('error', reject));
  return {
    smtpPort: (smtp.server.address() as AddressInfo).port,
    port: (web.address() as AddressInfo).port,
    letters,
    close: async () => {
      web.closeAllConnections();
      await Promise.all([new Promise<void>((done) => smtp.close(done)), new Promise((done) => web.close(done))]);
    },
  };
}

async function keep(letters: Letter[], bytes: Buffer, recipients: readonly string[]): Promise<void> {
  const mail = await PostalMime.parse(bytes);
  const { subject = '', text = '', html = '' } = mail;
  const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]));
  for (const to of recipients) put(letters, { to: to.toLowerCase(), subject, text, html, headers });
}

/** A text message, as a provider of them takes it: kept among the letters, its number as the address. */
async function takeText(
  letters: Letter[],
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const { to, text } = (await json(request).catch(() => ({}))) as { to?: unknown; text?: unknown };
  const good = typeof to === 'string' && typeof text === 'string';
  if (good) put(letters, { to, subject: 'SMS', text, html: '', headers: {} });
  response.writeHead(good ? 202 : 400).end();
}

function put(letters: Letter[], letter: Omit<Letter, 'id'>): void {
  letters.push({ id: (letters.at(-1)?.id ?? 0) + 1, ...letter });
  if (letters.length > KEPT_MAX) letters.splice(0, letters.length - KEPT_MAX);
}

/** `/` the list, `/letters/:id` one letter, `/letters/:id/html` as a mail program shows it, `/letters.json?to=&after=` the same for programs, oldest first. */
function answer(letters: readonly Letter[], request: http.IncomingMessage, response: http.ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://mailbox');
  const to = url.searchParams.get('to')?.toLowerCase();
  const after = Number(url.searchParams.get('after') ?? 0);
  const mine = letters.filter((letter) => letter.id > after && (!to || letter.to === to));
  const [, id, html] = /^\/letters\/(\d+)(\/html)?$/.exec(url.pathname) ?? [];
  const one = letters.find((letter) => letter.id === Number(id));
  const send = (status: number, type: string, body: string) => {
    response.writeHead(status, {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    });
    response.end(body);
  };
  if (url.pathname === '/letters.json') send(200, 'application/json', JSON.stringify(mine.slice(0, 1000)));
  else if (one) send(200, 'text/html', html ? one.html : letterPage(one));
  else if (url.pathname === '/') send(200, 'text/html', listPage(mine.slice(-200).reverse()));
  else send(404, 'text/plain', 'no such letter');
}
