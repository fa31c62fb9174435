import { Module } from '@nestjs/common';
import { BankingModule } from '#libs/banking/src/index.js';
import { BooksModule } from '#libs/books/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { MatchingModule as MatchingLib } from '#libs/matching/src/index.js';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { OperatorModule } from '../operator/operator.module.js';
import { FacesModule } from '../projects/faces.module.js';
import { CallEntry } from './call-entry.service.js';
import { CallFaces } from './call-faces.service.js';
import { CallPages } from './call.pages.js';
import { CallsPages } from './calls.pages.js';
import { FigureRows } from './figure-rows.service.js';
import { FiguresEntry } from './figures-entry.service.js';
import { FiguresApi } from './figures.api.js';
import { FiguresDesk, FiguresPages } from './figures.pages.js';
import { MatchingApi } from './matching.api.js';
import { SponsorReturnsApi } from './sponsor-returns.api.js';

/** Sponsors' calls: the public page of each, and the desk that keeps them with the figures by which their reserves are kept. */
@Module({
  imports: [ApprovalsModule, BankingModule, BooksModule, FacesModule, HometownsModule, MatchingLib, OperatorModule],
  controllers: [CallPages, CallsPages, FiguresApi, FiguresDesk, FiguresPages, MatchingApi, SponsorReturnsApi],
  providers: [CallEntry, CallFaces, FigureRows, FiguresEntry],
})
export class MatchingModule {}
