import type { Check } from './finding.js';

/** The same of votes under a budget, where also the ticks of each option must be those of its ballots. */
const BUDGET_VOTES_CHECKS: readonly Check[] = [
  {
    invariant: 'I9',
    kind: 'ballots-differ',
    sql: `
      select distinct on (v.id) 'budget-vote:' || v.id as subject, b.n as ballots, p.n as people
        from budgeting.vote v
        cross join (values ('online'), ('paper')) as way (channel)
        cross join lateral (select count(*) as n from budgeting.ballot where vote_id = v.id and channel = way.channel) b
        cross join lateral (
          select count(*) as n from budgeting.participation where vote_id = v.id and way.channel = 'online'
          union all select count(*) from budgeting.paper where vote_id = v.id and state = 'counted' and way.channel = 'paper'
          order by 1 desc limit 1) p
       where b.n <> p.n order by v.id`,
  },
  {
    invariant: 'I9',
    kind: 'ballots-changed',
    sql: `
      select 'budget-vote:' || b.vote_id as subject, count(*) as n
        from budgeting.ballot b left join budgeting.ballot_history h on h.vote_id = b.vote_id and h.receipt = b.receipt and h.n = b.changed
       where h.ticked is distinct from b.ticked group by b.vote_id`,
  },
  {
    invariant: 'I9',
    kind: 'choice-differs',
    sql: `
      select 'budget-vote:' || t.vote_id as subject, r.n as result, b.n as ballots
        from budgeting.tally t
        cross join lateral (select coalesce(sum((o->>'votes')::int), 0) as n from jsonb_array_elements(t.options) o) r
        cross join lateral (
          select coalesce(sum(cardinality(ticked)), 0) as n from budgeting.ballot
           where vote_id = t.vote_id and not taken_out and t.roll in ('all', roll)) b
       where r.n <> b.n`,
  },
];

/** SQL: sha256 over lines, sorted as strings are in programs, under what they are of: as rooms and `recount` make it. */
const hashOf = (head: string, line: string) =>
  `encode(sha256(convert_to(${head} || coalesce(E'\\n' || string_agg(${line}, E'\\n' order by ${line} collate "C"), ''), 'UTF8')), 'hex')`;

/** SQL: what the log's row of an act on vote `v` says under a name. */
const noted = (action: string, subject: string, name: string) =>
  `(select t.data ->> '${name}' from platform.trail t where t.subject = ${subject} and t.action = '${action}' order by t.id limit 1)`;

const BUDGET_VOTE = `'budget-vote:' || v.id`;
const VOTE = `'vote:' || v.id`;

/** The ballots of a vote that is over are those whose fingerprint the log wrote down at its closing; so is a result that was counted in a job. */
const SEALED_CHECKS: readonly Check[] = [
  {
    invariant: 'I9',
    kind: 'ballots-unsealed',
    sql: `
      select ${BUDGET_VOTE} as subject from budgeting.vote v
        cross join lateral (
          select ${hashOf(`'ballots of ' || v.id`, `b.receipt || ' ' || case when v.rolls_shown then b.roll else '-' end || ' ' || case when v.channels_shown then b.channel else '-' end || ' ' || array_to_string(b.ticked, ',')`)} as hash
            from budgeting.ballot b where b.vote_id = v.id and not b.taken_out) lie
        cross join lateral (select ${noted('budget-vote.closed', BUDGET_VOTE, 'ballotsHash')} as ballots, ${noted('budget-vote.counted', BUDGET_VOTE, 'resultHash')} as result) log
       where v.state in ('counting', 'closed') and (v.ballots_hash is distinct from log.ballots or lie.hash is distinct from log.ballots
         or v.result_hash is distinct from log.result)`,
  },
  {
    invariant: 'I9',
    kind: 'ballots-unsealed',
    sql: `
      select ${VOTE} as subject from voting.vote v
        cross join lateral (
          select ${hashOf(`'ballots of ' || v.id`, `b.receipt || ' ' || b.choice || ' ' || b.channel`)} as told,
                 ${hashOf(`'ballots of ' || v.id`, `b.receipt || ' ' || b.choice || ' -'`)} as untold from voting.ballot b where b.vote_id = v.id) lie
        cross join lateral (select ${noted('voting.closed', VOTE, 'ballotsHash')} as ballots) log
       where v.state = 'closed' and (v.ballots_hash is distinct from log.ballots or log.ballots not in (lie.told, lie.untold))`,
  },
];

