import { Module } from '@nestjs/common';
import { CorrectionsModule as CorrectionsLib } from '#libs/corrections/src/index.js';
import { BankingModule } from '#libs/banking/src/index.js';
import { IdentityModule } from '#libs/identity/src/index.js';
import { LedgerModule } from '#libs/ledger/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { FacesModule } from '../projects/faces.module.js';
import { CorrectionDecisions } from './correction-decisions.js';
import { CorrectionsApi } from './corrections.api.js';
import { CorrectionPages } from './corrections.pages.js';
import { Journals } from './journals.service.js';
import { MadeCorrectionsApi } from './made-corrections.api.js';
import { MadeCorrectionPages } from './made-corrections.pages.js';

/** What a person booked by mistake: asked, signed, and read by everybody. */
@Module({
  imports: [BankingModule, CorrectionsLib, FacesModule, IdentityModule, LedgerModule, ProjectsModule],
  controllers: [CorrectionsApi, CorrectionPages, MadeCorrectionsApi, MadeCorrectionPages],
  providers: [CorrectionDecisions, Journals],
})
export class CorrectionsModule {}
