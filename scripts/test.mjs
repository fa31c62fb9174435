// `npm test`: every test, and a closing count. Arguments are handed to Jest: `npm test -- libs/ledger`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const report = path.join(os.tmpdir(), `plai-jest-${process.pid}.json`);
const workers = String(Math.max(2, os.availableParallelism()));
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const jest = ['--json', `--outputFile=${report}`, `--maxWorkers=${workers}`, ...process.argv.slice(2)];
// Jest prints its report as JSON to standard output; people read standard error.
const run = spawn(process.execPath, [...flags, ...jest], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, NODE_ENV: 'test' },
});
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    stopped = true;
    run.kill('SIGTERM');
  });
const [code] = await once(run, 'exit');
if (stopped) {
  // Jest did not get to its own end.
  const { devDataDir, startDevDatabase } = await import('#libs/platform/src/index.js');
  (await startDevDatabase(devDataDir('test'), { forgetful: true })).stop();
  process.exit(1);
}

let status = code ?? 1;
if (fs.existsSync(report)) {
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, numTotalTests, testResults } =
    JSON.parse(fs.readFileSync(report, 'utf8'));
  fs.rmSync(report);
  for (const { assertionResults } of testResults) {
    for (const { status: how, fullName } of assertionResults)
      if (how === 'pending') console.log(`skipped: ${fullName}`);
  }
  const broken = Math.max(numFailedTests, numFailedTestSuites);
  if (broken > 0 || numTotalTests === 0) status ||= 1;
  console.log(`${numPassedTests} passed, ${broken} failed, ${numPendingTests} skipped`);
} else {
  status ||= 1;
}
process.exit(status);
