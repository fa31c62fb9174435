import type { JSX } from 'preact';
import { type OpenCall, unlockedBy } from '#libs/matching/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import { useReading } from '../layout/context.js';
import { callPath, limitWords, needWords, ruleWords } from './call-words.js';

const LEU = Money.lei(100n);

/** What sponsors add to a project: guaranteed and possible, apart, and the calls from which a gift draws now. */
export interface ProjectMatch {
  readonly drawn: Money;
  readonly reserved: Money;
  readonly calls: readonly OpenCall[];
}

/** Which sponsors add to a gift that is made now, by which rule, and how much is left of it; nothing when none does. */
export function OpenCalls({ calls }: Pick<ProjectMatch, 'calls'>): JSX.Element | null {
  const reading = useReading();
  const { say, money, date, href } = reading;
  const open = calls.filter(({ left }) => left.isPositive());
  if (open.length === 0) return null;
  return (
    <>
      {open.map((call) => (
        <p key={call.id}>
          {say('matching.open-call', { sponsor: call.sponsor, rule: ruleWords(reading, call), left: money(call.left) })}{' '}
          {[...limitWords(reading, call), needWords(reading, call), say('matching.until', { date: date(call.closesOn) })].filter(Boolean).join(' ')}{' '}
          <a href={href(callPath(call))}>{say('matching.see-call')}</a>
        </p>
      ))}
    </>
  );
} // prettier-ignore

/** The same with what sponsors have added, for the money of a project's page. */
export function ProjectCalls({ match }: { match: ProjectMatch }): JSX.Element {
  const { say, money } = useReading();
  const { drawn, reserved, calls } = match;
  const note = { guaranteed: money(drawn), possible: money(reserved) };
  return (
    <>
      {(drawn.isPositive() || reserved.isPositive()) && <p class="small mute">{say('matching.note', note)}</p>}
      <OneLeu calls={calls} />
      <OpenCalls calls={calls} />
    </>
  );
}

/** What a leu that is given now brings from the call of which it draws, for how many lei more; nothing where none adds. */
function OneLeu({ calls }: Pick<ProjectMatch, 'calls'>): JSX.Element | null {
  const { say, money } = useReading();
  const call = calls.find(({ left }) => left.isPositive());
  if (!call) return null;
  const more = unlockedBy(LEU, call, call.left);
  if (!more.isPositive()) return null;
  const lasts = Money.lei((call.left.minor * BigInt(call.den)) / BigInt(call.num));
  return (
    <p>
      <strong>{say('matching.one-leu', { more: money(more) })}</strong>{' '}
      {say('matching.one-leu-lasts', { sponsor: call.sponsor, sum: money(lasts) })}
    </p>
  );
}

/** Sponsors of a town's projects, for its page; nothing when none has anything left. */
export function TownCalls({ calls }: Pick<ProjectMatch, 'calls'>): JSX.Element | null {
  const { say } = useReading();
  if (!calls.some(({ left }) => left.isPositive())) return null;
  return (
    <section class="stack">
      <h2>{say('matching.town')}</h2>
      <OpenCalls calls={calls} />
    </section>
  );
}
