import { Injectable } from '@nestjs/common';
import { Money, type ProjectId } from '#libs/kernel/src/index.js';
import { LedgerQueries } from '#libs/ledger/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Campaign, floorOf, lackingOf, ProjectsQueries } from '#libs/projects/src/index.js';
import { heldOf } from './held.sql.js';
import { MatchesService } from './matches.service.js';
import type { CampaignStand, Outcome } from './outcome.js';
import { claimOf, promisedOf } from './pledge.postings.js';

/** When a campaign is decided: at its deadline when it goes on, at its closing, after its cards were charged. Each once. */
export type Stage = 'extension' | 'closing' | 'collecting';

/** What a campaign has, and what was decided of it. */
@Injectable()
export class CampaignStands {
  constructor(
    private readonly projects: ProjectsQueries,
    private readonly ledger: LedgerQueries,
    private readonly matches: MatchesService,
  ) {}

  /** Read behind the gate of the project, which the caller holds: nothing moves until he has decided. */
  async of(tx: Tx, campaign: Campaign): Promise<CampaignStand> {
    const { projectId, model, minimum, threshold, optimum, extension, extended } = campaign;
    const promised = await this.ledger.balance(promisedOf(projectId), tx);
    const { reserved, earned } = await this.matches.matchedOf(tx, projectId);
    const held = (await this.ledger.balance(claimOf(projectId), tx)).minus(earned);
    const wanted = await this.wantedBack(tx, projectId);
    const plan = await this.projects.plan(projectId, tx);
    const floor = floorOf(plan!);
    const match = { promised: reserved, held: earned };
    return {
      ...{ model, minimum, threshold, optimum, floor },
      ...withMatch({ promised, held }, match, floor),
      staying: withMatch(less({ promised, held }, wanted.gifts), less(match, wanted.match), floor),
      tiers: plan!.tiers.map((tier) => ({ id: tier.id, lacking: lackingOf(plan!, tier) })),
      extension: extended ? null : extension,
    };
  }

  /** Keeps what was decided with all that decided it, once for each stage. */
  async keep(tx: Tx, { projectId, stage, stand, outcome }: Decided): Promise<void> {
    const { model, promised, held, staying, minimum, threshold, optimum, floor, tiers, extension } = stand;
    const sums = [promised, held, staying.promised, staying.held, minimum, threshold, optimum, floor];
    await tx.query(
      `insert into pledges.closing (project_id, stage, decision, tier_id, model, extend_at_bp, tiers, promised_minor, held_minor,
         staying_promised_minor, staying_held_minor, minimum_minor, threshold_minor, optimum_minor, floor_minor, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, platform.now())`,
      [
        ...[projectId, stage, outcome.decision, outcome.tierId, model, extension?.atBp ?? null],
        JSON.stringify(tiers.map(({ id, lacking }) => ({ id, lacking: lacking.minor.toString() }))),
        ...sums.map(({ minor }) => minor.toString()),
      ],
    );
  }

  /** Whether a smaller version is being collected for: then only who lets his gift stay is charged. */
  async isSmaller(tx: Tx, projectId: ProjectId): Promise<boolean> {
    const sql = `select 1 from pledges.closing where project_id = $1 and stage = 'closing' and tier_id is not null`;
    return (await rowsOf(tx, sql, [projectId])).length > 0;
  }

  /** What is promised and held of gifts whose donors want them back when not everything is raised, and what sponsors add to these. */
  private async wantedBack(tx: Tx, projectId: ProjectId): Promise<{ readonly gifts: Sums; readonly match: Sums }> {
    const [row] = await rowsOf<Record<'promised' | 'held' | 'reserved' | 'earned', string>>(
      tx,
      `select coalesce(sum(p.lei_minor) filter (where p.state in ('promised', 'charging', 'declined')), 0)::text as promised,
              coalesce(sum(${heldOf('p')}) filter (where p.state = 'counted'), 0)::text as held,
              coalesce(sum(m.lei) filter (where m.state = 'reserved'), 0)::text as reserved, coalesce(sum(m.lei) filter (where m.state = 'earned'), 0)::text as earned
         from pledges.pledge p left join lateral (
           select state, lei_minor - back_minor as lei from pledges.match where pledge_id = p.id and state <> 'void' and back_minor < lei_minor) m on true
        where project_id = $1 and shortfall = 'return'`,
      [projectId],
    );
    const { promised, held, reserved, earned } = row!;
    return { gifts: sumsOf(promised, held), match: sumsOf(reserved, earned) };
  }
}

type Sums = Pick<CampaignStand, 'promised' | 'held'>;

function sumsOf(promised: string, held: string): Sums {
  return { promised: Money.lei(BigInt(promised)), held: Money.lei(BigInt(held)) };
}

function less(all: Sums, some: Sums): Sums {
  return { promised: all.promised.minus(some.promised), held: all.held.minus(some.held) };
}

/** What sponsors add counts like money once people alone bring what the programme wants of them. */
function withMatch(people: Sums, match: Sums, floor: Money): Sums {
  if (people.held.plus(people.promised).compare(floor) < 0) return people;
  return { promised: people.promised.plus(match.promised), held: people.held.plus(match.held) };
}

interface Decided {
  readonly projectId: ProjectId;
  readonly stage: Stage;
  readonly stand: CampaignStand;
  readonly outcome: Outcome;
}
