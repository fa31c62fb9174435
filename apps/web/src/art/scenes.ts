import { MOTIFS, type Motif } from './motifs.js';
import { chance, cloth, type Cloth, put, type Stitch } from './weave.js';

type Weave = (x: number, depth: number) => Stitch;
/** A hill: its height, waves, the dye of its edge and how its slope is woven. */
interface Hill {
  readonly y: number;
  readonly swing: number;
  readonly wave: number;
  readonly shift: number;
  readonly edge: Stitch;
  readonly weave: Weave;
}

const rhombs =
  (thread: Stitch, ground: Stitch): Weave =>
  (x, depth) =>
    (x + depth) % 8 === 0 || (x - depth + 800) % 8 === 0 ? thread : ground;
const vines =
  (ground: Stitch, row: Stitch): Weave =>
  (_, depth) =>
    depth % 4 === 3 ? row : ground;
const stubble: Weave = (x, depth) => (depth % 5 === 3 && x % 6 < 3 ? 's' : 'y');
const dotted =
  (ground: Stitch, dot: Stitch): Weave =>
  (x, depth) =>
    depth % 4 === 3 && x % 2 ? dot : ground;

/** A picture that is being woven: hills one behind the other, then what stands on them. */
class Scene {
  readonly woven: Cloth;
  private readonly tops: number[][];

  constructor(
    readonly width: number,
    readonly height: number,
    { hills, sky }: { hills: readonly Hill[]; sky: Stitch },
  ) {
    this.woven = cloth(width, height, sky);
    this.tops = hills.map((hill) => this.hill(hill));
  }

  private hill({ y, swing, wave, shift, edge, weave }: Hill): number[] {
    return Array.from({ length: this.width }, (_, x) => {
      const at = x + shift;
      const top = Math.round(y - swing * Math.sin(at / wave) - swing * 0.35 * Math.sin(at / (wave * 0.37)));
      for (let row = Math.max(0, top); row < this.height; row += 1) {
        this.woven[row]![x] = row === top ? edge : weave(x, row - top);
      }
      return top;
    });
  }

  /** Puts a motif where it touches the ground of a hill. */
  on(
    hill: number,
    motif: Motif,
    x: number,
    { sunk = 1, dye = {} }: { sunk?: number; dye?: Partial<Record<Stitch, Stitch>> } = {},
  ): void {
    const drawn = MOTIFS[motif];
    const width = Math.max(...drawn.map((row) => row.length));
    const ground = Math.min(...this.tops[hill]!.slice(x, x + width), this.height);
    put(this.woven, drawn, [x, ground - drawn.length + 2 + sunk], dye);
  }

  at(motif: Motif, x: number, y: number, dye: Partial<Record<Stitch, Stitch>> = {}): void {
    put(this.woven, MOTIFS[motif], [x, y], dye);
  }

  stars(count: number, next: () => number, depth: number): void {
    for (let star = 0; star < count; star += 1) {
      const [x, y] = [Math.floor(next() * this.width), 3 + Math.floor(next() * depth)];
      if (this.woven[y]![x] === 'd') this.woven[y]![x] = star % 3 ? 'b' : 'l';
    }
  }

  /** A street lamp and the cone of its light, every other stitch. */
  lamp(x: number, y: number): void {
    this.at('lamp', x, y, { k: 'l' });
    for (let row = 0; row < 9; row += 1) {
      const reach = 1 + Math.floor(row * 0.6);
      for (let side = -reach; side <= reach; side += 1) {
        const [atX, atY] = [x + 4 + side, y + 4 + row];
        const stitch = this.woven[atY]?.[atX];
        if (stitch && 'bdk'.includes(stitch) && (atX + atY) % 2 === 0) this.woven[atY]![atX] = 'y';
      }
    }
  }

  /** The woven edge at the foot of every picture. */
  hem(): Cloth {
    for (let x = 0; x < this.width; x += 1) {
      this.woven[this.height - 3]![x] = 'k';
      this.woven[this.height - 2]![x] = x % 6 < 2 ? 'r' : x % 6 < 4 ? 'k' : 'y';
      this.woven[this.height - 1]![x] = 'k';
    }
    return this.woven;
  }
}

/** The hillside of the home page, 300 × 66 stitches: vines, stubble, houses, a well, lamps and a hora. */
export function plai(): Cloth {
  const hills: Hill[] = [
    { y: 21, swing: 5, wave: 30, shift: 118, edge: 'l', weave: (x, depth) => (depth % 3 === 0 && x % 2 ? 'c' : 'l') },
    { y: 29, swing: 6, wave: 25, shift: 30, edge: 'm', weave: vines('m', 'g') },
    { y: 39, swing: 4, wave: 38, shift: 70, edge: 'y', weave: stubble },
    { y: 51, swing: 2, wave: 47, shift: 20, edge: 'g', weave: rhombs('m', 'g') },
  ];
  const scene = new Scene(300, 66, { hills, sky: '.' });
  [6, 12, 63, 128, 133, 226, 232, 289].forEach((x, index) => scene.on(1, 'poplar', x, { sunk: index % 2 }));
  const village: [Motif, number][] = [
    ['house2', 24], ['tree', 41], ['house', 56], ['house', 104], ['tree', 120], ['house2', 172], ['house', 196], ['tree', 214], ['house2', 248], ['house', 272],
  ]; // prettier-ignore
  village.forEach(([motif, x]) => scene.on(2, motif, x));
  const dye = { k: 'd', y: 'w' } as const;
  scene.on(3, 'well', 96, { dye });
  scene.on(3, 'tree', 18);
  scene.on(3, 'tree', 284);
  [46, 78, 206, 240, 264].forEach((x) => scene.on(3, 'lamp', x, { dye }));
  for (let dancer = 0; dancer < 13; dancer += 1) scene.at(dancer % 2 ? 'man' : 'woman', 119 + dancer * 5, 52);
  return scene.hem();
}

