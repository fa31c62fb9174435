import type { Says } from './oracle.js';
import type { SimulatedWorld } from './world.js';

/**
 * At a quiet point: each ballot says what whoever gave it said last, nobody has two voices, and nothing waits that nobody can
 * answer any more.
 */
export async function voices({ db, ballots }: SimulatedWorld): Promise<Says> {
  const wrong = await db.rows<{ says: string }>(WRONG);
  const kept = await db.rows<{ receipt: string; said: string }>(BALLOTS);
  const said = new Map(kept.map((one) => [one.receipt, one.said]));
  const other = [...ballots].filter(([receipt, last]) => said.get(receipt) !== last && said.get(receipt) !== 'withdrawn');
  return [
    ...wrong.map(({ says }) => says),
    ...other.map(([receipt, last]) => `the ballot ${receipt} was to say "${last}" and says "${said.get(receipt) ?? 'nothing'}"`),
  ];
} // prettier-ignore

const BALLOTS = `
  select receipt, array_to_string(ticked, ',') as said from budgeting.ballot union all select receipt, choice from voting.ballot`;

const WRONG = `
  -- What is over is over: votes are closed and counted, assemblies with them.
  select format('the vote %s is still %s', id, state) as says from voting.vote where state = 'open' and closes_at <= platform.now()
  union all
  select format('the vote under a budget %s is still %s', id, state) from budgeting.vote where state = 'counting' or (state = 'open' and closes_at <= platform.now())
  union all
  select format('the assembly %s is still open', a.id) from assemblies.assembly a
   where a.state = 'open' and not exists (
     select from assemblies.item i join voting.vote v on v.id = i.vote_id where i.assembly_id = a.id and v.state = 'open')
  union all
  select format('the assembly %s did not open on its day', a.id) from assemblies.assembly a join hometowns.body b on b.id = a.association_id
   where a.state = 'called' and b.state = 'verified' and a.opens_on <= (platform.now() at time zone 'Europe/Chisinau')::date
  -- Nothing waits of a vote that is over.
  union all
  select format('%s of a vote that is over still waits', a.kind) from approvals.approval a join budgeting.vote v on v.id::text = a.payload ->> 'vote'
   where a.state = 'waiting' and ((a.kind in ('budget-vote-void', 'budget-vote-paper') and v.state <> 'open') or (a.kind = 'budget-vote' and v.state <> 'draft'))
  union all
  select format('a member''s paper of the vote %s still waits', v.id) from voting.paper p join voting.vote v on v.id = p.vote_id
   where p.state = 'waiting' and v.state <> 'open'
  -- A name is kept only while its paper waits, and that not for ever.
  union all
  select format('the name on the paper %s is still there', id) from needs.paper where state <> 'waiting' and name is not null
  union all
  select format('the name on the ballot on paper %s is still there', id) from budgeting.paper where state <> 'waiting' and name is not null
  union all
  select format('the paper %s still waits', id) from needs.paper where state = 'waiting' and at <= platform.now() - interval '30 days'
  -- One voice each.
  union all
  select format('one name supports the need %s twice on paper', need_id) from needs.paper where state = 'counted' group by need_id, name_digest having count(*) > 1
  union all
  select format('one name has two voices in the vote %s', vote_id) from (
    select vote_id, name_digest from budgeting.paper where state = 'counted'
    union all select p.vote_id, p.name_digest from budgeting.participation p
     where exists (select from budgeting.paper b where b.vote_id = p.vote_id and b.name_digest = p.name_digest and b.state = 'counted')) v
   group by vote_id, name_digest having count(*) > 1
  union all
  select format('the member %s voted on paper and otherwise in %s', p.person_id, p.vote_id) from voting.paper p
    join voting.participation t on t.vote_id = p.vote_id and t.person_id = p.person_id where p.state = 'counted' and t.channel <> 'paper'
  -- Whoever was found to be another is not here, and whoever objects is heard in time.
  union all
  select format('%s was found to be another and is a neighbour', l.person_id) from neighbours.twins t join neighbours.neighbour l on l.id = t.later_id
    join neighbours.neighbour n on n.place_code = l.place_code and n.person_id = l.person_id and n.until is null where t.decision = 'same'
  union all
  select format('nobody answered the objection to %s', id) from neighbours.twins
   where decision = 'same' and objected_at > decided_at and objected_at <= platform.now() - interval '10 days'
  -- One president each, while it acts.
  union all
  select format('the association %s has %s presidents', b.id, count(m.id)) from hometowns.body b
    left join hometowns.membership m on m.body_id = b.id and m.role = 'president' and m.until is null
   where b.kind = 'association' and b.state = 'verified' group by b.id having count(m.id) <> 1
  -- What the members have decided is done once two have signed.
  union all
  select format('the point %s was accepted and nothing came of it', i.id) from assemblies.item i join assemblies.assembly a on a.id = i.assembly_id
    join voting.vote v on v.id = i.vote_id where a.state = 'closed' and v.outcome = 'accepted' and i.kind in ('officers', 'rules') and i.effect is null`;
