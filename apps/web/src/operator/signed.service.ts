import { Injectable } from '@nestjs/common';
import { type Approval, ApprovalsQueries } from '#libs/approvals/src/index.js';
import { DeliveryQueries, type RequestId } from '#libs/delivery/src/index.js';
import { BodiesQueries, formatIban, type TreasuryAccount, TreasuryService } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { type ApprovalId, type BodyId, type Currency, Money, type PersonId, type PledgeId, type ProjectId } from '#libs/kernel/src/index.js'; // prettier-ignore
import type { CallId, FiguresId } from '#libs/matching/src/index.js';
import type { OrderId } from '#libs/banking/src/index.js';
import { DeskQueries, PledgesQueries } from '#libs/pledges/src/index.js';
import type { EditionId } from '#libs/programmes/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { BankFacts, type Facts } from './bank-facts.service.js';
import { CancelFacts } from './cancel-facts.service.js';
import { CorrectionFacts } from './correction-facts.service.js';
import { EndingFacts } from './ending-facts.service.js';
import { FundFacts } from './fund-facts.service.js';
import { MatchingFacts } from './matching-facts.service.js';
import { MessageFacts } from './message-facts.service.js';
import { payerFacts, toAnother } from './payer-facts.js';
import { ProgrammeFacts } from './programme-facts.service.js';
import { TwinsFacts } from './twins-facts.service.js';

interface Signed {
  readonly href: string | null;
  readonly facts: Facts;
  /** Who of the staff alone said whose the money is. */
  readonly matchedBy?: PersonId | null | undefined;
}

/** What a signature is given for, in words: the thing, and every fact that it stands for. */
export interface SignedThing {
  readonly title: string;
  /** Where the whole of it can be read; null when the facts are all there is. */
  readonly href: string | null;
  readonly facts: readonly (readonly [string, string])[];
  /** Which one and how much, in a line. */
  readonly about: string;
  readonly asker: string;
}

/** Says what exactly is signed: sums, accounts and names as they stand at this moment in the room that asks. */
@Injectable()
export class SignedThings {
  constructor(
    private readonly approvals: ApprovalsQueries,
    private readonly bodies: BodiesQueries,
    private readonly projects: ProjectsQueries,
    private readonly delivery: DeliveryQueries,
    private readonly treasury: TreasuryService,
    private readonly atBank: BankFacts,
    private readonly pledges: PledgesQueries,
    private readonly desk: DeskQueries,
    private readonly persons: PersonsService,
    private readonly ofMessages: MessageFacts,
    private readonly ofMatching: MatchingFacts,
    private readonly ofProgrammes: ProgrammeFacts,
    private readonly corrections: CorrectionFacts,
    private readonly ofFund: FundFacts,
    private readonly cancels: CancelFacts,
    private readonly ofTwins: TwinsFacts,
    private readonly ofEndings: EndingFacts,
  ) {}

  /** The thing of one approval. */
  async of(reading: Reading, approval: Approval): Promise<SignedThing> {
    const { say } = reading;
    const { href, facts, matchedBy } = await this.thingOf(reading, approval);
    const names = await this.names([approval.askedBy, ...(matchedBy ? [matchedBy] : [])]);
    const asker = names.get(approval.askedBy) ?? approval.askedBy;
    const said = facts.filter((fact): fact is readonly [string, string] => Boolean(fact[1]));
    return {
      title: say(`operator.task.${approval.kind}`),
      about: said.slice(0, 3).map(([, value]) => value).join(' · '), // prettier-ignore
      asker,
      href: href && reading.href(href),
      facts: [
        ...labelled(reading, [...facts, ['matched-by', matchedBy && names.get(matchedBy)]]),
        [say('operator.fact.asked-by'), asker],
        [say('operator.fact.asked-at'), reading.moment(approval.askedAt)],
      ],
    };
  }

  /** The facts of a tranche's payment; both signatures are given for the same. */
  async paymentOf(reading: Reading, id: RequestId): Promise<SignedThing['facts']> {
    return labelled(reading, await this.tranche(reading, id));
  }

  /** What giving a project up would do with its money; both signatures are given for it. */
  async cancellingOf(reading: Reading, id: ProjectId): Promise<SignedThing['facts']> {
    return labelled(reading, await this.cancels.money(reading, id));
  }

  /** The approval about a thing ("body:ID") that waits for its second signature; null when none does. */
  async waiting(subject: string): Promise<ApprovalId | null> {
    return (await this.approvals.of(subject)).find(({ state }) => state === 'waiting')?.id ?? null;
  }

  /** Why the newest question about a thing was refused by its second person; null when it was not. */
  async refusal(subject: string): Promise<string | null> {
    const [newest] = await this.approvals.of(subject);
    return newest?.state === 'refused' ? newest.reason : null;
  }

  /** Names of people of the desk by id, where they have said one. */
  async names(ids: readonly PersonId[]): Promise<ReadonlyMap<string, string>> {
    const cards = await this.persons.cards([...new Set(ids)]);
    return new Map(cards.map(({ id, name, email }) => [id, name ?? email!]));
  }

