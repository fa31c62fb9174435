import { Injectable } from '@nestjs/common';
import { type PersonId, refuse, refuseFields, type VoteId } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, Signer, Trail, type Tx } from '#libs/platform/src/index.js';
import { endProxyOf, holdVoter, mustBeOpenTo, noteTurnout, writeBallot } from './ballot-box.js';
import { receiptOf } from './receipt.js';
import { declaredIn } from './roll.js';
import { type Choice, CHOICES } from './tally.js';
import { proxyNamed } from './voting.events.js';

/** How a member votes through another, where the association's rule allows it: in one vote, and only until he votes himself. */
@Injectable()
export class ProxiesService {
  constructor(
    private readonly db: Database,
    private readonly signer: Signer,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Asks another member to vote for him in this vote; asking a second one takes it from the first. Voting oneself takes it back.
   * Throws `proxy-not-allowed`, `proxy-late` (he has a ballot already), `proxy-chain` (others have asked him), `proxy-holder`
   * (may not vote here, or has asked another himself), `proxy-full`; as voting does, `vote-closed` and `vote-recused`.
   */
  async name(voteId: VoteId, holder: PersonId, by: PersonId): Promise<void> {
    if (holder === by) throw refuseFields({ pointer: '/holder', code: 'proxy-holder' });
    await this.db.transaction(async (tx) => {
      await lockBoth(tx, voteId, [holder, by]);
      const vote = await mustBeOpenTo(tx, voteId, by);
      if (vote.proxies === 0) throw refuse('conflict', 'proxy-not-allowed', 'The rule knows no voting for others.');
      const [now] = await rowsOf<{ holder: PersonId }>(
        tx,
        'select holder_id as holder from voting.proxy where vote_id = $1 and giver_id = $2 and until is null',
        [voteId, by],
      );
      if (now?.holder === holder) return;
      await mustBeFree(tx, voteId, by);
      await mustHold(tx, voteId, { holder, most: vote.proxies });
      await endProxyOf(tx, voteId, by);
      await tx.query(
        'insert into voting.proxy (vote_id, giver_id, holder_id, at) values ($1, $2, $3, platform.now())',
        [voteId, by, holder],
      );
      await this.trail.add(tx, {
        actor: by,
        action: 'voting.proxy-named',
        subject: `vote:${voteId}`,
        data: { holder },
      });
      await this.outbox.add(tx, proxyNamed(voteId, by, holder));
    });
  }

  /**
   * Takes the answer that a member gives for one who has asked him to; the last one before closing counts. The receipt is the
   * other's and stays his: by it one could read what he votes himself afterwards. Throws `proxy-missing`, `vote-choice`, and as
   * voting does.
   */
  async castFor(voteId: VoteId, giver: PersonId, choice: Choice, by: PersonId): Promise<void> {
    if (!CHOICES.includes(choice)) throw refuse('invalid', 'vote-choice', 'Neither yes, no nor abstain.');
    await this.db.transaction(async (tx) => {
      await lockBoth(tx, voteId, [giver, by]);
      await mustBeOpenTo(tx, voteId, by);
      const asked = await rowsOf(
        tx,
        `update voting.proxy set used = true where vote_id = $1 and giver_id = $2 and holder_id = $3 and until is null
         returning 1`,
        [voteId, giver, by],
      );
      if (asked.length === 0) throw refuse('forbidden', 'proxy-missing', 'He has not asked for it, or votes himself.');
      await mustBeOpenTo(tx, voteId, giver);
      await noteTurnout(tx, voteId, { person: giver, channel: 'online' });
      await writeBallot(tx, voteId, { receipt: receiptOf(this.signer, voteId, giver), choice });
    });
  }
}

/** Two members of one vote, always in the same order; each then goes one after the other as in his own voting. */
async function lockBoth(tx: Tx, voteId: VoteId, people: readonly PersonId[]): Promise<void> {
  for (const one of [...people].sort()) {
    await holdVoter(tx, voteId, one);
  }
}

/** He has no ballot yet and votes for nobody: what was entrusted to him he does not pass on. */
async function mustBeFree(tx: Tx, voteId: VoteId, giver: PersonId): Promise<void> {
  const [row] = await rowsOf<{ voted: boolean; holds: boolean }>(
    tx,
    `select exists (select from voting.participation where vote_id = $1 and person_id = $2) as voted,
       exists (select from voting.proxy where vote_id = $1 and holder_id = $2 and until is null) as holds`,
    [voteId, giver],
  );
  if (row!.voted) throw refuse('conflict', 'proxy-late', 'There is a ballot of his already.');
  if (row!.holds) throw refuse('conflict', 'proxy-chain', 'Others have asked him to vote for them.');
}

async function mustHold(tx: Tx, voteId: VoteId, { holder, most }: { holder: PersonId; most: number }): Promise<void> {
  const [entry] = await rowsOf<{ may: boolean; held: number }>(
    tx,
    `select r.recusal is null and not ${declaredIn('r.person_id')} and not exists (
         select from voting.proxy where vote_id = $1 and giver_id = $2 and until is null) as may,
       (select count(*) from voting.proxy where vote_id = $1 and holder_id = $2 and until is null)::int as held
     from voting.roll_entry as r join voting.vote as v on v.id = r.vote_id where r.vote_id = $1 and r.person_id = $2`,
    [voteId, holder],
  );
  if (!entry?.may) throw refuseFields({ pointer: '/holder', code: 'proxy-holder' });
  if (entry.held >= most) throw refuseFields({ pointer: '/holder', code: 'proxy-full', params: { most } });
}
