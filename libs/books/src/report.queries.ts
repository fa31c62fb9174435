import { Injectable } from '@nestjs/common';
import { CertificatesQueries, type Stage, STAGES, standingAfter } from '#libs/cofunding/src/index.js';
import { Money, type ProjectId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { type FundingSourceId, type ProjectPlan, totalOf } from '#libs/projects/src/index.js';
import { type Left, LEFT, type ProjectReport, type ReportAct, type ReportInvoice, type ReportLine, type ReportPayment, type ReportSource } from './report.js'; // prettier-ignore
import { ACCEPTED, ACCOUNT, HEAD, INVOICES, PAYMENTS, STANDING, STEPS } from './report.sql.js';

type Sums<Name extends string> = Readonly<Record<Name, string>>;
type StepRow = Omit<ReportAct, 'amount'> & Sums<'minor' | Stage> & { readonly sourceId: FundingSourceId };
type PaymentRow = Omit<ReportPayment, 'amount'> & Sums<'minor'>;
type InvoiceRow = Omit<ReportInvoice, 'amount' | 'fromPeople'> & Sums<'minor' | 'people'>;
type LineRow = Pick<ReportLine, 'line'> & Sums<'planned' | 'real' | 'people'>;
type End = NonNullable<ProjectReport['end']>;

/** Where money is that came to a project and has not gone back. */
const CAME = ['claim', 'on-the-way', 'town-unspent', 'spent', 'proven'] as const;
const lei = (minor: string) => Money.lei(BigInt(minor));

/** Reports of a project's money for its programme: as the books told it up to one head, so that anybody can draw them again. */
@Injectable()
export class ReportQueries {
  constructor(
    private readonly db: Database,
    private readonly certificates: CertificatesQueries,
  ) {}

  /** Up to the head with this number, the newest when none is named; null when there is no such head. The plan is the project's. */
  async of(plan: ProjectPlan, named: number | null = null): Promise<ProjectReport | null> {
    const [head] = await this.db.publicRows<ProjectReport['head']>(HEAD, [named]);
    const people = head && (await this.certificates.at(plan.project.id, head.n));
    if (!head || !people) return null;
    const at = [plan.project.id, head.n] as const;
    const [sources, standing, payments, invoices, end] = await Promise.all([
      this.sources(plan, at),
      this.standing(at),
      this.db.publicRows<PaymentRow>(PAYMENTS, [...at]),
      this.db.publicRows<InvoiceRow>(INVOICES, [...at]),
      this.end(at),
    ]);
    const came = CAME.reduce((sum, name) => sum.plus(standing(name)), Money.lei(0n));
    return {
      ...{ head, kind: end ? 'final' : 'intermediate', total: totalOf(plan), people, sources },
      added: came.minus(standing('loss')).minus(people.people),
      payments: payments.map(({ minor, ...row }) => ({ ...row, amount: lei(minor) })),
      invoices: invoices.map(({ minor, people: part, ...row }) => ({ ...row, amount: lei(minor), fromPeople: lei(part) })),
      left: Object.fromEntries(LEFT.map((name) => [name, standing(name)])) as Record<Left, Money>,
      inKind: standing('inkind-valued'),
      end,
    };
  } // prettier-ignore

  /** The plan's sources with what their acts had brought them to. */
  private async sources({ sources }: ProjectPlan, at: Place): Promise<ReportSource[]> {
    const rows = await this.db.publicRows<StepRow>(STEPS, [...at]);
    const others = sources.filter(({ kind }) => kind !== 'people');
    return others.map(({ id, kind, name, amount }) => {
      const own = rows.filter(({ sourceId }) => sourceId === id).map(stepOf);
      const acts = own.map(({ step, amount: moved, actKind, actNumber, actDate }) => ({ step, amount: moved, actKind, actNumber, actDate })); // prettier-ignore
      return { sourceId: id, kind, name, planned: amount, ...standingAfter(own), acts };
    });
  }

  private async standing(at: Place): Promise<(name: string) => Money> {
    const rows = await this.db.publicRows<{ name: string; minor: string }>(STANDING, [...at]);
    const sums = new Map(rows.map(({ name, minor }) => [name, minor]));
    return (name) => lei(sums.get(name) ?? '0');
  }

  private async end(at: Place): Promise<End | null> {
    const [act] = await this.db.publicRows<Pick<End, 'number' | 'date'>>(ACCEPTED, [...at]);
    if (!act) return null;
    const rows = await this.db.publicRows<LineRow>(ACCOUNT, [...at]);
    const lines = rows.map(({ line, planned, real, people }) => ({ line, planned: lei(planned), real: lei(real), fromPeople: lei(people) })); // prettier-ignore
    return { ...act, lines };
  }
}

/** A project and the number of a head. */
type Place = readonly [projectId: ProjectId, head: number];

function stepOf({ minor, step, actKind, actNumber, actDate, ...row }: StepRow) {
  const [promised, authorised, paid] = STAGES.map((stage) => lei(row[stage]));
  const took = { promised: promised!, authorised: authorised!, paid: paid! };
  return { step, amount: lei(minor), actKind, actNumber, actDate, took };
}
