import type { Check } from './finding.js';

/** I9: at most one counted ballot per member of the roll, ballots only from the roll, and the result is what they say. */
export const VOTES_CHECKS: readonly Check[] = [
  {
    invariant: 'I9',
    sql: `
      select 'vote:' || v.id as subject, format('the roll has %s names, %s may vote; frozen were %s and %s',
               count(r.*), count(r.*) filter (where r.recusal is null), v.roll_size, v.entitled) as detail
        from voting.vote v left join voting.roll_entry r on r.vote_id = v.id
       group by v.id having count(r.*) <> v.roll_size or count(r.*) filter (where r.recusal is null) <> v.entitled`,
  },
  {
    invariant: 'I9',
    sql: `
      select 'vote:' || p.vote_id as subject, count(*) || ' took part who may not' as detail
        from voting.participation p left join voting.roll_entry r on r.vote_id = p.vote_id and r.person_id = p.person_id
       where r.person_id is null or r.recusal is not null
       group by p.vote_id`,
  },
  {
    invariant: 'I9',
    sql: `
      select 'vote:' || v.id as subject, format('%s ballots of %s people', b.n, p.n) as detail
        from voting.vote v
        cross join lateral (select count(*) as n from voting.ballot where vote_id = v.id) b
        cross join lateral (select count(*) as n from voting.participation where vote_id = v.id) p
       where b.n <> p.n`,
  },
  {
    invariant: 'I9',
    sql: `
      select 'vote:' || v.id as subject, format('closed with %s yes, %s no, %s abstaining; its ballots say %s, %s, %s',
               v.yes, v.no, v.abstain, b.yes, b.no, b.abstain) as detail
        from voting.vote v
        cross join lateral (
          select count(*) filter (where choice = 'yes') as yes, count(*) filter (where choice = 'no') as no,
                 count(*) filter (where choice = 'abstain') as abstain from voting.ballot where vote_id = v.id) b
       where v.state = 'closed' and (v.yes, v.no, v.abstain) is distinct from (b.yes::int, b.no::int, b.abstain::int)`,
  },
  {
    invariant: 'I9',
    sql: `
      select 'vote:' || b.vote_id as subject, count(*) || ' ballots that are not what was last cast' as detail
        from voting.ballot b left join voting.ballot_history h on h.vote_id = b.vote_id and h.receipt = b.receipt and h.n = b.changed
       where h.choice is distinct from b.choice group by b.vote_id`,
  },
];
