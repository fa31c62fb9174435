import { Module } from '@nestjs/common';
import { BooksModule } from '#libs/books/src/index.js';
import { CofundingModule } from '#libs/cofunding/src/index.js';
import { HometownsModule } from '#libs/hometowns/src/index.js';
import { ProgrammesModule as ProgrammesLib } from '#libs/programmes/src/index.js';
import { ProjectsModule } from '#libs/projects/src/index.js';
import { RatesModule } from '#libs/rates/src/index.js';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { OperatorModule } from '../operator/operator.module.js';
import { FacesModule } from '../projects/faces.module.js';
import { CertificatesApi } from './certificates.api.js';
import { CertificatesPages } from './certificates.pages.js';
import { EditionsApi } from './editions.api.js';
import { EditionsPages } from './editions.pages.js';
import { ProgrammesApi } from './programmes.api.js';
import { ProgrammesPages } from './programmes.pages.js';
import { ReportsApi } from './reports.api.js';
import { ReportsPages } from './reports.pages.js';

/** Co-funding programmes, their rules and the desk that writes them, and what they want to see of what people gave. */
@Module({
  imports: [
    ApprovalsModule,
    BooksModule,
    CofundingModule,
    FacesModule,
    HometownsModule,
    OperatorModule,
    ProgrammesLib,
    ProjectsModule,
    RatesModule,
  ],
  controllers: [
    CertificatesApi,
    CertificatesPages,
    EditionsApi,
    EditionsPages,
    ProgrammesApi,
    ProgrammesPages,
    ReportsApi,
    ReportsPages,
  ],
})
export class ProgrammesModule {}
