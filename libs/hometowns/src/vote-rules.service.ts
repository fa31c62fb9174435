import { Injectable } from '@nestjs/common';
import {
  type BodyId,
  type FieldRefusal,
  type Id,
  newId,
  type PersonId,
  refuse,
  refuseFields,
} from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { lockBody } from './body.lock.js';
import { mustNotBeCalled } from './callings.service.js';
import { ruleSet } from './hometowns.events.js';
import { MembersQueries } from './members.queries.js';
import { MEMBERS_RULE, type VoteRule } from './vote-rule.js';

/** So often a president sets another rule within `days`: each time all members get a letter. */
const SETS = { most: 5, days: 30 } as const;
const COLUMNS =
  'quorum_num, quorum_den, majority_num, majority_den, strict, hours, silence, arbiter, secret, proxies, paper_allowed';

/** How an association votes: versions are added, none is changed. */
@Injectable()
export class VoteRulesService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Sets the rule for votes that open from now on; the president's right until the members have voted for one in an assembly, or a
   * vote by one has reached its quorum: a rule that nobody can fulfil he may still mend. All of them hear of it; the one that
   * stands already changes nothing. Throws `rule-by-members` from then on, `rule-often` after five in thirty days,
   * `assembly-ahead` while they are called together, as `sound` does, and as `mustHold`.
   */
  async set(bodyId: BodyId, rule: VoteRule, by: PersonId): Promise<void> {
    const sound = this.sound(rule);
    return this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, bodyId, ['president']);
      await mustNotBeCalled(tx, bodyId);
      const theirs = await rowsOf(tx, `select from hometowns.body b where b.id = $1 and ${MEMBERS_RULE}`, [bodyId]);
      if (theirs.length > 0) throw refuse('conflict', 'rule-by-members', 'Its members have voted by it.');
      if (await stands(tx, bodyId, sound)) return;
      await mustSetSeldom(tx, bodyId);
      const ruleId = await this.write(tx, bodyId, sound, { by, byMembers: false });
      await this.outbox.add(tx, ruleSet(ruleId, bodyId));
    });
  }

  /**
   * A rule as it may be kept. Throws `vote-quorum`, `vote-majority`, `vote-hours`, `vote-silence`, `vote-arbiter`,
   * `vote-proxies` at the field.
   */
  sound(rule: VoteRule): VoteRule {
    const { quorumNum, quorumDen, majorityNum, majorityDen, strict, hours, silence, secret, proxies, paperAllowed } =
      rule;
    const clean = {
      ...{ quorumNum, quorumDen, majorityNum, majorityDen, strict, hours, silence, secret, proxies, paperAllowed },
      arbiter: rule.arbiter.trim(),
    };
    const [first, ...more] = faults(clean);
    if (first) throw refuseFields(first, ...more);
    return clean;
  }

  /** What the members have decided: the rule holds for votes that open from now on. Part of the caller's transaction. */
  async adopt(tx: Tx, bodyId: BodyId, rule: VoteRule, by: PersonId): Promise<void> {
    await lockBody(tx, bodyId);
    await this.write(tx, bodyId, rule, { by, byMembers: true });
  }

  /** A vote of the members has reached its quorum: the rule is theirs. A repeat changes nothing. Part of the caller's transaction. */
  async prove(tx: Tx, bodyId: BodyId): Promise<void> {
    await tx.query('update hometowns.body set voted_at = platform.now() where id = $1 and voted_at is null', [bodyId]);
  }

  private async write(
    tx: Tx,
    bodyId: BodyId,
    rule: VoteRule,
    { by, byMembers }: { by: PersonId; byMembers: boolean },
  ): Promise<Id<'VoteRule'>> {
    const id = newId<'VoteRule'>();
    await tx.query(
      `insert into hometowns.vote_rule (id, body_id, ${COLUMNS}, by_members, set_by, since)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, platform.now())`,
      [id, bodyId, ...valuesOf(rule), byMembers, by],
    );
    await this.trail.add(tx, { actor: by, action: 'vote-rule.set', subject: `body:${bodyId}`, data: { rule: id } });
    return id;
  }
}

/** In the order of `COLUMNS`. */
function valuesOf(rule: VoteRule): readonly unknown[] {
  return [
    ...[rule.quorumNum, rule.quorumDen, rule.majorityNum, rule.majorityDen, rule.strict, rule.hours],
    ...[rule.silence, rule.arbiter, rule.secret, rule.proxies, rule.paperAllowed],
  ];
}

/** Whether an association votes by this rule already. */
async function stands(tx: Tx, bodyId: BodyId, rule: VoteRule): Promise<boolean> {
  const sql = `select from (select * from hometowns.vote_rule where body_id = $1 order by n desc limit 1) as last
    where (${COLUMNS}) = ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;
  return (await rowsOf(tx, sql, [bodyId, ...valuesOf(rule)])).length > 0;
}

async function mustSetSeldom(tx: Tx, bodyId: BodyId): Promise<void> {
  const lately = await rowsOf(
    tx,
    `select from hometowns.vote_rule where body_id = $1 and since > platform.now() - interval '${SETS.days} days'`,
    [bodyId],
  );
  if (lately.length >= SETS.most) throw refuse('conflict', 'rule-often', 'Set often enough for now.', SETS);
}

function faults(rule: VoteRule): FieldRefusal[] {
  const share = (num: number, den: number) =>
    Number.isInteger(num) && Number.isInteger(den) && 0 < num && num <= den && den <= 1000;
  const half = rule.majorityNum * 2 >= rule.majorityDen;
  const reachable = !rule.strict || rule.majorityNum < rule.majorityDen;
  const found: (FieldRefusal | false)[] = [
    !share(rule.quorumNum, rule.quorumDen) && { pointer: '/quorumNum', code: 'vote-quorum' },
    !(share(rule.majorityNum, rule.majorityDen) && half && reachable) && {
      pointer: '/majorityNum',
      code: 'vote-majority',
    },
    !(Number.isInteger(rule.hours) && rule.hours >= 72 && rule.hours <= 240) && {
      pointer: '/hours',
      code: 'vote-hours',
    },
    !['refused', 'cast-decides', 'inspectors'].includes(rule.silence) && { pointer: '/silence', code: 'vote-silence' },
    !(Number.isInteger(rule.proxies) && rule.proxies >= 0 && rule.proxies <= 3) && {
      pointer: '/proxies',
      code: 'vote-proxies',
    },
    (rule.arbiter.length < 1 || rule.arbiter.length > 300) && { pointer: '/arbiter', code: 'vote-arbiter' },
  ];
  return found.filter((fault) => fault !== false);
}
