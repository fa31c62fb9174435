import { Injectable } from '@nestjs/common';
import { DomainError, type FileId, type PersonId, refuseFields } from '#libs/kernel/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import type { Form } from '../edge/form.js';

/** Papers and photos that come with the desks' forms. */
@Injectable()
export class Papers {
  constructor(private readonly files: Files) {}

  /** Keeps every file of a field; what is wrong with one is said at the field. */
  async keep(form: Form, field: string, by: PersonId): Promise<FileId[]> {
    try {
      return await Promise.all(form.files(field).map(async (file) => (await this.files.keep({ ...file, by })).id));
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error;
      throw refuseFields({ pointer: `/${field}`, code: error.code, params: error.params });
    }
  }

  /** Keeps the one file that a form must bring. Throws `document-missing` at the field. */
  async keepOne(form: Form, field: string, by: PersonId): Promise<FileId> {
    const [id] = await this.keep(form, field, by);
    if (!id) throw refuseFields({ pointer: `/${field}`, code: 'document-missing' });
    return id;
  }
}
