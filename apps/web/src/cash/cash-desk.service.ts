import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { CASH_OFFICERS, type Cashier, CashiersService, CashQueries, type Deposit, type DepositId, CoversService, type Receipt, ReceiptsService, VoidsService } from '#libs/cash/src/index.js'; // prettier-ignore
import { PersonsService } from '#libs/identity/src/index.js';
import { type ApprovalId, isId, type PersonId, type PledgeId, refuse } from '#libs/kernel/src/index.js';
import { type ProjectCard, ProjectsQueries } from '#libs/projects/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import type { Reading } from '../edge/reading.js';
import { namesOrAddresses } from '../layout/names.js';
import { type Office, Offices } from '../town-hall/offices.js';

/** The cash of an association as one of its people sees it. */
export interface CashSeat {
  readonly office: Office;
  /** Signs second, and reads names. */
  readonly officer: boolean;
  /** What the reader himself is as a cashier. */
  readonly own: Cashier | null;
  readonly cashiers: readonly Cashier[];
  readonly cards: readonly ProjectCard[];
}

/** Who may see and decide what of an association's cash. */
@Injectable()
export class CashDesk implements OnModuleInit {
  constructor(
    private readonly offices: Offices,
    private readonly cash: CashQueries,
    private readonly projects: ProjectsQueries,
    private readonly persons: PersonsService,
    private readonly approvals: ApprovalsQueries,
    private readonly decisions: Decisions,
    private readonly cashiers: CashiersService,
    private readonly receipts: ReceiptsService,
    private readonly voids: VoidsService,
    private readonly covers: CoversService,
  ) {}

  onModuleInit(): void {
    this.decisions.register('cash-cashier', {
      give: (id, by) => this.cashiers.confirm(id, by),
      refuse: ({ id }, reason, by) => this.cashiers.refuse(id, reason, by),
    });
    this.decisions.register('cash-receipt', {
      give: (id, by) => this.receipts.sign(id, by),
      refuse: (approval, reason, by) => this.voids.refuse(approval, reason, by),
    });
    this.decisions.register('cash-void', {
      give: (id, by) => this.voids.confirm(id, by),
      refuse: (approval, reason, by) => this.voids.refuse(approval, reason, by),
    });
    this.decisions.register('cash-cover', {
      give: (id, by) => this.covers.confirm(id, by),
      refuse: (approval, reason, by) => this.covers.refuse(approval, reason, by),
    });
  }

  /** The reader's place in one of his associations. Throws `sign-in-needed`, `not-found`. */
  async seat(reading: Reading, body: string): Promise<CashSeat> {
    const office = await this.offices.mustBe(reading, 'association', body);
    const [cashiers, cards] = await Promise.all([
      this.cash.cashiers(office.body.id),
      this.projects.ofAssociation(office.body.id),
    ]);
    return {
      office,
      cashiers,
      cards,
      officer: office.roles.some((role) => CASH_OFFICERS.includes(role)),
      own: cashiers.find(({ personId }) => personId === reading.viewer?.personId) ?? null,
    };
  }

  /** A receipt of the association for one of its officers or its own cashier; for others it is not there. */
  async receipt({ office, officer, own }: CashSeat, id: string): Promise<Receipt> {
    const receipt = isId(id) ? await this.cash.receipt(id as PledgeId) : null;
    const may = officer || (own !== null && receipt?.cashierId === own.id);
    if (!receipt || receipt.associationId !== office.body.id || !may)
      throw refuse('not-found', 'not-found', 'No such receipt.');
    return receipt;
  }

  /** A deposit of the association for one of its officers or its own cashier. Throws as `receipt`. */
  async deposit({ office, officer, own }: CashSeat, id: string): Promise<Deposit> {
    const deposit = isId(id) ? await this.cash.deposit(id as DepositId) : null;
    const may = officer || (own !== null && deposit?.cashierId === own.id);
    if (!deposit || deposit.associationId !== office.body.id || !may)
      throw refuse('not-found', 'not-found', 'No such deposit.');
    return deposit;
  }

  /** Gives or refuses what waits for an officer of this association. Throws `not-found`, and as the service that asked. */
  async decide(
    reading: Reading,
    { office }: CashSeat,
    { approval: id, give, reason }: { approval: string; give: boolean; reason: string },
  ): Promise<void> {
    const approval = isId(id) ? await this.approvals.find(id as ApprovalId) : null;
    if (approval?.office !== `association:${office.body.id}`)
      throw refuse('not-found', 'not-found', 'Not its approval.');
    await this.decisions.decide(approval.id, { give, reason }, reading.person());
  }

  /** Names of people by id; the address of whoever gave none, so that no two look the same. */
  async names(ids: readonly (PersonId | null)[]): Promise<(id: PersonId | null) => string> {
    const names = await namesOrAddresses(this.persons, ids);
    return (id) => (id && names.get(id)) ?? '–';
  }
}