const NIGHT: readonly Hill[] = [
  { y: 24, swing: 4, wave: 21, shift: 4, edge: 'b', weave: dotted('b', 'd') },
  { y: 44, swing: 1, wave: 32, shift: 9, edge: 'k', weave: rhombs('d', 'k') },
];
const MEADOW: readonly Hill[] = [
  { y: 24, swing: 5, wave: 17, shift: 30, edge: 'm', weave: vines('m', 'g') },
  { y: 42, swing: 2, wave: 26, shift: 2, edge: 'g', weave: rhombs('m', 'g') },
];
const FIELD: readonly Hill[] = [
  { y: 27, swing: 4, wave: 23, shift: 34, edge: 'y', weave: stubble },
  { y: 45, swing: 1, wave: 27, shift: 2, edge: 'r', weave: rhombs('p', 'r') },
];

/** Public works that have a picture of their own. */
export const SCENES = ['light', 'water', 'school', 'road', 'park', 'culture', 'health', 'other'] as const;
/** The name of a picture. */
export type SceneName = (typeof SCENES)[number];

/** The picture of a project that has no photo yet: 96 × 54 stitches by what it is about, a little different for each code. */
export function cover(name: SceneName, code: string): Cloth {
  const next = chance(code);
  const scene = new Scene(96, 54, {
    hills: name === 'light' ? NIGHT : groundOf(name),
    sky: name === 'light' ? 'd' : 'c',
  });
  PICTURES[name](scene, next);
  return scene.hem();
}

function groundOf(name: SceneName): readonly Hill[] {
  return ['water', 'park', 'health', 'other'].includes(name) ? MEADOW : FIELD;
}

const anywhere = (next: () => number, from: number, to: number) => from + Math.floor(next() * (to - from));

const PICTURES: Record<SceneName, (scene: Scene, next: () => number) => void> = {
  light(scene, next) {
    scene.stars(26, next, 14);
    scene.at('house', 4, 33);
    scene.at('house2', 30, 36);
    scene.at('house', 57, 33);
    scene.at('house2', 80, 36);
    [20, 46, 72].forEach((x) => scene.lamp(x, 32));
  },
  water(scene, next) {
    scene.at('well', 12, 31);
    scene.at('poplar', anywhere(next, 74, 79), 31);
    scene.at('poplar', 85, 32);
    scene.at('house2', 58, 34);
    scene.at('woman', 27, 37);
    scene.at('tree', anywhere(next, 38, 44), 31);
    for (let y = 47; y < 51; y += 1)
      for (let x = 0; x < 96; x += 1) scene.woven[y]![x] = (x + 2 * y) % 6 < 3 ? 'b' : 'l';
  },
  school(scene, next) {
    scene.at('school', 36, 31);
    scene.at('tree', anywhere(next, 6, 12), 33);
    scene.at('tree', 76, 33);
    [['man', 24], ['woman', 61], ['man', 66], ['woman', 29]].forEach(([who, x]) => scene.at(who as Motif, x as number, 40)); // prettier-ignore
  },
  road(scene, next) {
    scene.at('house', 4, 32);
    scene.at('house2', 74, 35);
    scene.at('poplar', anywhere(next, 22, 27), 33);
    scene.at('poplar', 66, 33);
    for (let y = 45; y < 51; y += 1)
      for (let x = 0; x < 96; x += 1) scene.woven[y]![x] = y === 48 && x % 8 < 4 ? 'w' : 'k';
    scene.at('man', 40, 37);
    scene.at('woman', 46, 37);
  },
  park(scene, next) {
    [6, 30, 56, 80].forEach((x) => scene.at('tree', anywhere(next, x, x + 5), 30));
    scene.at('poplar', 48, 33);
    [['woman', 20], ['man', 25], ['woman', 44], ['man', 72]].forEach(([who, x]) => scene.at(who as Motif, x as number, 40)); // prettier-ignore
  },
  culture(scene, next) {
    scene.at('school', 37, 31);
    for (let dancer = 0; dancer < 7; dancer += 1) scene.at(dancer % 2 ? 'man' : 'woman', 30 + dancer * 5, 43);
    scene.at('poplar', anywhere(next, 14, 20), 34);
    scene.at('poplar', 80, 34);
  },
  health(scene, next) {
    scene.at('house', 41, 31);
    scene.at('tree', anywhere(next, 16, 24), 31);
    scene.at('tree', 66, 31);
    scene.at('woman', 58, 38);
    for (const [x, y] of [[47, 20], [47, 21], [47, 22], [46, 21], [48, 21]] as const) scene.woven[y]![x] = 'r'; // prettier-ignore
  },
  other(scene, next) {
    scene.at('house', anywhere(next, 8, 14), 32);
    scene.at('house2', 44, 34);
    scene.at('well', 70, 31);
    scene.at('poplar', 32, 33);
    scene.at('man', 60, 38);
  },
};
