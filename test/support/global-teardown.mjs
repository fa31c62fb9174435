import fs from 'node:fs';

const stop = Symbol.for('plai.test-database.stop');

/** Stops the test server and removes the files of the tests, once. */
export default function globalTeardown() {
  globalThis[stop]?.();
  globalThis[stop] = undefined;
  if (process.env.TEST_FILES_DIR) fs.rmSync(process.env.TEST_FILES_DIR, { recursive: true, force: true });
}
