// A lib's SQL writes to its own schema only, and reads its own and those of libs it may import.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const { mayImport } = createRequire(import.meta.url)('./plan.cjs');
const libs = Object.keys(mayImport);
const problems = [];
const READ = /\b(?:from|join)\s+(?:only\s+|lateral\s+)?([a-z_]+)\.[a-z_]+/gi;
const WRITE = /\b(?:insert\s+into|update|delete\s+from|truncate(?:\s+table)?)\s+([a-z_]+)\.[a-z_]+/gi;

for (const lib of libs) {
  const folder = `libs/${lib}/src`;
  if (!fs.existsSync(folder)) continue;
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.ts$/.test(entry.name) || /spec\.ts$/.test(entry.name)) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const text = fs.readFileSync(file, 'utf8');
    for (const [, schema] of text.matchAll(READ)) {
      if (libs.includes(schema) && schema !== lib && !mayImport[lib].includes(schema))
        problems.push(`${file} reads ${schema}, which ${lib} may not know`);
    }
    for (const [, schema] of text.matchAll(WRITE)) {
      if (libs.includes(schema) && schema !== lib)
        problems.push(`${file} writes to ${schema}: only libs/${schema} may`);
    }
  }
}
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
