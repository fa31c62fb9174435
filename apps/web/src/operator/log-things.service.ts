import { Injectable } from '@nestjs/common';
import { BankingQueries, type OrderId } from '#libs/banking/src/index.js';
import { CashQueries, type DepositId } from '#libs/cash/src/index.js';
import { DeliveryQueries, type RequestId } from '#libs/delivery/src/index.js';
import { type NeedId, NeedsQueries } from '#libs/funds/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import {
  type BodyId,
  isId,
  type PersonId,
  type PledgeId,
  type ProjectId,
  type VoteId,
} from '#libs/kernel/src/index.js';
import { type CallId, type FiguresId, FiguresQueries, MatchingQueries } from '#libs/matching/src/index.js';
import { type AggregatorId, MessagesQueries, type SettlementId } from '#libs/messages/src/index.js';
import type { TrailEntryRow } from '#libs/platform/src/index.js';
import { PledgesQueries } from '#libs/pledges/src/index.js';
import { type EditionId, EditionsQueries } from '#libs/programmes/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { VotesQueries } from '#libs/voting/src/index.js';
import type { Reading } from '../edge/reading.js';
import { lineName } from './line-name.js';
import { SignedThings } from './signed.service.js';
import { TownThings } from './town-things.service.js';

/** Which thing it is, in words, and where it is looked at: without the language, null where it has no page. */
export interface NamedThing {
  readonly words: string;
  readonly href: string | null;
}

/** Says which things rows of the log are about: a project by its title, a line by its day, sum and payer. */
@Injectable()
export class LogThings {
  constructor(
    private readonly projects: ProjectsQueries,
    private readonly bodies: BodiesQueries,
    private readonly banking: BankingQueries,
    private readonly delivery: DeliveryQueries,
    private readonly pledges: PledgesQueries,
    private readonly messages: MessagesQueries,
    private readonly calls: MatchingQueries,
    private readonly figures: FiguresQueries,
    private readonly editions: EditionsQueries,
    private readonly votes: VotesQueries,
    private readonly cash: CashQueries,
    private readonly needs: NeedsQueries,
    private readonly things: SignedThings,
    private readonly towns: TownThings,
  ) {}

  /** What rows are about, and what their data name, by "kind:id". What has no name people know is not among them. */
  async named(reading: Reading, rows: readonly TrailEntryRow[]): Promise<ReadonlyMap<string, NamedThing>> {
    const refs = new Set(rows.flatMap(({ subject, data }) => [subject, ...refsIn(data)]));
    const found = [...refs].map(async (ref) => {
      const [kind, id] = ref.split(':') as [string, string];
      const thing = isNamed(kind, id) ? await this.find(reading, kind, id) : null;
      return thing?.words ? [[ref, { words: thing.words, href: thing.href }] as const] : [];
    });
    return new Map((await Promise.all(found)).flat());
  }

  private async find(
    reading: Reading,
    kind: string,
    id: string,
  ): Promise<{ words: string | undefined; href: string | null } | null> {
    const { text, money } = reading;
    switch (kind) {
      case 'project': {
        const project = await this.projects.find(id as ProjectId);
        return project && { words: text(project.title).text, href: `/operator/projects/${id}` };
      }
      case 'body': {
        const body = await this.bodies.find(id as BodyId);
        return body && { words: text(body.name).text, href: `/operator/bodies/${id}` };
      }
      case 'person':
        return { words: (await this.things.names([id as PersonId])).get(id as PersonId), href: null };
      case 'bank-line': {
        const line = await this.banking.line(id);
        return line && { words: lineName(reading, line), href: `/operator/bank/lines/${id}` };
      }
      case 'order': {
        const order = await this.banking.order(id as OrderId);
        return order && { words: `${money(order.amount)}, ${order.holder}`, href: `/operator/orders/${id}` };
      }
      case 'tranche': {
        const request = await this.delivery.request(id as RequestId);
        const project = request && (await this.projects.find(request.projectId));
        return project && { words: `${text(project.title).text}, ${request.number}`, href: `/operator/tranches/${id}` };
      }
      case 'pledge':
      case 'refund': {
        const pledge = await this.pledges.find(id as PledgeId);
        return pledge && { words: `${pledge.ref}, ${money(pledge.gross)}`, href: `/operator/refunds/${id}` };
      }
      default:
        return (await this.ofTowns(reading, kind, id)) ?? (await this.towns.find(reading, kind, id)) ?? this.ofMessages(reading, kind, id); // prettier-ignore
    }
  }

