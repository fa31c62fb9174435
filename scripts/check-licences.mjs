// Every package that is installed may be used in a work under AGPL-3.0-or-later.
import fs from 'node:fs';

const AGREES =
  /^(MIT|MIT-0|ISC|BSD-2-Clause|BSD-3-Clause|0BSD|Apache-2\.0|CC0-1\.0|CC-BY-4\.0|Unlicense|BlueOak-1\.0\.0|Python-2\.0|LGPL-3\.0-or-later|MPL-2\.0|WTFPL|Zlib|OFL-1\.1)$/;
const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
const problems = [];

/** What the licence file says where the package itself says nothing. */
function inItsFile(at) {
  const file = `${at}/LICENSE`;
  return fs.existsSync(file) && /^\s*(The )?MIT License/.test(fs.readFileSync(file, 'utf8')) ? 'MIT' : '';
}

for (const at of Object.keys(packages)) {
  const file = `${at}/package.json`;
  if (at === '' || !fs.existsSync(file)) continue;
  const { name, license, licenses } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const said =
    typeof license === 'string'
      ? license
      : (license?.type ?? licenses?.map(({ type }) => type).join(' OR ') ?? inItsFile(at));
  const choices = said.replace(/[()]/g, '').split(/\s+OR\s+/);
  const fits = choices.some((choice) => choice.split(/\s+AND\s+/).every((part) => AGREES.test(part.trim())));
  if (!fits) problems.push(`${name}: "${said}" is not known to agree with AGPL-3.0-or-later`);
}
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
