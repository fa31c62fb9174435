import { Injectable } from '@nestjs/common';
import { holdsOf } from '#libs/banking/src/index.js';
import {
  type ApprovalId,
  type CivilDate,
  type FileId,
  Money,
  type PersonId,
  type ProjectId,
} from '#libs/kernel/src/index.js';
import { Database, type Slice } from '#libs/platform/src/index.js';
import type { BudgetLineId } from '#libs/projects/src/index.js';
import type { Finding, InspectionVerdict } from './inspection.js';
import type { InvoiceId } from './invoice.postings.js';
import type { RequestState } from './request.life.js';
import { type RawRequest, REQUEST_COLUMNS, requestOf, type TrancheRequest } from './request-row.js';
import type { RequestId } from './tranche.postings.js';

/** A step that a request has taken. */
export interface RequestStep {
  readonly state: RequestState;
  readonly reason: string | null;
  readonly at: Date;
}

/** A file that proves what a request says. */
export interface Evidence {
  readonly fileId: FileId;
  readonly what: 'photo' | 'document';
  readonly at: Date;
}

/** What an inspector found. */
export interface Inspection {
  readonly inspectorId: PersonId;
  readonly verdict: InspectionVerdict;
  readonly at: Date;
  readonly items: readonly { lineId: BudgetLineId; finding: Finding; note: string | null; photo: FileId | null }[];
}

/** An objection to a tranche where no association votes. */
export interface TrancheObjection {
  readonly id: string;
  readonly text: string;
  readonly at: Date;
}

/** An invoice as the project's page shows it. */
export interface InvoiceView {
  readonly id: InvoiceId;
  readonly lineId: BudgetLineId;
  readonly requestId: RequestId | null;
  readonly supplier: string;
  readonly number: string;
  readonly issuedOn: CivilDate;
  readonly amount: Money;
  readonly fromPeople: Money;
  readonly file: FileId;
  readonly state: 'entered' | 'proven' | 'cancelled';
  readonly actNumber: string | null;
  readonly actOn: CivilDate | null;
  readonly actFile: FileId | null;
  readonly cancelReason: string | null;
}

/** One line of the final account: plan against bills. */
export interface FinalAccountLine {
  readonly lineId: BudgetLineId;
  readonly planned: Money;
  readonly real: Money;
  readonly fromPeople: Money;
}

/** The end of a project in papers; each part null until it is there. */
export interface Closing {
  readonly account: {
    readonly at: Date;
    readonly note: string | null;
    readonly lines: readonly FinalAccountLine[];
  } | null;
  readonly acceptance: {
    readonly number: string;
    readonly date: CivilDate;
    readonly file: FileId;
    readonly at: Date;
  } | null;
}

const lei = (minor: string) => Money.lei(BigInt(minor));

/** Days after a cancellation within which a town hall proves what it had received, or sends it back. */
export const UNSPENT_DAYS = 30;

/** Reads what happened after the campaign. */
@Injectable()
export class DeliveryQueries {
  constructor(private readonly db: Database) {}

  /** A project's tranche requests, the latest of the last tranche first; after the one with this id. */
  async requests(projectId: ProjectId, { after, limit }: Slice = {}): Promise<TrancheRequest[]> {
    return this.list(
      `r.project_id = $1 and ($2::uuid is null
         or (r.number, r.asked_at, r.id) < (select o.number, o.asked_at, o.id from delivery.request o where o.id = $2))
       order by r.number desc, r.asked_at desc, r.id desc limit $3`,
      [projectId, after ?? null, limit ?? null],
    );
  }

  /** One request, or null. */
  async request(id: RequestId): Promise<TrancheRequest | null> {
    return (await this.list('r.id = $1', [id]))[0] ?? null;
  }

  /** Since when the audit holds the payments of this project, its own or everybody's; null while they go on. */
  async pausedSince(projectId: ProjectId): Promise<Date | null> {
    const [hold] = await this.db.publicRows<{ since: Date | null }>(
      `select min(h.since) as since from ${holdsOf('$1')}`,
      [projectId],
    );
    return hold?.since ?? null;
  }

  /** Requests in these states, the longest waiting first: an office's work list. */
  async inStates(states: readonly RequestState[], limit = 100): Promise<TrancheRequest[]> {
    return this.list('r.state = any($1::text[]) order by r.asked_at, r.id limit $2', [states, limit]);
  }

  /** Town halls' money that is received, neither spent by an invoice nor sent back; of these projects, or of all. */
  async unspent(of: readonly ProjectId[] | null = null): Promise<{ projectId: ProjectId; amount: Money }[]> {
    const rows = await this.db.rows<{ projectId: ProjectId; minor: string }>(
      `select p.id as "projectId", b.balance as minor from ledger.account_balance b
         join projects.project p on b.owner = 'project/' || p.id
        where b.book = 'memo' and b.name = 'town-unspent' and b.balance > 0 and ($1::uuid[] is null or p.id = any($1)) order by p.id`,
      [of],
    );
    return rows.map(({ projectId, minor }) => ({ projectId, amount: lei(minor) }));
  }

