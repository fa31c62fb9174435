import type { JSX } from 'preact';
import type { Pledge } from '#libs/pledges/src/index.js';
import { builtLinesOf, isLeftOut, type VersionLine } from '#libs/projects/src/index.js';
import { useReading } from '../layout/context.js';
import type { ProjectFace } from '../projects/project.faces.js';

/** What a state means for units of a line: not taken yet, promised, given, or open to others again. */
const UNITS: Readonly<Record<Pledge['state'], 'waiting' | 'promised' | 'held' | 'open'>> = {
  ...{ started: 'waiting', abandoned: 'waiting', awaited: 'waiting', counted: 'held' },
  ...{ promised: 'promised', charging: 'promised', declined: 'promised' },
  ...{ refunded: 'open', moved: 'open', lost: 'open', lapsed: 'open', withdrawn: 'open' },
};

/** What the state of a gift means for the units for which it is. */
export function LineNote({ pledge, face }: { pledge: Pledge; face: ProjectFace }): JSX.Element | null {
  const { say } = useReading();
  if (pledge.lineId === null) return null;
  const line = builtLinesOf(face.plan).find(({ id }) => id === pledge.lineId);
  return <p class="small mute">{say(`gift.line-note.${line ? noteOf(pledge, line) : 'whole'}`)}</p>;
}

/** A version that leaves the line out, or does less of it, has the last word over what the state alone would mean. */
function noteOf({ state, units }: Pledge, line: VersionLine): string {
  if (isLeftOut(line)) return state === 'counted' ? 'left-out' : 'not-done';
  return line.leftOut !== null && state === 'counted' && units === null ? 'less' : UNITS[state];
}
