import type { JSX } from 'preact';
import {
  fromPeople,
  type OpenCall,
  type ProjectCall,
  type ProjectOpenCall,
  unlockedBy,
} from '#libs/matching/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import { useReading } from '../layout/context.js';
import { FoldOut } from '../layout/parts.view.js';
import { upToLei } from '../pledging/promise-words.js';
import { callPath, limitWords, needWords, ruleWords, waitsWords } from './call-words.js';

const LEU = Money.lei(100n);

/** What sponsors add to a project: guaranteed and possible, apart, and the calls from which a gift draws now. */
export interface ProjectMatch {
  readonly drawn: Money;
  readonly reserved: Money;
  readonly calls: readonly ProjectOpenCall[];
  /** Each sponsor's part: what was drawn of it, what is kept for promises, what it may still add now. */
  readonly shares: readonly (Pick<ProjectCall, 'sponsor' | 'ref' | 'num' | 'den' | 'drawn' | 'reserved'> & { readonly left: Money })[];
} // prettier-ignore

/**
 * Which sponsors add to a gift that is made now, by which rule, and how much is left of it, with its limits folded; nothing when
 * none does. `town`: what is left is not one project's, so how much one may get stands beside it.
 */
export function OpenCalls({ calls, town = false }: { calls: readonly (OpenCall & Partial<Pick<ProjectOpenCall, 'waits'>>)[]; town?: boolean }): JSX.Element | null {
  const reading = useReading();
  const { say, money, date, href } = reading;
  const open = calls.filter(({ left }) => left.isPositive());
  if (open.length === 0) return null;
  return (
    <>
      {open.map((call) => (
        <div key={call.id}>
          <p>
            {say('matching.open-call', { sponsor: call.sponsor, rule: ruleWords(reading, call), left: money(call.left) })}{' '}
            {[town && call.perProject && say('matching.limit-project', { sum: money(call.perProject) }), call.waits && waitsWords(reading, call.waits), say('matching.until', { date: date(call.closesOn) })].filter(Boolean).join(' ')}{' '}
            <a href={href(callPath(call))}>{say('matching.see-call')}</a>
          </p>
          <Limits words={[...limitWords(reading, call), needWords(reading, call)].filter((one) => one !== null)} />
        </div>
      ))}
      {open.length > 1 && <p>{say('matching.one-at-a-time')}</p>}
    </>
  );
} // prettier-ignore

function Limits({ words }: { words: readonly string[] }): JSX.Element | null {
  const { say } = useReading();
  if (words.length === 0) return null;
  return (
    <FoldOut summary={say('matching.limits')}>
      <p class="small">{words.join(' ')}</p>
    </FoldOut>
  );
}

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
  const call = calls.find(({ left, waits }) => left.isPositive() && !waits);
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

/**
 * What people themselves still have to bring, as sponsors add to it, or as a programme wants of them alone; nothing where it is
 * all that is missing.
 */
export function FromPeople({ missing, alone, match }: { missing: Money; alone: Money; match: ProjectMatch }): JSX.Element | null {
  const { say, money } = useReading();
  if (match.shares.length === 0) return null;
  const least = fromPeople(missing, match.calls.filter(({ waits }) => !waits));
  if (alone.compare(least) > 0) return <p>{say('matching.from-people-floor', { sum: money(upToLei(alone)) })}</p>;
  const sum = upToLei(least);
  const more = upToLei(missing).minus(sum);
  return more.isPositive() ? <p>{say('matching.from-people', { sum: money(sum), more: money(more) })}</p> : null;
} // prettier-ignore

/** Sponsors among those who pay: their part is within the people's, as it comes only with gifts; sure and possible stand apart. */
export function SponsorRows({ shares }: Pick<ProjectMatch, 'shares'>): JSX.Element {
  const reading = useReading();
  const { say, money, href } = reading;
  return (
    <>
      {shares.map(({ sponsor, ref, num, den, ...sums }) => (
        <tr key={ref}>
          <td>
            <a href={href(callPath({ ref }))}>{sponsor}</a>
          </td>
          <td>
            {(['drawn', 'reserved', 'left'] as const)
              .filter((name) => sums[name].isPositive())
              .map((name) => say(`matching.share-${name}`, { sum: money(sums[name]) }))
              .join(' · ')}
            <span class="hint">{ruleWords(reading, { num, den })}</span>
          </td>
          <td class="n">
            <span class="hint">{say('matching.in-people')}</span>
          </td>
        </tr>
      ))}
    </>
  );
}

/** Sponsors of a town's projects, for its page; nothing when none has anything left. */
export function TownCalls({ calls }: { calls: readonly OpenCall[] }): JSX.Element | null {
  const { say } = useReading();
  if (!calls.some(({ left }) => left.isPositive())) return null;
  return (
    <section class="stack">
      <h2>{say('matching.town')}</h2>
      <OpenCalls calls={calls} town />
    </section>
  );
}
