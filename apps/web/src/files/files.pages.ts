import { Controller, Get, Param } from '@nestjs/common';
import { type FileId, isId, refuse } from '#libs/kernel/src/index.js';
import { type FileCopy, Files } from '#libs/platform/src/index.js';
import { Read } from '../edge/decorators.js';
import { Raw, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { FileAccess } from './file-access.service.js';

const COPIES: readonly FileCopy[] = ['wide', 'small', 'original'];

/** Photos and papers. */
@Controller()
export class FilesPages {
  constructor(
    private readonly files: Files,
    private readonly access: FileAccess,
  ) {}

  @Get('/files/:id/:copy')
  async file(@Read() reading: Reading, @Param('id') id: string, @Param('copy') name: string): Promise<Raw | Redirect> {
    const copy = COPIES.find((each) => each === name);
    const [info] = copy && isId(id) ? await this.files.infos([id as FileId]) : [];
    const verdict = info && (await this.access.of(info, copy!, reading.viewer));
    // A paper may be a photo of one: who may not have the original is led to the copy that he may see.
    if (
      info?.kind === 'photo' &&
      copy === 'original' &&
      !verdict &&
      (await this.access.of(info, 'wide', reading.viewer))
    ) {
      return seeOther(`/files/${info.id}/wide`);
    }
    const file = verdict ? await this.files.read(info.id, copy!) : null;
    if (!file) throw refuse('not-found', 'not-found', 'No such file, or not for this viewer.');
    return new Raw(file.type, file.bytes, {
      'cache-control': verdict === 'public' ? 'public, max-age=3600' : 'private, no-store',
      // Papers are offered to be kept, never opened as a page of ours.
      'content-disposition': `${file.type.startsWith('image/') ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(named(file.name, file.type))}`,
      'content-security-policy': "default-src 'none'; sandbox",
    });
  }
}

const ENDINGS: Readonly<Record<string, RegExp>> = { 'application/pdf': /\.pdf$/i, 'image/jpeg': /\.jpe?g$/i };

/** A name that says what the file is: a paper called "deviz.html" would be opened as a page once it is saved. */
function named(name: string, type: string): string {
  return ENDINGS[type]?.test(name) === false ? `${name}.${type === 'application/pdf' ? 'pdf' : 'jpg'}` : name;
}
