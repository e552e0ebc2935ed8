import { expect, it } from '@jest/globals';
import { repositoryFiles } from './repository-files.ts';

const MAX_LINES = 320;

it(`has no source file of more than ${MAX_LINES} lines: a longer one is split by meaning`, () => {
  const long = repositoryFiles()
    .filter(({ path }) => !path.startsWith('tests/') && !path.includes('__tests__'))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES);
  expect(long).toEqual([]);
});