  /** Why a cancellation was asked for; null when the approval is of something else. */
  async cancellationReason(approvalId: ApprovalId): Promise<string | null> {
    const sql = 'select reason from delivery.cancellation where approval_id = $1';
    return (await this.db.rows<{ reason: string }>(sql, [approvalId]))[0]?.reason ?? null;
  }

  /** Every step of a request, oldest first. */
  async steps(id: RequestId): Promise<RequestStep[]> {
    return this.db.rows<RequestStep>(
      'select state, reason, at from delivery.request_step where request_id = $1 order by n',
      [id],
    );
  }

  /** The evidence of a request, oldest first. */
  async evidence(id: RequestId): Promise<Evidence[]> {
    return this.db.rows<Evidence>(
      'select file_id as "fileId", what, at from delivery.evidence where request_id = $1 order by at, file_id',
      [id],
    );
  }

  /** What was objected to a request, oldest first; who objected is not shown. */
  async objections(id: RequestId): Promise<TrancheObjection[]> {
    return this.db.rows<TrancheObjection>(
      'select id, text, at from delivery.objection where request_id = $1 order by at, id',
      [id],
    );
  }

  /** The inspection of a request, or null. */
  async inspection(id: RequestId): Promise<Inspection | null> {
    const [head] = await this.db.rows<Omit<Inspection, 'items'>>(
      'select inspector_id as "inspectorId", verdict, at from delivery.inspection where request_id = $1',
      [id],
    );
    if (!head) return null;
    const items = await this.db.rows<Inspection['items'][number]>(
      'select line_id as "lineId", finding, note, photo_id as photo from delivery.inspection_item where request_id = $1 order by line_id',
      [id],
    );
    return { ...head, items };
  }

  /** A project's invoices, by date; cancelled ones too, with the reason. */
  async invoices(projectId: ProjectId): Promise<InvoiceView[]> {
    const rows = await this.db.publicRows<
      Omit<InvoiceView, 'amount' | 'fromPeople'> & { amount: string; people: string }
    >(
      `select id, line_id as "lineId", request_id as "requestId", supplier, number, issued_on::text as "issuedOn",
         amount_minor as amount, people_minor as people, file_id as file, state, act_number as "actNumber",
         act_on::text as "actOn", act_file_id as "actFile", cancel_reason as "cancelReason"
       from delivery.invoice where project_id = $1 order by issued_on, id`,
      [projectId],
    );
    return rows.map(({ amount, people, ...row }) => ({ ...row, amount: lei(amount), fromPeople: lei(people) }));
  }

  /** The final account (the last one drawn up) and the act of acceptance. */
  async closing(projectId: ProjectId): Promise<Closing> {
    const [account] = await this.db.publicRows<{ id: string; note: string | null; at: Date }>(
      'select id, note, at from delivery.final_account where project_id = $1 order by n desc limit 1',
      [projectId],
    );
    const [acceptance] = await this.db.publicRows<NonNullable<Closing['acceptance']>>(
      'select number, on_date::text as date, file_id as file, at from delivery.acceptance where project_id = $1',
      [projectId],
    );
    return {
      account: account ? { at: account.at, note: account.note, lines: await this.accountLines(account.id) } : null,
      acceptance: acceptance ?? null,
    };
  }

  /** The project that a paper of the works belongs to. Invoices and acts are everybody's, evidence is for those who decide. */
  async ofFile(fileId: FileId): Promise<{ projectId: ProjectId; public: boolean } | null> {
    const [row] = await this.db.rows<{ projectId: ProjectId; public: boolean }>(
      `select "projectId", public from (
         select project_id as "projectId", true as public from delivery.invoice where file_id = $1 or act_file_id = $1
         union all select project_id, true from delivery.acceptance where file_id = $1
         union all select project_id, true from delivery.stage_report where file_id = $1
         union all select r.project_id, false from delivery.evidence e join delivery.request r on r.id = e.request_id where e.file_id = $1
         union all select r.project_id, false from delivery.inspection_item i join delivery.request r on r.id = i.request_id where i.photo_id = $1
       ) f order by public desc limit 1`,
      [fileId],
    );
    return row ?? null;
  }

  private async accountLines(accountId: string): Promise<FinalAccountLine[]> {
    const rows = await this.db.publicRows<{ lineId: BudgetLineId; planned: string; real: string; people: string }>(
      `select line_id as "lineId", planned_minor as planned, real_minor as real, people_minor as people
       from delivery.final_account_line where account_id = $1 order by line_id`,
      [accountId],
    );
    return rows.map(({ lineId, planned, real, people }) => ({
      lineId,
      planned: lei(planned),
      real: lei(real),
      fromPeople: lei(people),
    }));
  }

  private async list(where: string, params: readonly unknown[]): Promise<TrancheRequest[]> {
    const rows = await this.db.rows<RawRequest>(
      `select ${REQUEST_COLUMNS} from delivery.request as r where ${where}`,
      params,
    );
    return rows.map(requestOf);
  }
}
