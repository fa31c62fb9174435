import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

type Coding = 'br' | 'gzip' | 'identity';
const [brotli, gzipped] = [promisify(brotliCompress), promisify(gzip)];
const SMALL = 1_024;

/** A finished answer: bytes with their headers, compressed at most once a coding, compared with what the reader has. */
export class Rendered {
  private readonly etag: string;
  private readonly codings = new Map<Coding, Promise<Buffer>>();

  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string>>,
    readonly body: Buffer,
    private readonly quality = 5,
  ) {
    this.etag = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  }

  /** Sends it: 304 when the reader has it already, else in the best coding that he understands. */
  async send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    void reply.status(this.status).headers(this.headers);
    const coding = this.codingFor(request.headers['accept-encoding']);
    if (this.status === 200 && (request.method === 'GET' || request.method === 'HEAD')) {
      const etag = `W/"${this.etag}"`;
      void reply.header('etag', etag);
      if (matches(request.headers['if-none-match'], etag)) return reply.status(304).removeHeader('content-type').send();
    }
    if (!this.compressible()) return reply.send(this.body);
    addVary(reply, 'accept-encoding');
    if (coding === 'identity') return reply.send(this.body);
    return reply.header('content-encoding', coding).send(await this.coded(coding));
  }

  /** The answer as it can be kept and given again. */
  plain(): { status: number; headers: Readonly<Record<string, string>>; body: string } {
    return { status: this.status, headers: this.headers, body: this.body.toString() };
  }

  private compressible(): boolean {
    return this.body.length >= SMALL && /text|json|javascript|svg|xml|csv/.test(this.headers['content-type'] ?? '');
  }

  private codingFor(accepted = ''): Coding {
    const wanted = accepted
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
      .map((part) => part.split(';')[0]);
    return wanted.includes('br') ? 'br' : wanted.includes('gzip') ? 'gzip' : 'identity';
  }

  private coded(coding: 'br' | 'gzip'): Promise<Buffer> {
    const known = this.codings.get(coding);
    if (known) return known;
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: this.quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: this.body.length,
    };
    const made = coding === 'br' ? brotli(this.body, { params }) : gzipped(this.body);
    this.codings.set(coding, made);
    return made;
  }
}

/** Adds a name to `Vary` without losing those that are there. */
export function addVary(reply: FastifyReply, name: string): void {
  const there = String(reply.getHeader('vary') ?? '');
  if (!there.toLowerCase().split(/,\s*/).includes(name)) void reply.header('vary', there ? `${there}, ${name}` : name);
}

function matches(header: string | undefined, etag: string): boolean {
  if (!header) return false;
  const strip = (text: string) => text.trim().replace(/^W\//, '');
  return header.split(',').some((part) => part.trim() === '*' || strip(part) === strip(etag));
}
