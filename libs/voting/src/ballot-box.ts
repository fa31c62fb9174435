import { FEW, type PersonId, refuse, type VoteId } from '#libs/kernel/src/index.js';
import { hold, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { declaredAs, declaredIn } from './roll.js';
import type { Choice } from './tally.js';
import type { VoteRow } from './vote-row.js';

/** What one member does in one vote goes one after the other: his ballot, his conflict, his proxy. */
export function holdVoter(tx: Tx, voteId: VoteId, person: PersonId): Promise<void> {
  return hold(tx, `vote:${voteId}:${person}`);
}

/**
 * The vote, when it is open to this member of its roll. The shared row lock makes closing wait for ballots under way, and late
 * ballots see that it is closed. What one member does goes one after the other: a ballot sent together with a declared conflict
 * must see it, or be seen by it. Throws `not-found`, `vote-closed`, and `vote-recused` but to one who declares a conflict.
 */
export async function mustBeOpenTo(tx: Tx, voteId: VoteId, by: PersonId, { declaring = false } = {}): Promise<VoteRow> {
  await holdVoter(tx, voteId, by);
  const [vote] = await rowsOf<VoteRow & { over: boolean }>(
    tx,
    'select *, closes_at <= platform.now() as over from voting.vote where id = $1 for share',
    [voteId],
  );
  const [entry] = await rowsOf<{ recusal: string | null; declared: boolean }>(
    tx,
    `select r.recusal, ${declaredIn('r.person_id')} as declared
     from voting.roll_entry as r join voting.vote as v on v.id = r.vote_id where r.vote_id = $1 and r.person_id = $2`,
    [voteId, by],
  );
  if (!vote || !entry) throw refuse('not-found', 'not-found', 'No such vote.');
  if (vote.state !== 'open' || vote.over) throw refuse('conflict', 'vote-closed', 'The vote is closed.');
  if (!declaring && (entry.recusal || entry.declared)) {
    throw refuse('forbidden', 'vote-recused', 'Recused from this vote.', {
      reason: entry.recusal ?? declaredAs(vote.project_id),
    });
  }
  return vote;
}

/** Whether somebody on the roll takes no part in a vote: as it opened, or by what he has declared since. */
export async function isRecused(tx: Tx, voteId: VoteId, person: PersonId): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    `select from voting.roll_entry r join voting.vote v on v.id = r.vote_id
      where r.vote_id = $1 and r.person_id = $2 and (r.recusal is not null or ${declaredIn('r.person_id')})`,
    [voteId, person],
  );
  return rows.length > 0;
}

/** How a ballot comes. */
type Channel = 'online' | 'paper';

/**
 * SQL: how the ballots of vote `v` that are named `b` came, as far as that is told: "-" in a secret vote where so few came, or
 * did not, on paper that one of them could be guessed. Where all came one way, that is no secret.
 */
export const CHANNEL_TOLD = `case when not v.secret or (
    select bool_and(n = 0 or n >= ${FEW}) or min(n) filter (where way = 'paper') = 0
      from (select way, (select count(*) from voting.ballot as o where o.vote_id = v.id and o.channel = way and o.choice <> 'withdrawn') as n
              from unnest(array['online', 'paper']) as way) as ways) then b.channel else '-' end`;

/**
 * Notes that a member takes part, and not when. One voice, one way: throws `voted-on-paper` to who has a ballot on paper, and
 * `voted-online` for a paper of somebody who has voted.
 */
export async function noteTurnout(
  tx: Tx,
  voteId: VoteId,
  { person, channel }: { person: PersonId; channel: Channel },
): Promise<void> {
  const [row] = await rowsOf<{ before: Channel | null }>(
    tx,
    `with before as (select channel from voting.participation where vote_id = $1 and person_id = $2),
       made as (
         insert into voting.participation (vote_id, person_id, channel) select $1, $2, $3 where not exists (select from before))
     select (select channel from before) as before`,
    [voteId, person, channel],
  );
  if (row!.before === 'paper') throw refuse('conflict', 'voted-on-paper', 'His ballot is on paper.');
  if (row!.before && channel === 'paper') throw refuse('conflict', 'voted-online', 'He has voted already.');
}

/** Puts a ballot in, or changes it; one that was withdrawn stays so. Every answer is kept in its history. Whether it says something else now. */
export async function writeBallot(
  tx: Tx,
  voteId: VoteId,
  { receipt, choice, channel = 'online' }: { receipt: string; choice: Choice | 'withdrawn'; channel?: Channel },
): Promise<boolean> {
  const kept = await rowsOf(
    tx,
    `with kept as (
       insert into voting.ballot as b (vote_id, receipt, choice, channel) values ($1, $2, $3, $4)
       on conflict (vote_id, receipt) do update set choice = excluded.choice, changed = b.changed + 1
       where b.choice <> excluded.choice and b.choice <> 'withdrawn'
       returning vote_id, receipt, changed, choice)
     insert into voting.ballot_history (vote_id, receipt, n, choice) select vote_id, receipt, changed, choice from kept returning 1`,
    [voteId, receipt, choice, channel],
  );
  return kept.length > 0;
}

/** A ballot that was given is withdrawn, and the reason that was given with it: it is nobody's any more. */
export async function withdrawBallot(tx: Tx, voteId: VoteId, { receipt, key }: { receipt: string; key: string }): Promise<void> {
  const sql = 'select 1 from voting.ballot where vote_id = $1 and receipt = $2';
  if ((await rowsOf(tx, sql, [voteId, receipt])).length === 0) return;
  await writeBallot(tx, voteId, { receipt, choice: 'withdrawn' });
  await dropReason(tx, voteId, key);
} // prettier-ignore

/** Keeps a reason under a key of its own, apart from the ballot; the last one stays, unless another answer comes without any. */
export async function keepReason(
  tx: Tx,
  voteId: VoteId,
  { key, text, changed }: { key: string; text: string; changed: boolean },
): Promise<void> {
  if (!text) return changed ? dropReason(tx, voteId, key) : undefined;
  await tx.query(
    `insert into voting.reason (vote_id, key, text) values ($1, $2, $3) on conflict (vote_id, key) do update set text = excluded.text`,
    [voteId, key, text],
  );
}

async function dropReason(tx: Tx, voteId: VoteId, key: string): Promise<void> {
  await tx.query('delete from voting.reason where vote_id = $1 and key = $2', [voteId, key]);
}

/** Nobody votes for this member any more. */
export async function endProxyOf(tx: Tx, voteId: VoteId, giver: PersonId): Promise<void> {
  await tx.query(
    'update voting.proxy set until = greatest(platform.now(), at) where vote_id = $1 and giver_id = $2 and until is null',
    [voteId, giver],
  );
}

/**
 * A recused member votes neither through another nor for others; what he has cast for them already is theirs and stands.
 * Gives those for whom nobody votes now.
 */
export async function endProxies(tx: Tx, voteId: VoteId, person: PersonId): Promise<PersonId[]> {
  await endProxyOf(tx, voteId, person);
  const rows = await rowsOf<{ giver: PersonId }>(
    tx,
    `update voting.proxy set until = greatest(platform.now(), at)
      where vote_id = $1 and holder_id = $2 and until is null and not used returning giver_id as giver`,
    [voteId, person],
  );
  return rows.map(({ giver }) => giver).sort();
}
