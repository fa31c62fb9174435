import type { JSX } from 'preact';
import type { VoteResult, VoteView } from '#libs/voting/src/index.js';
import { useReading } from '../layout/context.js';
import { Facts, FoldOut, Note, Typed } from '../layout/parts.view.js';

/** The rule in words beside the numbers it is held against. */
export function RuleAndSums({ vote }: { vote: VoteView }): JSX.Element {
  const { say, until, number } = useReading();
  const { rule, cast, entitled, rollSize, missing, arbiter } = vote;
  const past = vote.state === 'open' ? '' : '-past';
  const [quorum, majority] = [
    { num: rule.quorumNum, den: rule.quorumDen },
    { num: rule.majorityNum, den: rule.majorityDen },
  ];
  return (
    <section class="stack" aria-labelledby="rule">
      <h2 id="rule">{say('votes.rule')}</h2>
      <ul class="bullets">
        <li>{say(`vote.rule.quorum${past}`, quorum)}</li>
        <li>{say(`vote.rule.${rule.ofRoll ? 'of-roll' : 'majority'}${rule.strict ? '-strict' : ''}${past}`, majority)}</li>
        {rule.proxies > 0 && <li>{say('vote.rule.proxies', { n: rule.proxies })}</li>}
        {rule.paperAllowed && <li>{say('vote.rule.paper', { allowed: 'yes' })}</li>}
        <li>{say(`vote.silence${past}`, { closes: until(vote.closesAt), rule: say(`vote.silence${past}.${rule.silence}`), arbiter })}</li>
      </ul>
      <Facts rows={[[say('votes.turnout'), say('vote.turnout', { cast, entitled })], ...(vote.onPaper > 0 ? [[say('votes.on-paper'), number(vote.onPaper)] as const] : []), [say('votes.roll'), number(rollSize)], [say(past ? 'votes.could' : 'votes.entitled'), number(entitled)]]} />
      {vote.state === 'open' && missing !== null && <p>{say('vote.quorum', { missing })}</p>}
    </section>
  ); // prettier-ignore
}

/** What came of it, and how anybody counts it again. */
export function Result({ vote, result }: { vote: VoteView; result: VoteResult }): JSX.Element {
  const { say, absolute } = useReading();
  const { yes, no, abstain } = result;
  const address = `/api/v1/votes/${vote.id}/export`;
  return (
    <section class="stack" aria-labelledby="result">
      <h2 id="result">{say('votes.result')}</h2>
      <Note tone={result.outcome === 'accepted' ? 'ok' : undefined}>
        <p>
          <b>{say(`vote.outcome.${result.outcome}`)}</b>. {say(`vote.ground.${result.ground}`)}
        </p>
        <p>{say('vote.result', { yes, no, abstain })}</p>
      </Note>
      <FoldOut summary={say('votes.recount')}>
        <p>{say(vote.rule.ofRoll ? 'votes.recount-of-roll' : 'votes.recount-how', { yes, no, abstain, entitled: vote.entitled, num: vote.rule.majorityNum, den: vote.rule.majorityDen })}</p>
        <Facts rows={[[say('votes.roll-hash'), <code key="roll">{vote.rollHash}</code>], [say('votes.ballots-hash'), <code key="ballots">{result.ballotsHash}</code>]]} />
        <p>
          {say('votes.recount-program')}{' '}
          <a href="/recount.mjs" download>recount.mjs</a>
        </p>
        <Typed text={`node recount.mjs ${absolute(address)}`} />
        <p>
          <a href={address}>{say('votes.as-data')}</a>
        </p>
      </FoldOut>
    </section>
  ); // prettier-ignore
}
