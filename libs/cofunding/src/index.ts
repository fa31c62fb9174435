export type { Certificate, CertificateId, Contribution } from './certificate.js';
export { CertificatesQueries } from './certificates.queries.js';
export { CertificatesService } from './certificates.service.js';
export { dossierOf, type DossierPaper } from './dossier.js';
export { CofundingModule } from './cofunding.module.js';
export { type ShareAct, type ShareId, type Stage, STAGES, type Standing, standingAfter } from './share.js';
export { CofundingQueries, type InKindLine, type ShareLine, type SourceShares } from './shares.queries.js';
export { type RecordInKind, type RecordShare, SharesService } from './shares.service.js';
