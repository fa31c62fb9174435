import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { fileTypeFromBuffer } from 'file-type';
import { type FileId, newId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { Database, rowsOf, type Tx } from '../database.js';
import { FileStore } from './file-store.js';
import { publicCopies } from './picture.js';

/** What somebody sent in: its bytes and the name it had on his device. */
export interface Upload {
  readonly bytes: Buffer;
  readonly name: string;
  readonly by: PersonId;
}

/** A kept file as pages show it. */
export interface FileInfo {
  readonly id: FileId;
  readonly kind: 'photo' | 'document';
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** One version of a file's bytes: the private original, or a photo's public copies. */
export type FileCopy = 'original' | 'wide' | 'small';

const PHOTOS = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif']);
const BYTES_MAX = 10 * 1024 * 1024;
const FILES_A_DAY = 300;

/** Keeps photos and documents. The type is decided by content, never by name; photos get public copies without EXIF. */
@Injectable()
export class Files {
  constructor(
    private readonly db: Database,
    private readonly store: FileStore,
  ) {}

  /**
   * Checks and keeps an upload; bytes go to the store before a row exists, so call it outside a transaction.
   * Throws `file-empty`, `file-too-large` (10 MB), `files-many` (300 of one person within a day), `file-type` (neither PDF nor JPEG, PNG, WebP, AVIF), `photo-unreadable`.
   */
  async keep({ bytes, name, by }: Upload): Promise<FileInfo> {
    if (bytes.length === 0) throw refuse('invalid', 'file-empty', 'The file is empty.');
    if (bytes.length > BYTES_MAX) throw refuse('invalid', 'file-too-large', 'The file is larger than 10 MB.');
    await this.mustNotFill(by);
    const type = (await fileTypeFromBuffer(bytes))?.mime ?? '';
    const kind = PHOTOS.has(type) ? 'photo' : type === 'application/pdf' ? 'document' : null;
    if (!kind) throw refuse('invalid', 'file-type', 'Neither a PDF nor a photo.');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (kind === 'photo') {
      const { wide, small } = await publicCopies(bytes);
      await this.store.put(`${sha256}/wide`, wide, 'image/jpeg');
      await this.store.put(`${sha256}/small`, small, 'image/jpeg');
    }
    await this.store.put(`${sha256}/original`, bytes, type);
    const info = { id: newId<'File'>(), kind, name: safeName(name), type, size: bytes.length } as const;
    await this.db.transaction((tx) =>
      tx.query(
        `insert into platform.file (id, sha256, kind, name, type, size, uploaded_by, uploaded_at) values ($1, $2, $3, $4, $5, $6, $7, platform.now())`,
        [info.id, sha256, kind, info.name, type, info.size, by],
      ),
    );
    return info;
  }

  private async mustNotFill(by: PersonId): Promise<void> {
    const [{ n } = { n: 0 }] = await this.db.rows<{ n: number }>(
      `select count(*)::int as n from platform.file where uploaded_by = $1 and uploaded_at > platform.now() - interval '1 day'`,
      [by],
    );
    if (n >= FILES_A_DAY) throw refuse('conflict', 'files-many', 'Enough files of this person for a day.');
  }

  /** Facts of files by id, in no order; unknown ids are left out. Pass `tx` to see what this transaction has done. */
  async infos(ids: readonly FileId[], tx?: Tx): Promise<FileInfo[]> {
    if (ids.length === 0) return [];
    const sql = 'select id, kind, name, type, size from platform.file where id = any($1::uuid[])';
    return tx ? rowsOf<FileInfo>(tx, sql, [ids]) : this.db.rows<FileInfo>(sql, [ids]);
  }

  /** Whether this person sent this file in: whoever attaches a file must have sent it himself. */
  async isFrom(id: FileId, person: PersonId): Promise<boolean> {
    return (
      (await this.db.rows('select 1 from platform.file where id = $1 and uploaded_by = $2', [id, person])).length > 0
    );
  }

  /** The bytes of one copy and their type; null when there is no such file or copy. Who may see it is the caller's rule. */
  async read(id: FileId, copy: FileCopy): Promise<{ bytes: Buffer; type: string; name: string } | null> {
    const [file] = await this.db.rows<{ sha256: string; type: string; name: string }>(
      'select sha256, type, name from platform.file where id = $1',
      [id],
    );
    const bytes = file && (await this.store.get(`${file.sha256}/${copy}`));
    return bytes ? { bytes, type: copy === 'original' ? file.type : 'image/jpeg', name: file.name } : null;
  }
}

/** A file's name as it may be shown and offered: no path, no control or direction-changing characters, at most 120 long. */
function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';

  return (
    last
      .replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069"<>|:*?]/g, '')
      .trim()
      .slice(-120) || 'file'
  );
}
