const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

/** The components' tests, by Salesforce's own preset. Labels have their real texts. */
module.exports = {
  ...jestConfig,
  moduleNameMapper: {
    ...jestConfig.moduleNameMapper,
    '^c/handoffLabels$': '<rootDir>/test-support/labels.js',
    '^lightning/graphql$': '<rootDir>/test-support/graphql.js',
  },
  roots: ['<rootDir>/force-app'],
  modulePathIgnorePatterns: ['<rootDir>/build/'],
  setupFiles: ['<rootDir>/test-support/web-crypto.js'],
  maxWorkers: 2,
};
