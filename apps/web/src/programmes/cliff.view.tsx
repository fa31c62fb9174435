import type { JSX } from 'preact';
import type { Money } from '#libs/kernel/src/index.js';
import { type Cliff, cliffOf, othersOf, type ProjectPlan } from '#libs/projects/src/index.js';
import { useReading } from '../layout/context.js';
import { Facts } from '../layout/parts.view.js';

interface Frame {
  readonly class: string;
  readonly width: number;
}

const WIDE: Frame = { class: 'sank wide-only', width: 760 };
const SLIM: Frame = { class: 'sank slim-only', width: 358 };
const HEIGHT = 150;
const TOP = 22;
const LINE = 17;

/**
 * What the others give by how much people give: below the programme's floor its money falls away. `target` is what the
 * whole project needs from people; what they have promised counts for the floor, and is said apart.
 */
export function CliffPart({
  plan,
  raised,
  promised,
  target,
}: {
  plan: ProjectPlan;
  raised: Money;
  promised: Money;
  target: Money;
}): JSX.Element | null {
  const { say, money, moneyShort, percent, text } = useReading();
  const cliff = cliffOf(plan);
  if (!cliff || !plan.programme || cliff.floor.compare(target) > 0) return null;
  const { floor, falls, bp } = cliff;
  const [others, brought] = [othersOf(plan), raised.plus(promised)];
  const params = { floor, falls, share: percent(String(bp / 100)), programme: text(plan.programme.edition.title).text };
  const missing = brought.compare(floor) < 0 ? floor.minus(brought) : null;
  const now = say('project.people-share', { held: moneyShort(raised), promised: moneyShort(promised) });
  const words = say('cliff.drawing', { floor, target, below: others.minus(falls), above: others });
  return (
    <div class="stack">
      <h3>{say('cliff.title')}</h3>
      <p>{say('cliff.rule', params)}</p>
      <figure>
        {[WIDE, SLIM].map((frame) => (
          <Drawing frame={frame} cliff={cliff} others={others} target={target} brought={brought} words={words} key={frame.width} />
        ))}
        <figcaption class="small mute">{say('cliff.now', { now })}</figcaption>
      </figure>
      <Facts
        rows={[
          [say('cliff.below', { floor }), money(others.minus(falls))],
          [say('cliff.from', { floor }), money(others)],
          [say('cliff.missing'), missing ? <strong>{money(missing)}</strong> : say('cliff.reached')],
        ]}
      />
    </div>
  ); // prettier-ignore
}

/** Lei of the others over lei of the people, as one step; where people stand now is the thin line. */
function Drawing({
  frame,
  cliff: { floor, falls },
  others,
  target,
  brought,
  words,
}: {
  frame: Frame;
  cliff: Cliff;
  others: Money;
  target: Money;
  brought: Money;
  words: string;
}): JSX.Element {
  const { say, moneyShort } = useReading();
  const { width } = frame;
  const x = (sum: Money) => Math.round((Number(sum.min(target).minor) / Number(target.minor)) * width);
  const tall = (sum: Money) => Math.round((Number(sum.minor) / Number(others.minor)) * (HEIGHT - TOP));
  const [edge, low, drop] = [x(floor), tall(others.minus(falls)), tall(falls)];
  return (
    <svg class={frame.class} role="img" aria-label={words} viewBox={`0 0 ${width} ${HEIGHT + 2 * LINE + 6}`}>
      <rect class="dye-slate" x={0} y={HEIGHT - low} width={width} height={low} />
      <rect class="dye-straw" x={edge} y={HEIGHT - low - drop} width={width - edge} height={drop} />
      <rect class="dye-madder" x={Math.min(x(brought), width - 3)} y={TOP} width={3} height={HEIGHT - TOP} />
      <Label x={0} y={HEIGHT - low - 8} strong words={moneyShort(others.minus(falls))} />
      <Label x={width} y={HEIGHT - low - drop - 8} strong words={moneyShort(others)} />
      <Label x={edge} y={HEIGHT + LINE} words={say('cliff.at-floor', { sum: moneyShort(floor) })} />
      <Label x={width} y={HEIGHT + 2 * LINE} words={say('cliff.at-target', { sum: moneyShort(target) })} />
    </svg>
  );
}

/** Words at a place of the drawing: to the right of the left edge, to the left of anything else. */
function Label({ x, y, words, strong }: { x: number; y: number; words: string; strong?: boolean }): JSX.Element {
  return (
    <text class={strong ? 'v' : undefined} x={x} y={y} text-anchor={x === 0 ? 'start' : 'end'}>
      {words}
    </text>
  );
}
