import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Config } from '../config.js';
import { fileStoreOf, type FileStore } from './file-store.js';

describe('files in a bucket', () => {
  const kept = new Map<string, Buffer>();
  const seen: { authorization?: string; type?: string }[] = [];
  const server = http.createServer((request, response) => {
    const { authorization, 'content-type': type } = request.headers;
    seen.push({ authorization, type });
    const at = request.url!;
    if (at.includes('closed')) return void response.writeHead(403).end();
    if (request.method === 'GET') return void response.writeHead(kept.has(at) ? 200 : 404).end(kept.get(at));
    void buffer(request).then((bytes) => {
      kept.set(at, bytes);
      response.end();
    });
  });
  let store: FileStore;
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const s3 = { endpoint, bucket: 'plai', region: 'auto', accessKey: 'a-key', secretKey: 'a-secret' };
    store = fileStoreOf(Object.assign(new Config(), { files: { s3 } }));
  });
  afterAll(() => new Promise((done) => server.close(done)));

  it('are kept and given back byte for byte, by signed requests', async () => {
    const bytes = Buffer.from([0, 255, 10, 13]);
    await store.put('ab12', bytes, 'image/jpeg');
    expect(await store.get('ab12')).toEqual(bytes);
    expect([...kept.keys()]).toEqual(['/plai/ab12']);
    expect(seen[0]!.type).toBe('image/jpeg');
    for (const { authorization } of seen)
      expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=a-key\/\d{8}\/auto\/s3\/aws4_request, /);
  });

  it('are told apart: not there, and not allowed', async () => {
    expect(await store.get('cd34')).toBeNull();
    await expect(store.get('closed')).rejects.toThrow('403');
    await expect(store.put('closed', Buffer.from('x'), 'text/plain')).rejects.toThrow('403');
  });
});
