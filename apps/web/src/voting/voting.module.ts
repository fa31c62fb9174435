import { Module } from '@nestjs/common';
import { VotingModule as VotingLib } from '#libs/voting/src/index.js';
import { VotesApi } from './votes.api.js';

/** Voting in an association. */
@Module({ imports: [VotingLib], controllers: [VotesApi] })
export class VotingModule {}
