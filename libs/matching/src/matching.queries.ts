import { Injectable } from '@nestjs/common';
import { Money, type PledgeId, type ProjectId, refIn } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import { CALL_COLUMNS, type CallId, callOf, type CallRow, IS_FOR, type PaymentRow, ruleOf, type SponsorPayment, townOf } from './call.js'; // prettier-ignore
import { type CallMoney, type CallProject, equityOf, type GiftMatch, type ReserveStanding, type OpenCall, type ProjectCall, type ProjectOpenCall, standsFor } from './call-money.js'; // prettier-ignore
import { donorsAmong } from './donors.js';
import { BEGUN, GIVERS, type GiverRow } from './donors.rows.js';
import { drawnTogether } from './one-to-one.js';
import { ABOVE, DRAWN_UNDER, FIGURE, IS_JOINT, PAID } from './reserve.rows.js';

const OPEN = `c.state = 'open' and (platform.now() at time zone 'Europe/Chisinau')::date between c.opens_on and c.closes_on`;
const OLDEST = 'order by c.opened_at, c.id';
const SUMS = `${PAID} as paid, ${ABOVE} as above, ${DRAWN_UNDER} as under, platform.now() as now,
  (select coalesce(sum(m.lei_minor - m.back_minor), 0)::text from pledges.match m where m.call_id = c.id and m.state = 'earned') as drawn,
  (select coalesce(sum(m.lei_minor), 0)::text from pledges.match m where m.call_id = c.id and m.state = 'reserved') as reserved,
  (select coalesce(sum(r.lei_minor), 0)::text from matching.sponsor_return r where r.call_id = c.id and r.fallen_at is null) as returned,
  coalesce((select b.free from ledger.account_balance b where b.code = 'held:call/' || c.id || ':pool:MDL'), 0)::text as free`;

type Sums = Readonly<Record<'paid' | 'drawn' | 'reserved' | 'free' | 'returned' | 'above' | 'under', string>> & {
  readonly now: Date;
};

/** Reads sponsors' calls and what they add. */
@Injectable()
export class MatchingQueries {
  constructor(private readonly db: Database) {}

  /** Every call but the refused, the newest first. */
  async calls(): Promise<CallMoney[]> {
    return this.read(`c.state <> 'refused' order by c.asked_at desc, c.id`, []);
  }

  /** Those that were opened and so may be paid for, the newest first. Public. */
  async opened(): Promise<CallMoney[]> {
    return this.read(`c.state in ('open', 'closed') order by c.opened_at desc, c.id`, []);
  }

  async call(id: CallId): Promise<CallMoney | null> {
    return (await this.read('c.id = $1', [id]))[0] ?? null;
  }

  /** One that was opened, by its code however it is written. Public. */
  async byRef(text: string): Promise<CallMoney | null> {
    return (await this.read(`c.ref = $1 and c.state in ('open', 'closed')`, [refIn('MC', text)]))[0] ?? null;
  }

  /** The calls from which a gift to this project draws now, the oldest first, with what of each is left for it. Public. */
  async openFor(projectId: ProjectId): Promise<ProjectOpenCall[]> {
    const calls = await this.read(`${OPEN} and exists (select from projects.project p where p.id = $1 and ${IS_FOR}) ${OLDEST}`, [projectId]); // prettier-ignore
    const known = await this.figures(
      `select c.id, ${FIGURE}::text as minor, ${IS_JOINT} as joint from matching.call c, projects.project p where p.id = $1 and c.id = any($2)`,
      [projectId, calls.map(({ id }) => id)],
    );
    const drawn = new Map((await this.ofProject(projectId)).map((one) => [one.callId, one.drawn.plus(one.reserved)]));
    const standing = calls.map((call) => {
      const under = call.perProject?.minus(drawn.get(call.id) ?? Money.lei(0n));
      const open = standsFor(call, known.get(call.id)!);
      return { ...open, left: under ? open.left.min(under) : open.left };
    });
    return Promise.all(standing.map(async (call) => ({ ...call, waits: await this.waitsOf(call, projectId) })));
  }

  private async waitsOf(call: OpenCall, projectId: ProjectId): Promise<ProjectOpenCall['waits']> {
    const { id, minDonors, left } = call;
    if (minDonors === null) return null;
    const sql = `select 1 from matching.call c, projects.project p where c.id = $1 and p.id = $2 and ${BEGUN}`;
    if ((await this.db.publicRows(sql, [id, projectId])).length > 0) return null;
    const givers = await this.db.publicRows<GiverRow>(GIVERS, [id, projectId]);
    const gifts = givers.filter(({ may }) => may).map(({ donor, lei }) => ({ donor, gift: BigInt(lei) }));
    return { donors: donorsAmong(givers), possible: Money.lei(drawnTogether(gifts, ruleOf(call, left))) };
  }

  /**
   * The calls from which gifts to projects of a town, or of a village of it, draw now, the oldest first, with what is left in
   * each. Public.
   */
  async openIn(placeCode: string): Promise<OpenCall[]> {
    const calls = await this.read(`${OPEN} and (c.places = '{}' or ${townOf('$1')} = any(c.places)) ${OLDEST}`, [placeCode]); // prettier-ignore
    const known = await this.figures(
      `select c.id, f.lei_minor::text as minor, false as joint
         from matching.call c left join matching.figure f on f.figures_id = c.figures_id and f.place_code = ${townOf('$1')} where c.id = any($2)`,
      [placeCode, calls.map(({ id }) => id)],
    );
    return calls.map((call) => standsFor(call, known.get(call.id)!));
  }

