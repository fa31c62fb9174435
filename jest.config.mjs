import fs from 'node:fs';

const swcrc = JSON.parse(fs.readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
delete swcrc.$schema;
const common = {
  rootDir: import.meta.dirname,
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  testEnvironmentOptions: { customExportConditions: ['app-source', 'node', 'node-addons'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '^#(libs|apps|migrations)/(.*)\\.js$': '<rootDir>/$1/$2' },
  transform: { '^.+\\.tsx?$': ['@swc/jest', { ...swcrc, swcrc: false }] },
  setupFiles: ['reflect-metadata'],
};
const onDatabase = {
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

// Four floors of tests: pure, one lib on PostgreSQL, whole journeys, a browser. Timeouts belong to the whole run.
export default {
  testTimeout: 300_000,
  workerIdleMemoryLimit: '900MB',
  projects: [
    {
      ...common,
      displayName: 'pure',
      testMatch: ['<rootDir>/{libs,apps}/**/*[^-]*.spec.ts', '<rootDir>/{libs,apps}/**/*.spec.tsx'],
    },
    { ...common, ...onDatabase, displayName: 'database', testMatch: ['<rootDir>/{libs,apps}/**/*.db-spec.ts'] },
    { ...common, ...onDatabase, displayName: 'journey', testMatch: ['<rootDir>/test/*.e2e-spec.ts'] },
    { ...common, ...onDatabase, displayName: 'browser', testMatch: ['<rootDir>/test/browser/*.browser-spec.ts'] },
  ],
};
