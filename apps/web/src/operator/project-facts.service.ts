import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Approval, thingOf } from '#libs/approvals/src/index.js';
import { WaterfallQueries } from '#libs/books/src/index.js';
import { DeliveryQueries, type RequestId } from '#libs/delivery/src/index.js';
import { formatIban, type TreasuryAccount, TreasuryService } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { namesOrAddresses } from '../layout/names.js';
import { type Facts, type Signed, SignedKinds } from './signed-kinds.js';

/** What is signed of projects: their review, the payment of a tranche, giving one up. */
@Injectable()
export class ProjectFacts implements OnModuleInit {
  constructor(
    private readonly kinds: SignedKinds,
    private readonly projects: ProjectsQueries,
    private readonly delivery: DeliveryQueries,
    private readonly treasury: TreasuryService,
    private readonly persons: PersonsService,
    private readonly waterfalls: WaterfallQueries,
  ) {}

  onModuleInit(): void {
    this.kinds.register({
      'project-review': (reading, approval) => this.review(reading, thingOf(approval)),
      'project-cancel': (reading, approval) => this.cancellation(reading, approval),
      'tranche-release': async (reading, approval) => {
        const id: RequestId = thingOf(approval);
        return { href: `/operator/tranches/${id}`, facts: await this.payment(reading, id) };
      },
    });
  }

  /** Of a tranche's payment; both signatures are given for the same. */
  async payment(reading: Reading, id: RequestId): Promise<Facts> {
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

  /**
   * What giving a project up does with the people's money, as it stands at this moment: what is shared out, what stays spent,
   * and what the town hall has still to account for. Promises cost nobody anything. Both signatures are given for it.
   */
  async cancelling({ money }: Reading, id: ProjectId): Promise<Facts> {
    const { promised, held, inTransit, released, spent, proven } = (await this.waterfalls.of(id)).rows[0]!;
    const facts = {
      'cancel-lapses': promised,
      'cancel-back': held,
      'cancel-on-way': inTransit!,
      'cancel-unspent': released!.minus(inTransit!),
      'cancel-spent': spent!.plus(proven!),
    };
    return Object.entries(facts).map(([name, sum]) => [name, sum.isPositive() ? money(sum) : null]);
  }

  private async review(reading: Reading, id: ProjectId): Promise<Signed> {
    const project = await this.projects.find(id);
    const facts: Facts = [
      ['project', project && reading.text(project.title).text],
      ['code', project?.code],
      ['version', project && String(project.version)],
    ];
    return { href: `/operator/reviews/${id}`, facts };
  }

  private async cancellation(reading: Reading, approval: Approval): Promise<Signed> {
    const id: ProjectId = thingOf(approval);
    const project = await this.projects.find(id);
    const facts: Facts = project
      ? [
          ['project', reading.text(project.title).text],
          ['code', project.code],
          ['reason', await this.delivery.cancellationReason(approval.id)],
          ...(await this.cancelling(reading, id)),
        ]
      : [];
    return { href: `/operator/projects/${id}`, facts };
  }

  /** Where the money goes, since when that is so, and by whose word. */
  private async account({ moment }: Reading, account: TreasuryAccount): Promise<Facts> {
    const { enteredBy, enteredAt, confirmedBy, confirmedAt, answeredAt } = account;
    const names = await namesOrAddresses(this.persons, [enteredBy, confirmedBy]);
    return [
      ['iban', formatIban(account.iban)],
      ['bank', account.bank],
      ['account-entered', `${names.get(enteredBy)}, ${moment(enteredAt)}`],
      ['account-signed', confirmedBy && confirmedAt && `${names.get(confirmedBy)}, ${moment(confirmedAt)}`],
      ['account-in-force', answeredAt && moment(answeredAt)],
    ];
  }
}
