import { Module } from '@nestjs/common';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { CofundingModule as CofundingLib } from '#libs/cofunding/src/index.js';
import { SharesApi } from './shares.api.js';

/** Co-funders' shares. */
@Module({ imports: [ProjectsModule, CofundingLib], controllers: [SharesApi] })
export class CofundingModule {}
