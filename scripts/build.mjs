// Compiles the sources into dist, and only when one of them has changed since: what runs from there is left in peace.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const SOURCES = ['apps', 'libs', 'migrations'];
const mark = 'dist/.built-from';
const hash = createHash('sha256').update(fs.readFileSync('.swcrc')).update(fs.readFileSync('package-lock.json'));
for (const file of SOURCES.flatMap(filesIn).sort()) {
  const { mtimeMs, size } = fs.statSync(file);
  hash.update(`${file} ${mtimeMs} ${size}\n`);
}
const sources = hash.digest('hex');

if (!fs.existsSync(mark) || fs.readFileSync(mark, 'utf8') !== sources) {
  const swc = ['node_modules/@swc/cli/bin/swc.js', ...SOURCES, '--out-dir', 'dist', '--extensions', '.ts,.tsx'];
  const done = spawnSync(process.execPath, [...swc, '--ignore', '**/*spec.ts', '--quiet', '--delete-dir-on-start'], {
    stdio: 'inherit',
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
  fs.writeFileSync(mark, sources);
}

function filesIn(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
