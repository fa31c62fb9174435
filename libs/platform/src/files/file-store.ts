import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { AwsClient } from 'aws4fetch';
import { type Config, type S3Config } from '../config.js';

/** Keeps bytes under a key that never changes its content (keys are hashes). */
export abstract class FileStore {
  abstract put(key: string, bytes: Buffer, type: string): Promise<void>;
  /** The bytes, or null when there is nothing under the key. */
  abstract get(key: string): Promise<Buffer | null>;
}

/** The store that the configuration asks for: a folder or a bucket. */
export function fileStoreOf(config: Config): FileStore {
  return 'dir' in config.files ? new FolderStore(config.files.dir) : new BucketStore(config.files.s3);
}

class FolderStore extends FileStore {
  constructor(private readonly dir: string) {
    super();
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    const at = this.place(key);
    await fs.mkdir(path.dirname(at), { recursive: true });
    // A reader never sees half a file: written beside, under a name of this call's own, then renamed.
    const part = `${at}.${randomUUID()}.part`;
    await fs.writeFile(part, bytes);
    await fs.rename(part, at);
  }

  async get(key: string): Promise<Buffer | null> {
    return fs.readFile(this.place(key)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
  }

  private place(key: string): string {
    if (!/^[a-z0-9/-]+$/.test(key)) throw new RangeError('not a key of ours');
    return path.join(this.dir, key.slice(0, 2), key);
  }
}

class BucketStore extends FileStore {
  private readonly client: AwsClient;

  constructor(private readonly s3: S3Config) {
    super();
    this.client = new AwsClient({
      accessKeyId: s3.accessKey,
      secretAccessKey: s3.secretKey,
      region: s3.region,
      service: 's3',
    });
  }

  async put(key: string, bytes: Buffer, type: string): Promise<void> {
    const answer = await this.client.fetch(this.address(key), {
      method: 'PUT',
      body: new Uint8Array(bytes),
      headers: { 'content-type': type },
    });
    if (!answer.ok) throw new Error(`the bucket refused to keep a file: ${answer.status}`);
  }

  async get(key: string): Promise<Buffer | null> {
    const answer = await this.client.fetch(this.address(key));
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`the bucket refused to give a file: ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  private address(key: string): string {
    return `${this.s3.endpoint}/${this.s3.bucket}/${key}`;
  }
}
