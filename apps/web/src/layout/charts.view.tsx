import type { JSX } from 'preact';

/** One end of a flow of money. `value` is in whole lei: only proportions are drawn from it. */
export interface FlowEnd {
  readonly name: string;
  readonly value: number;
  readonly label: string;
  readonly dye: 'madder' | 'blue' | 'straw' | 'leaf' | 'slate';
}

interface Frame {
  readonly width: number;
  readonly height: number;
  /** How high the words of an end may be. */
  readonly words: number;
  readonly gap: number;
  readonly node: number;
  /** Where the middle stands, as a part of the width. */
  readonly middle: number;
  /** Names above their nodes (narrow screens) or beside them. */
  readonly above: boolean;
}

const WIDE: Omit<Frame, 'words'> = { width: 760, height: 372, gap: 14, node: 12, middle: 0.47, above: false };
const SLIM: Omit<Frame, 'words'> = { width: 358, height: 430, gap: 12, node: 10, middle: 0.45, above: true };
/** One line of an end's words, and how many letters go into it. */
const LINE = 16;
const LINE_MAX = 22;

/** From those who pay to what is bought, drawn twice: wide, and slim for phones. Put the same numbers in a table beside it. */
export function Sankey({
  from,
  to,
  description,
}: {
  from: readonly FlowEnd[];
  to: readonly FlowEnd[];
  description: string;
}): JSX.Element {
  const rows = Math.max(from.length, to.length);
  const words = LINE * (1 + Math.max(...[...from, ...to].map(({ name }) => linesOf(name).length)));
  const slim = { ...SLIM, words, height: Math.max(SLIM.height, rows * (words + 42)) };
  const wide = { ...WIDE, words, gap: WIDE.gap + words - LINE, height: Math.max(WIDE.height, rows * (words + 30)) };
  return (
    <>
      <Drawing class="sank wide-only" from={from} to={to} frame={wide} description={description} />
      <Drawing class="sank slim-only" from={from} to={to} frame={slim} description={description} />
    </>
  );
}

interface Placed extends FlowEnd {
  readonly y: number;
  readonly thick: number;
}

function Drawing({
  from,
  to,
  frame,
  description,
  ...svg
}: {
  class: string;
  from: readonly FlowEnd[];
  to: readonly FlowEnd[];
  frame: Frame;
  description: string;
}): JSX.Element {
  const { width, height, node, above } = frame;
  const total = from.reduce((sum, end) => sum + end.value, 0) || 1;
  const rows = Math.max(from.length, to.length);
  const scale = (height - rows * (frame.gap + (above ? frame.words : 0))) / total;
  const [left, right] = [place(from, scale, frame), place(to, scale, frame)];
  const [start, middle, end] = [above ? 0 : 170, width * frame.middle, above ? width - node : width - 190];
  const top = (height - total * scale) / 2;
  return (
    <svg {...svg} role="img" aria-label={description} viewBox={`0 0 ${width} ${height}`}>
      {ribbons(left, top, (end_, y) => ribbon([start + node, end_.y], [middle, y], end_.thick))}
      {ribbons(right, top, (end_, y) => ribbon([middle + node, y], [end, end_.y], end_.thick))}
      {left.map((each) => (
        <End end={each} x={start} node={node} side="left" frame={frame} key={each.name} />
      ))}
      {right.map((each) => (
        <End end={each} x={end} node={node} side="right" frame={frame} key={each.name} />
      ))}
      <rect class="dye-walnut" x={round(middle)} y={round(top)} width={node} height={round(total * scale)} />
    </svg>
  );
}

function ribbons(ends: readonly Placed[], top: number, draw: (end: Placed, y: number) => string): JSX.Element[] {
  let y = top;
  return ends.map((end) => {
    const path = <path class={`ribbon dye-${end.dye}`} d={draw(end, y)} key={end.name} />;
    y += end.thick;
    return path;
  });
}

function ribbon([x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number], thick: number): string {
  const middle = (x0 + x1) / 2;
  const curve = (x: number, y: number, fromY: number) =>
    `C${round(middle)} ${round(fromY)} ${round(middle)} ${round(y)} ${round(x)} ${round(y)}`;
  return `M${round(x0)} ${round(y0)}${curve(x1, y1, y0)}V${round(y1 + thick)}${curve(x0, y0 + thick, y1 + thick)}Z`;
}

function place(ends: readonly FlowEnd[], scale: number, { height, gap, above, words }: Frame): Placed[] {
  const name = above ? words : 0;
  const used = ends.reduce((sum, end) => sum + end.value * scale + name, 0) + (ends.length - 1) * gap;
  let y = (height - used) / 2;
  return ends.map((end) => {
    y += name;
    const placed = { ...end, y, thick: Math.max(1, end.value * scale) };
    y += placed.thick + gap;
    return placed;
  });
}

function End({
  end,
  x,
  node,
  side,
  frame,
}: {
  end: Placed;
  x: number;
  node: number;
  side: 'left' | 'right';
  frame: Frame;
}): JSX.Element {
  const beside = side === 'left' ? x - 10 : x + node + 10;
  const at = frame.above ? (side === 'left' ? 0 : frame.width) : beside;
  const lines = [...linesOf(end.name), end.label];
  const top = frame.above ? end.y - 6 - (lines.length - 1) * LINE : end.y + end.thick / 2 + 5 - ((lines.length - 1) * LINE) / 2;
  const anchor = (side === 'left') === frame.above ? 'start' : 'end';
  return (
    <>
      <rect class={`dye-${end.dye}`} x={round(x)} y={round(end.y)} width={node} height={round(end.thick)} />
      {lines.map((words, index) => (
        <text class={index === lines.length - 1 ? 'v' : undefined} x={at} y={round(top + index * LINE)} text-anchor={anchor} key={index}>
          {words}
        </text>
      ))}
    </>
  );
} // prettier-ignore

/** A name in two lines at most, broken where they come out most even; what is too long even so ends in an ellipsis. */
function linesOf(name: string): string[] {
  if (name.length <= LINE_MAX) return [name];
  const words = name.split(' ');
  const ways = words.map((_, at) => [words.slice(0, at + 1).join(' '), words.slice(at + 1).join(' ')]);
  const longest = (lines: readonly string[]) => Math.max(...lines.map(({ length }) => length));
  const even = ways.reduce((best, way) => (longest(way) < longest(best) ? way : best));
  return even.filter(Boolean).map((line) => (line.length > LINE_MAX ? `${line.slice(0, LINE_MAX - 1).trimEnd()}…` : line));
} // prettier-ignore

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
