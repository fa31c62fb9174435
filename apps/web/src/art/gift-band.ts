import { cloth, type Cloth, pattern, put, type Stitch } from './weave.js';

/** One stretch of a band: what it stands for, and its part of the whole in any unit. */
interface Stretch {
  readonly name: 'promised' | 'held' | 'released' | 'spent' | 'proven' | 'gone';
  readonly part: bigint;
}

const WIDTH = 240;
const HEIGHT = 10;
/** A stretch of a ban is still seen. */
const LEAST = 5;

// Money that is further on its way is more tightly woven: an outline, threads, rhombs, and at last the full cloth.
const WEAVES: Readonly<
  Record<Stretch['name'], { readonly ground: Stitch; readonly drawn: Cloth; readonly dye: Stitch }>
> = {
  promised: { ground: 's', dye: 'r', drawn: pattern('k...\n....\n..k.\n....') },
  held: { ground: 'l', dye: 'b', drawn: pattern('k...\n.k..\n..k.\n...k') },
  released: { ground: 'b', dye: 'c', drawn: pattern('..k..\n.k.k.\nk...k\n.k.k.\n..k..') },
  spent: { ground: 'y', dye: 'n', drawn: pattern('..k..\n.kkk.\nkk.kk\n.kkk.\n..k..') },
  proven: { ground: 'g', dye: 'm', drawn: pattern('k.k..\n.k.k.\nk.k.k\n.k.k.\n..k.k') },
  gone: { ground: 'e', dye: 'w', drawn: pattern('k..\n...') },
};

/** Money woven as a band: a stretch for each place where some of it is, as long as its part. */
export function moneyBand(stretches: readonly Stretch[]): Cloth {
  const woven = cloth(WIDTH, HEIGHT, 'e');
  let x = 0;
  for (const { name, width } of widths(stretches.filter(({ part }) => part > 0n))) {
    const { ground, drawn, dye } = WEAVES[name];
    const piece = cloth(width, HEIGHT, ground);
    for (let y = 0; y < HEIGHT; y += drawn.length)
      for (let at = 0; at < width; at += drawn[0]!.length) put(piece, drawn, [at, y], { k: dye });
    put(woven, piece, [x, 0]);
    x += width;
  }
  return woven;
}

/** How many stitches each stretch has: its part of the whole, but enough to be seen; the last takes what is left. */
function widths(parts: readonly Stretch[]): { readonly name: Stretch['name']; readonly width: number }[] {
  const total = parts.reduce((sum, { part }) => sum + part, 0n);
  const rough = parts.map(({ name, part }) => ({
    name,
    width: Math.max(LEAST, Number((part * BigInt(WIDTH)) / total)),
  }));
  const over = rough.reduce((sum, { width }) => sum + width, 0) - WIDTH;
  const largest = rough.reduce((most, each) => (each.width > most.width ? each : most), rough[0]!);
  return rough.map((each) => (each === largest ? { ...each, width: each.width - over } : each));
}
