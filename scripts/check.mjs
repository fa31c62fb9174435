// `npm run check`: everything that can be said of the code without running it.
import { spawnSync } from 'node:child_process';

const steps = [
  ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']],
  ['lint', ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', 'apps', 'libs', 'migrations', 'test']],
  ['types', ['node_modules/typescript/bin/tsc']],
  [
    'dependency rules',
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      'dependency-cruiser.cjs',
      'apps',
      'libs',
      'migrations',
      'test',
    ],
  ],
  ['nothing unused', ['node_modules/knip/bin/knip.js', '--include', 'files,exports', '--no-progress']],
  ['schema rules', ['scripts/check-schemas.mjs']],
  ['messages', ['scripts/check-messages.mjs']],
  ['licences', ['scripts/check-licences.mjs']],
];

let failed = 0;
for (const [name, args] of steps) {
  const from = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - from) / 1000).toFixed(1)} s)`);
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
