import { Module } from '@nestjs/common';
import { OpsModule } from '../ops/ops.module.js';
import { AboutPages } from './about.pages.js';

/** Pages that explain. */
@Module({ imports: [OpsModule], controllers: [AboutPages] })
export class AboutModule {}
