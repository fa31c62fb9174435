import { Module } from '@nestjs/common';
import { CofundingModule as CofundingLib } from '#libs/cofunding/src/index.js';
import { SharesApi } from './shares.api.js';

/** Co-funders' shares. */
@Module({ imports: [CofundingLib], controllers: [SharesApi] })
export class CofundingModule {}