  /** What associations and town halls do among themselves: votes, what is asked of a fund, and cash. */
  private async ofTowns(reading: Reading, kind: string, id: string): Promise<NamedThing | null> {
    const { text, money } = reading;
    switch (kind) {
      case 'vote': {
        const vote = await this.votes.find(id as VoteId);
        const title = vote?.projectId ? (await this.projects.find(vote.projectId))?.title : vote?.question;
        return title ? { words: `${reading.say(`vote.kind.${vote!.kind}`)}, ${text(title).text}`, href: `/votes/${id}` } : null; // prettier-ignore
      }
      case 'need': {
        const need = await this.needs.find(id as NeedId);
        return need && { words: `${text(need.project.title).text}, ${money(need.amount)}`, href: `/operator/projects/${need.project.id}` }; // prettier-ignore
      }
      case 'call': {
        const call = await this.calls.call(id as CallId);
        return call && { words: call.sponsor, href: `/operator/calls/${id}` };
      }
      case 'edition': {
        const edition = await this.editions.find(id as EditionId);
        return edition && { words: text(edition.title).text, href: `/operator/programmes/${id}` };
      }
      case 'figures': {
        const figures = await this.figures.find(id as FiguresId);
        return figures && { words: figures.name, href: `/operator/figures/${id}` };
      }
      case 'cash':
      case 'deposit':
        return this.ofCash(reading, kind, id);
      default:
        return null;
    }
  }

  /** Cash is known by its association, its number or code, and its sum; who gave is the association's to know. */
  private async ofCash({ text, money }: Reading, kind: 'cash' | 'deposit', id: string): Promise<NamedThing | null> {
    const receipt = kind === 'cash' ? await this.cash.receipt(id as PledgeId) : null;
    const deposit = kind === 'deposit' ? await this.cash.deposit(id as DepositId) : null;
    const body = receipt || deposit ? await this.bodies.find((receipt ?? deposit)!.associationId) : null;
    const name = body ? text(body.name).text : '';
    if (receipt) return { words: `${receipt.n}, ${money(receipt.lei)}, ${name}`, href: receipt.depositId && `/operator/cash/${receipt.depositId}` }; // prettier-ignore
    return deposit && { words: `${deposit.code}, ${money(deposit.sum)}, ${name}`, href: `/operator/cash/${id}` };
  }

  private async ofMessages({ money }: Reading, kind: string, id: string): Promise<NamedThing | null> {
    if (kind === 'aggregator') {
      const one = await this.messages.aggregator(id as AggregatorId);
      return one && { words: one.name, href: `/operator/messages/${id}` };
    }
    const one = kind === 'settlement' ? await this.messages.settlement(id as SettlementId) : null;
    return one && { words: `${one.reference}, ${money(one.net)}`, href: `/operator/messages/settlements/${id}` };
  }
}

/** The fields of a row's data that name a thing. */
export const REFERS = { project: 'project', projectId: 'project', line: 'bank-line', place: 'place' } as const;

/** A place is known by its code, everything else by an id. */
function isNamed(kind: string, id: unknown): id is string {
  return kind === 'place' ? typeof id === 'string' : isId(id);
}

function refsIn(data: TrailEntryRow['data']): string[] {
  return Object.entries(REFERS).flatMap(([field, kind]) => (isNamed(kind, data[field]) ? [`${kind}:${data[field]}`] : [])); // prettier-ignore
}