  private thingOf(reading: Reading, approval: Approval): Promise<Signed> {
    const id = approval.subject.split(':')[1]!;
    if (approval.subject.startsWith('fund-gift:')) return this.ofFund.of(reading, id, approval);
    if (approval.kind === 'matching-call') return this.ofMatching.of(reading, id as CallId);
    if (approval.kind === 'call-return') return this.ofMatching.ofReturn(reading, approval);
    if (approval.kind === 'need-figures') return this.ofMatching.ofFigures(reading, id as FiguresId);
    if (approval.kind === 'body-dissolution') return this.ofEndings.of(reading, approval);
    if (approval.kind === 'neighbours-twins') return this.ofTwins.of(reading, approval);
    if (approval.kind === 'programme-edition') return this.ofProgrammes.of(reading, id as EditionId);
    if (approval.kind === 'correction') return this.corrections.of(reading, approval);
    return approval.kind.startsWith('message-')
      ? this.ofMessages.of(reading, approval)
      : this.factsOf(reading, approval);
  }

  private async factsOf(reading: Reading, approval: Approval): Promise<Signed> {
    const id = approval.subject.split(':')[1]!;
    if (approval.kind.startsWith('budget-vote')) return this.ofFund.of(reading, id, approval);
    switch (approval.kind) {
      case 'body-verification':
      case 'hand-over':
        return { href: `/operator/applications/${id}`, facts: await this.body(reading, id as BodyId) };
      case 'official-email':
        return { href: `/operator/bodies/${id}`, facts: await this.newEmail(reading, approval) };
      case 'project-review':
        return { href: `/operator/reviews/${id}`, facts: await this.project(reading, id as ProjectId) };
      case 'project-cancel':
        return { href: `/operator/projects/${id}`, facts: await this.cancels.of(reading, approval) };
      case 'tranche-release':
        return { href: `/operator/tranches/${id}`, facts: await this.tranche(reading, id as RequestId) };
      case 'bank-account':
      case 'bank-account-closing':
        return { href: null, facts: await this.atBank.ownAccount(id) };
      case 'bank-line':
        return { href: null, facts: await this.atBank.line(reading, id) };
      case 'line-naming':
        return { href: `/operator/bank/lines/${id}`, facts: await this.atBank.namedLine(reading, id, approval) };
      case 'line-return':
        return { href: `/operator/bank/lines/${id}`, facts: await this.atBank.lineReturn(reading, id, approval) };
      case 'bank-statement':
        return { href: `/operator/bank/statements/${id}`, facts: await this.atBank.statement(reading, id) };
      case 'order-file':
      case 'order-file-copy':
        return { href: `/operator/order-files/${id}`, facts: await this.atBank.orderFile(reading, id) };
      case 'order-rejected':
        return { href: `/operator/orders/${id}`, facts: await this.atBank.order(reading, id as OrderId) };
      case 'fund-need':
      case 'loss-act':
        return this.ofFund.of(reading, id, approval);
      case 'staff-appointment':
        return { href: '/operator/staff', facts: [['email', (await this.persons.cards([id as PersonId]))[0]?.email]] };
      default:
        return { href: `/operator/refunds/${id}`, ...(await this.gift(reading, id as PledgeId, approval)) };
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

  private async newEmail(reading: Reading, { subject, payload }: Approval): Promise<Facts> {
    const body = await this.bodies.find(subject.split(':')[1] as BodyId);
    const { from, to } = payload as { from: string; to: string };
    return [
      ['body', body && reading.text(body.name).text],
      ['email-from', from],
      ['email-to', to],
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
      ['amount', reading.money(request.amount)],
      ['holder', account?.holder ?? reading.say('error.treasury-missing')],
      ['tranche', String(request.number)],
      ['note', request.note],
      ...(account ? await this.account(reading, account) : []),
    ];
  }

  /** Where the money goes, since when that is so, and by whose word. */
  private async account({ moment }: Reading, account: TreasuryAccount): Promise<Facts> {
    const { enteredBy, enteredAt, confirmedBy, confirmedAt, answeredAt } = account;
    const names = await this.names(confirmedBy ? [enteredBy, confirmedBy] : [enteredBy]);
    return [
      ['iban', formatIban(account.iban)],
      ['bank', account.bank],
      ['account-entered', `${names.get(enteredBy)}, ${moment(enteredAt)}`],
      ['account-signed', confirmedBy && confirmedAt && `${names.get(confirmedBy)}, ${moment(confirmedAt)}`],
      ['account-in-force', answeredAt && moment(answeredAt)],
    ];
  }

  private async gift(reading: Reading, id: PledgeId, approval: Approval): Promise<Omit<Signed, 'href'>> {
    const [pledge, asked] = await Promise.all([this.pledges.find(id), this.desk.asked(approval.id)]);
    const project = pledge && (await this.projects.find(pledge.projectId));
    const { amount, currency } = approval.payload as { amount: string; currency: Currency };
    const payer = asked?.payer;
    const facts: Facts = [
      ['gift', pledge?.ref],
      ['project', project && reading.text(project.title).text],
      ['amount', amount && reading.money(Money.parse(amount, currency))],
      ['of', pledge && reading.money(pledge.gross)],
      ['holder', asked?.holder],
      ['iban', asked?.iban && formatIban(asked.iban)],
      ['iban-named', asked?.ibanNamed && formatIban(asked.ibanNamed)],
      ['careful', toAnother(payer, asked?.iban) ? reading.say('operator.refund.other-account') : null],
      ...payerFacts(payer),
      ['reason', asked?.reason],
    ];
    return { facts, matchedBy: payer?.matchedBy };
  }
}

function labelled({ say }: Reading, facts: Facts): SignedThing['facts'] {
  return facts.flatMap(([name, value]) => (value ? [[say(`operator.fact.${name}`), value] as const] : []));
}
