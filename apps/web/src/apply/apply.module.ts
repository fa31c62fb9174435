import { Module } from '@nestjs/common';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { TownHallModule } from '../town-hall/town-hall.module.js';
import { ApplyPages } from './apply.pages.js';

/** Coming in: applications of bodies, invitations of people. */
@Module({ imports: [HometownsModule, IdentityModule, TownHallModule], controllers: [ApplyPages] })
export class ApplyModule {}
