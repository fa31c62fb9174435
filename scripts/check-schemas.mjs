// A lib's SQL writes to its own schema only, and reads its own and those of libs it may import. What the plan permits and
// nobody does is no plan.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const { mayImport } = createRequire(import.meta.url)('./plan.cjs');
const libs = Object.keys(mayImport);
/** These look at every room, whichever they need today. */
const SEES_ALL = ['audit', 'books', 'notices', 'house'];
const problems = [];
const READ = /\b(?:from|join)\s+(?:only\s+|lateral\s+)?([a-z_]+)\.[a-z_]+/gi;
const IMPORT = /from '#libs\/([a-z]+)\//g;
const WRITE = /\b(?:insert\s+into|update|delete\s+from|truncate(?:\s+table)?)\s+([a-z_]+)\.[a-z_]+/gi;

for (const lib of libs) {
  const folder = `libs/${lib}/src`;
  if (!fs.existsSync(folder)) continue;
  const used = new Set();
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.ts$/.test(entry.name) || /spec\.ts$/.test(entry.name)) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const text = fs.readFileSync(file, 'utf8');
    for (const [, other] of text.matchAll(IMPORT)) used.add(other);
    for (const [, schema] of text.matchAll(READ)) {
      used.add(schema);
      if (libs.includes(schema) && schema !== lib && !mayImport[lib].includes(schema))
        problems.push(`${file} reads ${schema}, which ${lib} may not know`);
    }
    for (const [, schema] of text.matchAll(WRITE)) {
      if (libs.includes(schema) && schema !== lib)
        problems.push(`${file} writes to ${schema}: only libs/${schema} may`);
    }
  }
  for (const other of SEES_ALL.includes(lib) ? [] : mayImport[lib])
    if (!used.has(other)) problems.push(`scripts/plan.cjs lets ${lib} know ${other}, which it never looks at`);
}
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
