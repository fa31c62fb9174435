const stop = Symbol.for('plai.test-database.stop');

/** Stops the test server, once. */
export default function globalTeardown() {
  globalThis[stop]?.();
  globalThis[stop] = undefined;
}
