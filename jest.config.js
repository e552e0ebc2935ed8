/**
 * Jest runs TypeScript as ES modules. `@swc/jest` only strips types; `npm run types` checks them.
 *
 * @type {import('jest').Config}
 */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
      },
    ],
  },
  testMatch: ['<rootDir>/tests/**/*.test.ts', '<rootDir>/extensions/hubspot/**/__tests__/**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/'],
  // Jest leaves a core free: of two it would use one, and most tests wait for a process or a browser of their own.
  maxWorkers: 2,
  // Modules and databases of finished files are not given back in time: a worker that is full is replaced.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 30_000,
};
