import { Platform1700000001000 } from './1700000001000-platform.js';
import { PlatformTrail1700000001100 } from './1700000001100-platform-trail.js';
import { PlatformRepeats1700000001200 } from './1700000001200-platform-repeats.js';
import { Ledger1700000002000 } from './1700000002000-ledger.js';
import { LedgerActs1700000002100 } from './1700000002100-ledger-acts.js';
import { LedgerSeals1700000002200 } from './1700000002200-ledger-seals.js';
import { Identity1700000003000 } from './1700000003000-identity.js';
import { Rates1700000004000 } from './1700000004000-rates.js';
import { Approvals1700000005000 } from './1700000005000-approvals.js';
import { Programmes1700000005500 } from './1700000005500-programmes.js';
import { Hometowns1700000006000 } from './1700000006000-hometowns.js';
import { HometownsOrder1700000006100 } from './1700000006100-hometowns-order.js';
import { Neighbours1700000006500 } from './1700000006500-neighbours.js';
import { Payments1700000007000 } from './1700000007000-payments.js';
import { PaymentsSaid1700000007100 } from './1700000007100-payments-said.js';
import { Banking1700000007500 } from './1700000007500-banking.js';
import { BankingFiles1700000007600 } from './1700000007600-banking-files.js';
import { BankingHolds1700000007700 } from './1700000007700-banking-holds.js';
import { Projects1700000008000 } from './1700000008000-projects.js';
import { ProjectsRecord1700000008100 } from './1700000008100-projects-record.js';
import { ProjectsNeighbours1700000008200 } from './1700000008200-projects-neighbours.js';
import { Voting1700000009000 } from './1700000009000-voting.js';
import { Needs1700000009500 } from './1700000009500-needs.js';
import { Budgeting1700000009600 } from './1700000009600-budgeting.js';
import { Assemblies1700000009700 } from './1700000009700-assemblies.js';
import { Voice1700000010000 } from './1700000010000-voice.js';
import { Pledges1700000011000 } from './1700000011000-pledges.js';
import { PledgesStages1700000011100 } from './1700000011100-pledges-stages.js';
import { PledgesTransfers1700000011200 } from './1700000011200-pledges-transfers.js';
import { PledgesShares1700000011300 } from './1700000011300-pledges-shares.js';
import { PledgesDisputes1700000011400 } from './1700000011400-pledges-disputes.js';
import { PledgesLines1700000011500 } from './1700000011500-pledges-lines.js';
import { Cash1700000011600 } from './1700000011600-cash.js';
import { Funds1700000011700 } from './1700000011700-funds.js';
import { PledgesRequests1700000011800 } from './1700000011800-pledges-requests.js';
import { NextNeed1700000011900 } from './1700000011900-next-need.js';
import { PledgesMatch1700000011950 } from './1700000011950-pledges-match.js';
import { Cofunding1700000012000 } from './1700000012000-cofunding.js';
import { Messages1700000012100 } from './1700000012100-messages.js';
import { Corrections1700000012200 } from './1700000012200-corrections.js';
import { Matching1700000012300 } from './1700000012300-matching.js';
import { Delivery1700000013000 } from './1700000013000-delivery.js';
import { Dissolutions1700000013500 } from './1700000013500-dissolutions.js';
import { Notices1700000014000 } from './1700000014000-notices.js';
import { Audit1700000015000 } from './1700000015000-audit.js';

/** The one history of the schema, oldest first. */
export const migrations = [
  Platform1700000001000,
  PlatformTrail1700000001100,
  PlatformRepeats1700000001200,
  Ledger1700000002000,
  LedgerActs1700000002100,
  LedgerSeals1700000002200,
  Identity1700000003000,
  Rates1700000004000,
  Approvals1700000005000,
  Programmes1700000005500,
  Hometowns1700000006000,
  HometownsOrder1700000006100,
  Neighbours1700000006500,
  Payments1700000007000,
  PaymentsSaid1700000007100,
  Banking1700000007500,
  BankingFiles1700000007600,
  BankingHolds1700000007700,
  Projects1700000008000,
  ProjectsRecord1700000008100,
  ProjectsNeighbours1700000008200,
  Voting1700000009000,
  Needs1700000009500,
  Budgeting1700000009600,
  Assemblies1700000009700,
  Voice1700000010000,
  Pledges1700000011000,
  PledgesStages1700000011100,
  PledgesTransfers1700000011200,
  PledgesShares1700000011300,
  PledgesDisputes1700000011400,
  PledgesLines1700000011500,
  Cash1700000011600,
  Funds1700000011700,
  PledgesRequests1700000011800,
  NextNeed1700000011900,
  PledgesMatch1700000011950,
  Cofunding1700000012000,
  Messages1700000012100,
  Corrections1700000012200,
  Matching1700000012300,
  Delivery1700000013000,
  Dissolutions1700000013500,
  Notices1700000014000,
  Audit1700000015000,
];
