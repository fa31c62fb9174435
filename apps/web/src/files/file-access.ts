import { Injectable } from '@nestjs/common';
import type { FileId } from '#libs/kernel/src/index.js';
import type { FileCopy, FileInfo } from '#libs/platform/src/index.js';
import type { Viewer } from '../edge/viewer.js';

/** What a room says about a file it knows: everybody may see it, this viewer may see all of it, or it is not ours to say. */
export type FileVerdict = 'public' | 'internal' | null;
/** Asked for every download; must answer from its own rows. */
export type FileRule = (file: FileId, viewer: Viewer | null) => Promise<FileVerdict>;

/** Who may see which file: each room answers for the files it attached. What nobody answers for is not there. */
@Injectable()
export class FileAccess {
  private readonly rules: FileRule[] = [];

  /** Adds a room's rule; call it in `onModuleInit`. */
  allow(rule: FileRule): void {
    this.rules.push(rule);
  }

  /** Whether this copy may be sent to this viewer, and whether it may be kept by caches between us and him. */
  async of(file: Pick<FileInfo, 'id' | 'kind'>, copy: FileCopy, viewer: Viewer | null): Promise<FileVerdict> {
    const verdicts = await Promise.all(this.rules.map((rule) => rule(file.id, viewer)));
    // The original of a photo holds place and time: it is never public.
    const original = copy === 'original' && file.kind === 'photo';
    if (verdicts.includes('public') && !original) return 'public';
    return verdicts.includes('internal') ? 'internal' : null;
  }
}
