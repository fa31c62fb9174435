// Weaves the map of the country: a grid of stitches clipped to its outline, each belonging to the district of the
// nearest town that has a position of its own. Run it when the towns or the outline change:
//   node scripts/build-map.mjs
// Outline: Natural Earth 1:10m (public domain) as npm's world-atlas carries it. Towns: libs/hometowns/data/towns.tsv.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { feature } from 'topojson-client';

const COLUMNS = 128;
const COUNTRY = '498';
const root = new URL('..', import.meta.url);
const world = JSON.parse(fs.readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-10m.json')));
const outline = feature(world, world.objects.countries).features.find(({ id }) => id === COUNTRY).geometry;
const rings = (outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates).flat();
const towns = readTowns(process.argv[2] ?? new URL('libs/hometowns/data/towns.tsv', root));

const points = rings.flat();
const [west, east] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
const [south, north] = [Math.min(...points.map(([, y]) => y)), Math.max(...points.map(([, y]) => y))];
const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180); // a degree of longitude is shorter than one of latitude
const stitch = ((east - west) * squeeze) / COLUMNS;
const rows = Math.ceil((north - south) / stitch);

const grid = Array.from({ length: rows }, (_, y) =>
  Array.from({ length: COLUMNS }, (_, x) => {
    const at = [west + ((x + 0.5) * stitch) / squeeze, north - (y + 0.5) * stitch];
    return inside(at) ? nearest(at) : null;
  }),
);
const districts = [...new Set(towns.map(({ district }) => district))].sort();
const map = {
  columns: COLUMNS,
  rows,
  districts: districts.map((code) => ({ code, ...woven(code) })).filter(({ path }) => path),
};
fs.writeFileSync(new URL('apps/web/data/map.json', root), `${JSON.stringify(map, null, 1)}\n`);
console.log(`${map.districts.length} districts, ${COLUMNS} x ${rows} stitches`);

function readTowns(file) {
  const places = new Map(
    fs
      .readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
      .map(([code, , parent, , , , lat, lon, position]) => [code, { code, parent, lat: +lat, lon: +lon, position }]),
  );
  const top = (place) => (place.parent ? top(places.get(place.parent)) : place);
  return [...places.values()]
    .filter(({ position }) => position === 'own')
    .map((place) => ({ ...place, district: top(place).code }));
}

/** Even-odd rule over all rings. */
function inside([x, y]) {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
    }
  }
  return odd;
}

function nearest([x, y]) {
  let best = { distance: Infinity };
  for (const { lat, lon, district } of towns) {
    const distance = ((lon - x) * squeeze) ** 2 + (lat - y) ** 2;
    if (distance < best.distance) best = { distance, district };
  }
  return best.district;
}

/** The path of a district's stitches, run by run, with a seam left open towards its neighbours above and to the left. */
function woven(code) {
  let [fromX, fromY, path, count] = [0, 0, '', 0];
  const mine = (x, y) => grid[y]?.[x] === code;
  const foreign = (x, y) => grid[y]?.[x] && grid[y][x] !== code;
  const kept = (x, y) => mine(x, y) && !foreign(x - 1, y) && !foreign(x, y - 1) && !foreign(x - 1, y - 1);
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < COLUMNS; x += 1) {
      if (!kept(x, y)) continue;
      const start = x;
      while (kept(x, y)) x += 1;
      path += `m${start - fromX} ${y - fromY}h${x - start}v1h-${x - start}z`;
      [fromX, fromY] = [start, y];
      count += x - start;
    }
  }
  return { path, stitches: count };
}
