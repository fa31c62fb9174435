import { Injectable } from '@nestjs/common';
import type { Approval } from '#libs/approvals/src/index.js';
import { DeliveryQueries, type RequestId } from '#libs/delivery/src/index.js';
import { BodiesQueries, formatIban, TreasuryService } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type BodyId, type Currency, Money, type PersonId, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js'; // prettier-ignore
import { BankService, type OrderId, PaymentsQueries } from '#libs/payments/src/index.js';
import { PledgesQueries } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';

/** What a signature is given for, in words: the thing, and every fact that it stands for. */
export interface SignedThing {
  readonly title: string;
  /** Where the whole of it can be read; null when the facts are all there is. */
  readonly href: string | null;
  readonly facts: readonly (readonly [string, string])[];
}

type Facts = (readonly [string, string | null | undefined])[];

/** Says what exactly is signed: sums, accounts and names as they stand at this moment in the room that asks. */
@Injectable()
export class SignedThings {
  constructor(
    private readonly bodies: BodiesQueries,
    private readonly projects: ProjectsQueries,
    private readonly delivery: DeliveryQueries,
    private readonly treasury: TreasuryService,
    private readonly payments: PaymentsQueries,
    private readonly bank: BankService,
    private readonly pledges: PledgesQueries,
    private readonly persons: PersonsService,
  ) {}

  /** The thing of one approval. */
  async of(reading: Reading, approval: Approval): Promise<SignedThing> {
    const { say } = reading;
    const [{ href, facts }, [asker]] = await Promise.all([
      this.factsOf(reading, approval),
      this.persons.cards([approval.askedBy]),
    ]);
    const asked = [say('operator.fact.asked-by'), asker?.name ?? asker?.email ?? approval.askedBy] as const;
    const said = facts.filter((fact): fact is readonly [string, string] => Boolean(fact[1]));
    return {
      title: say(`operator.kind.${approval.kind}`),
      href: href && reading.href(href),
      facts: [
        ...said.map(([name, value]) => [say(`operator.fact.${name}`), value] as const),
        asked,
        [say('operator.fact.asked-at'), reading.moment(approval.askedAt)],
      ],
    };
  }

  /** Names of people of the desk by id, where they have said one. */
  async names(ids: readonly PersonId[]): Promise<ReadonlyMap<string, string>> {
    const cards = await this.persons.cards([...new Set(ids)]);
    return new Map(cards.map(({ id, name, email }) => [id, name ?? email]));
  }

  private async factsOf(reading: Reading, approval: Approval): Promise<{ href: string | null; facts: Facts }> {
    const id = approval.subject.split(':')[1]!;
    switch (approval.kind) {
      case 'body-verification':
      case 'hand-over':
        return { href: `/operator/applications/${id}`, facts: await this.body(reading, id as BodyId) };
      case 'project-review':
        return { href: `/operator/reviews/${id}`, facts: await this.project(reading, id as ProjectId) };
      case 'project-cancel':
        return { href: `/operator/projects/${id}`, facts: await this.project(reading, id as ProjectId) };
      case 'tranche-release':
        return { href: `/operator/tranches/${id}`, facts: await this.tranche(reading, id as RequestId) };
      case 'bank-line':
        return { href: null, facts: await this.line(reading, id) };
      case 'order-rejected':
        return { href: `/operator/orders/${id}`, facts: await this.order(reading, id as OrderId) };
      default:
        return { href: `/operator/refunds/${id}`, facts: await this.gift(reading, id as PledgeId, approval) };
    }
  }

  private async body(reading: Reading, id: BodyId): Promise<Facts> {
    const body = await this.bodies.find(id);
    if (!body) return [];
    return [
      ['body', reading.text(body.name).text],
      ['kind', reading.say(`body.kind.${body.kind}`)],
      ['email', body.email],
      ['registration-no', body.registrationNo],
    ];
  }

  private async project(reading: Reading, id: ProjectId): Promise<Facts> {
    const project = await this.projects.find(id);
    if (!project) return [];
    return [
      ['project', reading.text(project.title).text],
      ['code', project.code],
      ['version', String(project.version)],
    ];
  }

  private async tranche(reading: Reading, id: RequestId): Promise<Facts> {
    const request = await this.delivery.request(id);
    const project = request && (await this.projects.find(request.projectId));
    if (!project) return [];
    const account = await this.treasury.active(project.townHallId);
    return [
      ['project', reading.text(project.title).text],
      ['tranche', String(request.number)],
      ['amount', reading.money(request.amount)],
      ['holder', account?.holder],
      ['iban', account && formatIban(account.iban)],
      ['bank', account?.bank],
    ];
  }

  private async line(reading: Reading, id: string): Promise<Facts> {
    const [line, accounts] = await Promise.all([this.payments.line(id), this.bank.accounts()]);
    if (!line) return [];
    const account = accounts.find((one) => one.id === line.accountId);
    return [
      ['meaning', reading.say(`operator.meaning.${line.meaning}`)],
      ['amount', reading.money(line.amount)],
      ['own-account', account && `${account.bank}, ${formatIban(account.iban)}`],
      ['booked-on', reading.date(line.bookedOn)],
      ['counterparty', line.counterparty.name],
      ['iban', line.counterparty.iban && formatIban(line.counterparty.iban)],
      ['reference', line.reference],
      ['refers-to', line.refersTo],
    ];
  }

  private async order(reading: Reading, id: OrderId): Promise<Facts> {
    const order = await this.payments.order(id);
    if (!order) return [];
    return [
      ['amount', reading.money(order.amount)],
      ['holder', order.holder],
      ['iban', formatIban(order.iban)],
      ['purpose', order.purpose],
      ['reason', order.reason],
    ];
  }

  private async gift(reading: Reading, id: PledgeId, { payload }: Approval): Promise<Facts> {
    const pledge = await this.pledges.find(id);
    const project = pledge && (await this.projects.find(pledge.projectId));
    const { amount, currency } = payload as { amount: string; currency: Currency };
    return [
      ['gift', pledge?.ref],
      ['project', project && reading.text(project.title).text],
      ['amount', amount && reading.money(Money.parse(amount, currency))],
      ['of', pledge && reading.money(pledge.gross)],
    ];
  }
}
