import { pattern } from './weave.js';

/** Small patterns that scenes are put together from. */
export const MOTIFS = {
  house: pattern(`
.....nn.......
....nnnn......
...nnnnnn.....
..nnnnnnnnn...
.nnnnnnnnnnn..
nnnnnnnnnnnnn.
.wwwwwwwwwww..
.wbbwwwwwbbw..
.wyywwbbwyyw..
.wyywwbbwyyw..
.wwwwwbbwwww..
.bbbbbbbbbbb..`),
  house2: pattern(`
...rrrrrrr...
..rrrrrrrrr..
.rrrrrrrrrrr.
rrrrrrrrrrrrr
.wwwwwwwwwww.
.wbywwbwwybw.
.wbywwbwwybw.
.wwwwwbwwwww.
.bbbbbbbbbbb.`),
  lamp: pattern(`
.kkk...
k..yyy.
k..yyy.
k...y..
k......
k......
k......
k......
k......
k......
k......
k......
kk.....`),
  tree: pattern(`
.....g.....
....ggg....
.g...g...g.
ggg..g..ggg
.g.g.g.g.g.
..g.ggg.g..
.r...g...r.
rrr.ggg.rrr
.r.g.g.g.r.
....ggg....
.....n.....
.....n.....
....nnn....`),
  poplar: pattern(`
..g..
.ggg.
.ggg.
.gmg.
ggggg
ggmgg
ggggg
ggmgg
.ggg.
..n..
..n..`),
  well: pattern(`
........kk..
......kk.k..
....kk...k..
..kk.....k..
kk.......k..
k........k..
k........k..
k..bbbb..k..
k.bbbbbb.k..
...w..w..k..
..wwwwww.k..
..wlllww.k..
..wwwwww.k..`),
  man: pattern(`
..k..
..s..
.www.
kwrwk
.wrw.
.rrr.
.k.k.
.k.k.`),
  woman: pattern(`
..r..
.rsr.
.www.
kwkwk
.kkk.
.krk.
kkrkk
kkkkk`),
  drop: pattern(`
.....b.....
.....b.....
....bbb....
....bbb....
...bblbb...
..bblbbbb..
..bblbbbb..
.bblbbbbbb.
.bblbbbbbb.
.bblbbbbbb.
.bbblbbbbb.
..bbbbbbb..
...bbbbb...`),
  school: pattern(`
..........k..........
..........rrr........
..........rrr........
.........nk..........
.......nnnnnn........
.....nnnnnnnnnn......
...nnnnnnnnnnnnnn....
.nnnnnnnnnnnnnnnnnn..
nnnnnnnnnnnnnnnnnnnn.
.wwwwwwwwwwwwwwwwww..
.wbbwbbwwwwwbbwbbw...
.wyywyywbbbwyywyyww..
.wyywyywbbbwyywyyww..
.wwwwwwwbbbwwwwwwww..
.bbbbbbbbbbbbbbbbbb..`),
};
/** The name of a motif. */
export type Motif = keyof typeof MOTIFS;