/** What is paid has been accepted: by a vote in the association of each town that builds it together, or in one that has ended since and handed the project over to it. */
const RELEASES_CHECKS: readonly Check[] = [
  {
    invariant: 'I9',
    kind: 'tranche-unheard',
    sql: `
      select 'tranche:' || r.id as subject, count(*) as n
        from delivery.request r
        join lateral (
          select association_id as id from projects.project where id = r.project_id and association_id is not null
          union select association_id from projects.partner
           where project_id = r.project_id and state = 'agreed' and association_id is not null) a on true
       where r.state in ('accepted', 'approved', 'released', 'received')
         and not exists (select from voting.vote v where v.subject = 'tranche:' || r.id and v.state = 'closed' and v.outcome = 'accepted'
           and v.association_id in (
             with recursive before as (
               select a.id union select h.from_id from projects.hand_over h join before b on b.id = h.to_id where h.project_id = r.project_id)
             select id from before))
       group by r.id`,
  },
  {
    // An association that has ended answers for nothing that goes on, and nobody acts for it.
    invariant: 'I9',
    kind: 'association-ended',
    sql: `
      select 'project:' || p.id as subject, 'answers' as is
        from projects.project p join hometowns.body b on b.state = 'dissolved'
         and (b.id = p.association_id or exists (select from projects.partner q
           where q.project_id = p.id and q.association_id = b.id and q.state = 'agreed'))
       where p.state not in ('draft', 'completed', 'failed', 'cancelled')
      union
      select 'body:' || b.id, 'acts' from hometowns.body b
       where b.state = 'dissolved' and (
         exists (select from hometowns.membership m where m.body_id = b.id and m.until is null)
         or exists (select from voting.vote v where v.association_id = b.id and v.state = 'open')
         or exists (select from approvals.approval a where a.office = 'association:' || b.id and a.state = 'waiting'))`,
  },
];

/** I9: at most one counted ballot per member of the roll, ballots only from the roll, and the result is what they say. */
export const VOTES_CHECKS: readonly Check[] = [
  ...BUDGET_VOTES_CHECKS,
  ...SEALED_CHECKS,
  ...RELEASES_CHECKS,
  {
    invariant: 'I9',
    kind: 'roll-differs',
    sql: `
      select 'vote:' || v.id as subject, count(r.*) as names, count(r.*) filter (where r.recusal is null) as may,
             v.roll_size as frozen, v.entitled as "frozenMay"
        from voting.vote v left join voting.roll_entry r on r.vote_id = v.id
       group by v.id having count(r.*) <> v.roll_size or count(r.*) filter (where r.recusal is null) <> v.entitled`,
  },
  {
    invariant: 'I9',
    kind: 'voters-unentitled',
    sql: `
      select 'vote:' || p.vote_id as subject, count(*) as n
        from voting.participation p left join voting.roll_entry r on r.vote_id = p.vote_id and r.person_id = p.person_id
       where r.person_id is null or r.recusal is not null
       group by p.vote_id`,
  },
  {
    invariant: 'I9',
    kind: 'ballots-differ',
    sql: `
      select 'vote:' || v.id as subject, b.n as ballots, p.n as people
        from voting.vote v
        cross join lateral (select count(*) as n from voting.ballot where vote_id = v.id) b
        cross join lateral (select count(*) as n from voting.participation where vote_id = v.id) p
       where b.n <> p.n`,
  },
  {
    invariant: 'I9',
    kind: 'result-differs',
    sql: `
      select 'vote:' || v.id as subject, v.yes, v.no, v.abstain, b.yes as "ballotsYes", b.no as "ballotsNo", b.abstain as "ballotsAbstain"
        from voting.vote v
        cross join lateral (
          select count(*) filter (where choice = 'yes') as yes, count(*) filter (where choice = 'no') as no,
                 count(*) filter (where choice = 'abstain') as abstain from voting.ballot where vote_id = v.id) b
       where v.state = 'closed' and (v.yes, v.no, v.abstain) is distinct from (b.yes::int, b.no::int, b.abstain::int)`,
  },
  {
    invariant: 'I9',
    kind: 'ballots-changed',
    sql: `
      select 'vote:' || b.vote_id as subject, count(*) as n
        from voting.ballot b left join voting.ballot_history h on h.vote_id = b.vote_id and h.receipt = b.receipt and h.n = b.changed
       where h.choice is distinct from b.choice group by b.vote_id`,
  },
];
