import { Global, Module } from '@nestjs/common';
import { FileAccess } from './file-access.js';
import { FilesApi } from './files.api.js';
import { FilesPages } from './files.pages.js';

/** Files of all rooms under one address each; rooms say who may see theirs through `FileAccess`. */
@Global()
@Module({ controllers: [FilesApi, FilesPages], providers: [FileAccess], exports: [FileAccess] })
export class FilesModule {}