  private async figures(
    sql: string,
    params: readonly unknown[],
  ): Promise<Map<CallId, Pick<ReserveStanding, 'figure' | 'joint'>>> {
    const rows = await this.db.publicRows<{ id: CallId; minor: string | null; joint: boolean }>(sql, params);
    return new Map(rows.map(({ id, minor, joint }) => [id, { figure: minor === null ? null : Money.lei(BigInt(minor)), joint }])); // prettier-ignore
  }

  /** What a project has drawn, call by call. Public. */
  async ofProject(projectId: ProjectId): Promise<ProjectCall[]> {
    return this.drawn('m.project_id = $1', projectId);
  }

  /** What was drawn from a call, project by project, the most first. Public. */
  async projectsOf(callId: CallId): Promise<CallProject[]> {
    return this.drawn('m.call_id = $1', callId);
  }

  /** What the sponsor of a call has paid in, the newest first. */
  async payments(callId: CallId): Promise<SponsorPayment[]> {
    const rows = await this.db.rows<PaymentRow>(
      `select p.line_id as "lineId", p.lei_minor::text as lei, l.amount_minor::text as came, l.currency, to_char(l.booked_on, 'YYYY-MM-DD') as "bookedOn"
         from matching.payment p join banking.line l on l.id = p.line_id where p.call_id = $1 and p.taken_back_at is null order by l.booked_on desc, l.id`,
      [callId],
    );
    return rows.map(({ lei, came, currency, ...row }) => ({
      ...row,
      lei: Money.lei(BigInt(lei)),
      came: Money.ofMinor(BigInt(came), currency),
    }));
  }

  /** What a gift drew: kept for it, or earned less what went back; null when nothing stands. */
  async ofGift(pledgeId: PledgeId): Promise<GiftMatch | null> {
    const [row] = await this.db.rows<Omit<GiftMatch, 'lei'> & { minor: string }>(
      `select c.id as "callId", c.sponsor, m.state, (m.lei_minor - m.back_minor)::text as minor
         from pledges.match m join matching.call c on c.id = m.call_id
        where m.pledge_id = $1 and m.state <> 'void' and m.back_minor < m.lei_minor`,
      [pledgeId],
    );
    if (!row) return null;
    const { minor, ...match } = row;
    return { ...match, lei: Money.lei(BigInt(minor)) };
  }

  /** What of that which a gift drew has gone back to its call's pool so far, and whose it was; null when nothing has. */
  async backOf(pledgeId: PledgeId): Promise<Pick<GiftMatch, 'sponsor' | 'lei'> | null> {
    const [row] = await this.db.rows<{ sponsor: string; minor: string }>(
      `select c.sponsor, m.back_minor::text as minor from pledges.match m join matching.call c on c.id = m.call_id
        where m.pledge_id = $1 order by m.at desc, m.id limit 1`,
      [pledgeId],
    );
    return row && row.minor !== '0' ? { sponsor: row.sponsor, lei: Money.lei(BigInt(row.minor)) } : null;
  }

  private async drawn(where: string, id: string): Promise<ProjectCall[]> {
    const rows = await this.db.publicRows<Omit<ProjectCall, 'drawn' | 'reserved'> & Record<'drawn' | 'reserved', string>>(
      `select c.id as "callId", c.sponsor, c.ref, c.num, c.den, m.project_id as "projectId",
              coalesce(sum(m.lei_minor - m.back_minor) filter (where m.state = 'earned'), 0)::text as drawn,
              coalesce(sum(m.lei_minor) filter (where m.state = 'reserved'), 0)::text as reserved
         from pledges.match m join matching.call c on c.id = m.call_id
        where ${where} and m.state <> 'void' and m.back_minor < m.lei_minor group by c.id, m.project_id order by sum(m.lei_minor - m.back_minor) desc, c.id, m.project_id`,
      [id],
    ); // prettier-ignore
    return rows.map(({ drawn, reserved, ...row }) => ({
      ...row,
      drawn: Money.lei(BigInt(drawn)),
      reserved: Money.lei(BigInt(reserved)),
    }));
  }

  private async read(where: string, params: readonly unknown[]): Promise<CallMoney[]> {
    const rows = await this.db.publicRows<CallRow & Sums>(
      `select ${CALL_COLUMNS}, ${SUMS} from matching.call c where ${where}`,
      params,
    );
    const lei = (minor: string) => Money.lei(BigInt(minor));
    return rows.map(({ paid, drawn, reserved, free, returned, above, under, now, ...row }) => {
      const call = callOf(row);
      const sums = {
        paid: lei(paid),
        drawn: lei(drawn),
        reserved: lei(reserved),
        free: lei(free),
        returned: lei(returned),
      };
      return { ...call, ...sums, equity: equityOf(call, { ...sums, above: lei(above), under: lei(under), now }) };
    });
  }
}
