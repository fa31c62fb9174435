import fs from 'node:fs';
import { fromRoot } from '#libs/platform/src/index.js';
import type { EditionJson } from './edition.js';

const FOLDER = fromRoot('libs/programmes/data');

/** The editions that Plai ships, each a fact with its source, in the order of their files. */
export function shippedEditions(): EditionJson[] {
  const files = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  return files.sort().map((name) => JSON.parse(fs.readFileSync(`${FOLDER}/${name}`, 'utf8')) as EditionJson);
}
