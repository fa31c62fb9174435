/** Natural dyes of the Moldovan scoarță and the blue of village gates, by the letter a pattern uses for them. */
export const DYES = {
  k: '#1b1a1f', // walnut-black ground
  r: '#a3213d', // madder
  p: '#d9667a', // faded madder
  y: '#e2a93b', // onion skin
  g: '#2f6b4f', // walnut leaf
  m: '#8fb59b', // washed green
  b: '#1d4f91', // gate blue
  d: '#0f2f5c', // night blue
  l: '#9fc0e3', // washed blue
  c: '#dbe8f4', // sky wash
  w: '#fbfcfd', // whitewash
  s: '#f0dcc0', // raw wool
  n: '#7a4a2b', // walnut brown
  e: '#e3e9f0', // undyed warp
} as const;
/** A dye's letter, or "." where nothing is woven. */
export type Stitch = keyof typeof DYES | '.';
/** Rows of stitches. */
export type Cloth = Stitch[][];

/** A cloth of one colour. */
export function cloth(width: number, height: number, fill: Stitch = '.'): Cloth {
  return Array.from({ length: height }, () => Array<Stitch>(width).fill(fill));
}

/** Reads a pattern drawn in letters. */
export function pattern(drawing: string): Cloth {
  return drawing
    .trim()
    .split('\n')
    .map((row) => [...row] as Stitch[]);
}

/** Weaves a pattern into a cloth with its upper left corner at (x, y); "." lets the ground show, `dye` recolours. */
export function put(
  target: Cloth,
  drawn: Cloth,
  [x, y]: readonly [number, number],
  dye: Partial<Record<Stitch, Stitch>> = {},
): void {
  drawn.forEach((row, dy) =>
    row.forEach((stitch, dx) => {
      const line = target[y + dy];
      if (stitch !== '.' && line && x + dx >= 0 && x + dx < line.length) line[x + dx] = dye[stitch] ?? stitch;
    }),
  );
}

/** SVG paths of a cloth: one a dye, stitches of a row that touch in one run. */
export function paths(woven: Cloth): string {
  return threads(woven)
    .map(({ dye, d }) => `<path stroke="${dye}" d="${d}"/>`)
    .join('');
}

/** The same as threads one unit thick: a colour and the data of its path. */
export function threads(woven: Cloth): { readonly dye: string; readonly d: string }[] {
  const runs = new Map<Stitch, (readonly [number, number, number])[]>();
  woven.forEach((row, y) => {
    for (let x = 0; x < row.length;) {
      const stitch = row[x]!;
      let end = x;
      while (row[end] === stitch) end += 1;
      if (stitch !== '.') runs.set(stitch, [...(runs.get(stitch) ?? []), [x, y, end - x]]);
      x = end;
    }
  });
  return [...runs].map(([stitch, found]) => ({ dye: DYES[stitch as 'k'], d: thread(found) }));
}

/** Runs as threads one unit thick: half as long as outlines, and they look the same. */
function thread(runs: readonly (readonly [number, number, number])[]): string {
  let [fromX, fromY] = [0, -0.5];
  return runs
    .map(([x, y, length]) => {
      const step = `m${x - fromX} ${String(y - fromY).replace(/^0\./, '.')}h${length}`;
      [fromX, fromY] = [x + length, y];
      return step;
    })
    .join('');
}

/** A whole SVG picture of a cloth. `fit` says how it fills a frame of another shape. */
export function svgOf(woven: Cloth, fit?: 'xMidYMax slice' | 'xMidYMid slice'): string {
  const ratio = fit ? ` preserveAspectRatio="${fit}"` : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${woven[0]!.length} ${woven.length}" shape-rendering="crispEdges"${ratio}>${paths(woven)}</svg>`;
}

/** A repeatable stream of numbers in [0, 1) from a text (FNV-1a, then mulberry32): the same code weaves the same cloth for ever. */
export function chance(seed: string): () => number {
  let state = 2_166_136_261;
  for (const letter of seed) state = Math.imul(state ^ letter.codePointAt(0)!, 16_777_619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
