import js from '@eslint/js';
import lwcConfig from '@salesforce/eslint-config-lwc/recommended.js';
import jest from 'eslint-plugin-jest';

const GLOBALS = [
  ...['process', 'console', 'globalThis', 'document', 'window', 'location', 'Node', 'CustomEvent'],
  ...['URL', 'URLSearchParams', 'Buffer', 'fetch', 'jest'],
];

/** Salesforce's own rules for the components; in tests, those of Jest beside them. */
export default [
  { ignores: ['build/**', 'node_modules/**', 'generate/**'] },
  ...[lwcConfig]
    .flat()
    .map((config) => ({ ...config, files: ['force-app/**/*.js', 'page/platform/recordPicker/*.js'] })),
  {
    files: ['force-app/**/*.js'],
    rules: {
      'no-undef': 'error',
      'no-unused-vars': 'error',
      'no-await-in-loop': 'error',
    },
  },
  {
    files: ['force-app/**/__tests__/**/*.js'],
    ...jest.configs['flat/recommended'],
    rules: {
      ...jest.configs['flat/recommended'].rules,
      // A wire is driven by its test adapter there.
      '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off',
      '@lwc/lwc/no-async-operation': 'off',
      'no-await-in-loop': 'off',
    },
  },
  {
    ...js.configs.recommended,
    files: ['test-support/**/*.js', 'checks/**/*.js', 'page/**/*.js'],
    ignores: ['page/platform/recordPicker/**'],
    languageOptions: {
      sourceType: 'module',
      globals: Object.fromEntries(GLOBALS.map((name) => [name, 'readonly'])),
    },
  },
];
