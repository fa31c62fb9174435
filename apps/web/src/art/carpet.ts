import { chance, cloth, type Cloth, type Stitch } from './weave.js';

const GROUNDS = ['krysg', 'rkysb', 'bsyrk', 'gsyrk', 'dyrsl', 'nysrk'].map((dyes) => [...dyes] as Stitch[]);
const SIZE = 19;

/** The carpet that belongs to a locality alone, woven from its CUATM code: always the same 19 × 19 stitches. */
export function carpet(code: string): Cloth {
  const next = chance(code);
  const dyes = GROUNDS[Math.floor(next() * GROUNDS.length)]!;
  const middle = (SIZE - 1) / 2;
  const anyDye = () => dyes[1 + Math.floor(next() * 4)]!;
  const rings = Array.from({ length: middle + 2 }, () => (next() < 0.42 ? dyes[0]! : anyDye()));
  const corner = anyDye();
  const weaver = { dyes, rings, corner, hooked: next() < 0.5, middle };
  const woven = cloth(SIZE, SIZE, dyes[0]);
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) woven[y]![x] = stitchAt(weaver, x, y);
  }
  return woven;
}

interface Weaver {
  readonly dyes: readonly Stitch[];
  readonly rings: readonly Stitch[];
  readonly corner: Stitch;
  readonly hooked: boolean;
  readonly middle: number;
}

/** A rhomb of rings in a frame of alternating stitches, with a figure in each corner. */
function stitchAt({ dyes, rings, corner, hooked, middle }: Weaver, x: number, y: number): Stitch {
  const [ground, first, heart, second, edge] = dyes as [Stitch, Stitch, Stitch, Stitch, Stitch];
  const [across, down] = [Math.abs(x - middle), Math.abs(y - middle)];
  const [distance, frame] = [across + down, Math.max(across, down)];
  if (frame === middle) return (x + y) % 2 ? heart : ground;
  if (frame === middle - 1) return ground;
  if (distance > middle - 1) return cornerStitch(2 * middle - 4 - distance);
  if (distance === 0) return heart;
  if (distance === middle - 1) return first === rings[middle - 2] ? second : first;
  const ring = rings[distance]!;
  return distance > 2 && Math.min(across, down) === 0 && ring === ground ? edge : ring;

  function cornerStitch(depth: number): Stitch {
    if (depth < 0 || depth > 3 || (hooked ? depth === 2 : depth > 2)) return ground;
    return depth === 0 ? heart : corner;
  }
}
