import { Module } from '@nestjs/common';
import { ArtPages } from './art.pages.js';

/** Everything that is woven: carpets, covers, tiles, and the files that never change. */
@Module({ controllers: [ArtPages] })
export class ArtModule {}
