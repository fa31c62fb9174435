import { Module } from '@nestjs/common';
import { ProgrammesModule as ProgrammesLib } from '#libs/programmes/src/index.js';
import { ProgrammesApi } from './programmes.api.js';
import { ProgrammesPages } from './programmes.pages.js';

/** Co-funding programmes and their rules. */
@Module({ imports: [ProgrammesLib], controllers: [ProgrammesApi, ProgrammesPages] })
export class ProgrammesModule {}
