import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply } from 'fastify';

type Pieces = AsyncIterable<string> | Iterable<string>;

/** Sends a file in pieces as they are made: it takes the same memory however long it is. A HEAD makes none of them. */
export async function sendStream(
  reply: FastifyReply,
  headers: Readonly<Record<string, string>>,
  pieces: Pieces | AsyncIterable<Buffer>,
): Promise<void> {
  const all = { ...(reply.getHeaders() as Record<string, string>), ...headers };
  reply.hijack();
  reply.raw.writeHead(200, all);
  if (reply.request.method === 'HEAD') return void reply.raw.end();
  // What has begun cannot be answered otherwise: a broken connection is how the reader learns that the file is not whole.
  await pipeline(Readable.from(pieces), reply.raw).catch((error: unknown) => reply.log.warn(error));
}

/** Sends a CSV file in pieces. */
export async function sendCsv(reply: FastifyReply, name: string, pieces: Pieces): Promise<void> {
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
    // Whoever is signed in may see what others may not.
    'cache-control': reply.request.reading.viewer ? 'private, no-store' : 'public, max-age=0, must-revalidate',
  };
  await sendStream(reply, headers, pieces);
}
