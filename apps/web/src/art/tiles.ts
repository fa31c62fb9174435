import { type Cloth, paths, pattern } from './weave.js';

/** Money that is here: rhombs in madder on black with hearts of onion skin. */
export const BAND = pattern(`
krrrrkrrrrkk
krrrkykrrrkr
krrkyyykrrkr
krkyykyykrkr
kkyykrkyykkr
krkyykyykrkr
krrkyyykrrkr
krrrkykrrrkr`);

/** Money that is promised: the same rhombs in outline, the thread not yet beaten in. */
export const OUTLINE = pattern(`
....r....r..
...r.r..r.r.
..r...rr...r
.r....rr....
r....r..r...
.r....rr....
..r...rr...r
...r.r..r.r.`);

/** Dinți de lup, the wolf teeth at the edge of old carpets: they close a page or a quotation. */
export const TEETH = pattern(`
kkkkkkkkkkkk
krrrrrrrrrrk
kkrrrrrrrrkk
kskrrrrrrksk
sskkrrrrkkss
ssskkrrkksss
sssskkkkssss`);

/** The selvedge along the top of every page. */
export const SELVEDGE = pattern(`
kkrrkkyykkss
kkrrkkyykkss`);

/** The mark of Plai: a rhomb with sky, sun and hills. */
export const LOGO = pattern(`
.....r.....
....rrr....
...rrcrr...
..rrcccrr..
.rrccccyrr.
rrcccyyyyrr
.rrmmyyyrr.
..rrmgmrr..
...rrgrr...
....rrr....
.....r.....`);

/** A tile as a CSS url(). */
export function tileUri(tile: Cloth): string {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ${tile[0]!.length} ${tile.length}' shape-rendering='crispEdges'>${paths(tile).replaceAll('"', "'")}</svg>`;
  const coded = encodeURIComponent(svg);
  const plain = { '%20': ' ', '%3D': '=', '%3A': ':', '%2F': '/', '%2C': ',', '%27': "'" };
  return `url("data:image/svg+xml,${Object.entries(plain).reduce((text, [code, sign]) => text.replaceAll(code, sign), coded)}")`;
}
