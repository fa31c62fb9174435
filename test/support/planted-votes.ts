import type { Town } from './town.js';

/** Three counted votes under a budget, with their rows in the log, and three ballots of one. */
export function plantedVotes({ placeCode, townHallId, associationId, mayor, president }: Town): string[] {
  const [hash, ago] = [`repeat('0', 64)`, (days: number) => `platform.now() - interval '${days} days'`];
  return [
    `insert into budgeting.vote (id, place_code, town_hall_id, association_id, title, budget_minor, rules, identity, days, wanted, state, prepared_by, prepared_at,
         agreed_by, opened_at, closes_at, closed_at, ballots_hash, rolls_shown, channels_shown, twins_flagged, twins_cleared, twins_out, counted_at, result_hash)
       select gen_random_uuid(), '${placeCode}', '${townHallId}', '${associationId}', '{"original": "ro", "ro": "Ce facem"}', 100, '{"original": "ro", "ro": "Se adună."}', 'email', 7,
         array(select id from needs.option limit 2), 'closed', '${mayor}', ${ago(30)} - n * interval '1 hour', '${president}', ${ago(20)}, ${ago(10)}, ${ago(9)},
         ${hash}, true, true, 0, 0, 0, ${ago(9)}, ${hash} from generate_series(1, 3) n`,
    `insert into budgeting.option (vote_id, code, option_id, title, description, cost_minor)
       select v.id, '01', o.id, o.title, o.description, 100 from (select id from budgeting.vote limit 1) v, (select * from needs.option limit 1) o`,
    `insert into budgeting.ballot (vote_id, receipt, roll, ticked)
       select o.vote_id, 'AAAA-AAAA-AAAA-AAA' || n + 1, 'resident', '{01}' from budgeting.option o, generate_series(1, 3) n`,
    `insert into platform.trail (actor, action, subject, data, at)
       select null, 'budget-vote.' || act, 'budget-vote:' || v.id, '{}', platform.now() from budgeting.vote v, unnest(array['opened', 'closed', 'counted']) act`,
  ];
}
