import { describe, expect, it } from '@jest/globals';
import { repositoryFiles } from './repository-files.ts';
import { IMPORT_RULES, violationsOf } from './rules.ts';

describe('the repository', () => {
  const files = repositoryFiles();

  it('keeps the rules of its tree', () => {
    expect(files.flatMap(violationsOf)).toEqual([]);
  });

  it.each(IMPORT_RULES.map(({ part }) => part))(
    'has files under %s, so that its rule is not idle',
    (part) => {
      expect(files.some(({ path }) => path.startsWith(part))).toBe(true);
    },
  );
});

describe('the rules report', () => {
  it.each([
    [
      'a domain file that imports the server',
      'src/domain/policy/x.ts',
      "import { a } from '../../../server/a.ts';",
    ],
    ['a type-only import', 'src/domain/policy/x.ts', "import type { A } from '../../../server/a.ts';"],
    [
      'an import of a type by its path',
      'src/domain/x.ts',
      "type A = import('../../server/a.ts').A; export type B = A;",
    ],
    ['a dynamic import', 'src/domain/x.ts', "export const a = () => import('../../server/a.ts');"],
    ['a re-export', 'src/domain/x.ts', "export * from '../ports/clock.ts';"],
    ['a named re-export', 'src/domain/x.ts', "export { a } from '../application/a.ts';"],
    ['a domain file that imports zod', 'src/domain/x.ts', "import { z } from 'zod';"],
    [
      'a domain file that imports a contract of the wire',
      'src/domain/x.ts',
      "import '@handrail/contracts/card-view';",
    ],
    ['a domain file that reads files', 'src/domain/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['a port that imports a use case', 'src/ports/x.ts', "import { a } from '../application/a.ts';"],
    [
      'a use case that imports an adapter',
      'src/application/x.ts',
      "import '../../server/adapters/store/database.ts';",
    ],
    ['a use case that imports a package', 'src/application/x.ts', "import { sql } from 'kysely';"],
    ['contracts that import the domain', 'src/contracts/x.ts', "import '../domain/policy/policy.ts';"],
    [
      'a server file that imports the sandbox',
      'server/main.ts',
      "import { a } from '../sandbox/hubspot/a.ts';",
    ],
    [
      'a server file that imports a card',
      'server/http/x.ts',
      "import '../../extensions/hubspot/src/app/cards/a.tsx';",
    ],
    ['a server file that imports a test', 'server/http/x.ts', "import '../../tests/fixtures/sha256.ts';"],
    [
      'a sandbox that imports the domain',
      'sandbox/hubspot/x.ts',
      "import '../../src/domain/policy/policy.ts';",
    ],
    ['a sandbox that imports the server', 'sandbox/demo.ts', "import '../server/main.ts';"],
    [
      'a card that imports the domain',
      'extensions/hubspot/src/app/cards/x.tsx',
      "import '../../../../../src/domain/a.ts';",
    ],
    ['a card that imports another package', 'extensions/hubspot/src/app/cards/x.tsx', "import 'lodash';"],
    ['a card that imports a builtin', 'extensions/hubspot/src/app/cards/x.tsx', "import 'node:fs';"],
    ['a card that imports a page', 'extensions/hubspot/src/app/cards/x.tsx', "import '../pages/inbox.tsx';"],
    [
      'a page that imports the server',
      'extensions/hubspot/src/app/pages/x.tsx',
      "import '../../../../../server/main.ts';",
    ],
    ['a source file that imports a test', 'src/application/x.ts', "import '../../tests/fixtures/sha256.ts';"],
    ['a file outside the tree', 'scripts/x.ts', ''],
    ['the clock', 'src/domain/x.ts', 'export const at = Date.now();'],
    ['the clock by its class', 'src/application/x.ts', 'export const at = new Date();'],
    ['randomness', 'src/domain/x.ts', 'export const dice = Math.random();'],
    ['the environment in src', 'src/domain/x.ts', 'export const a = process.env;'],
    ['the log in src', 'src/application/x.ts', "console.log('x');"],
    ['a log that is passed on', 'src/application/x.ts', 'export const log = [console];'],
    ['the network in src', 'src/ports/x.ts', "export const a = () => fetch('/');"],
    ['a timer in src', 'src/domain/x.ts', 'setTimeout(() => {}, 1);'],
    ['the environment beside env.ts', 'server/main.ts', "export const a = process.env['PORT'];"],
    [
      'a status code beside problem.ts',
      'server/http/app.ts',
      'export const a = (r: any) => r.status(404).json({});',
    ],
    ['a status that is sent', 'server/http/app.ts', 'export const a = (r: any) => r.sendStatus(500);'],
  ])('%s', (_, path, text) => {
    expect(violationsOf({ path, text })).toHaveLength(1);
  });

  it('names file and import', () => {
    const text = "import { a } from '../../../server/a.ts';\nimport { b } from './b.ts';";
    expect(violationsOf({ path: 'src/domain/policy/x.ts', text })).toEqual([
      'src/domain/policy/x.ts: must not import ../../../server/a.ts',
    ]);
  });
});

describe('the rules allow', () => {
  it.each([
    [
      'the vocabulary in the domain',
      'src/domain/x.ts',
      "import type { Truth } from '@handrail/contracts/vocabulary';",
    ],
    ['the domain in a use case', 'src/application/x.ts', "import '../domain/policy/policy.ts';"],
    ['zod in contracts', 'src/contracts/x.ts', "import { z } from 'zod';"],
    [
      'a package path in a card',
      'extensions/hubspot/src/app/cards/x.tsx',
      "import { a } from '@hubspot/ui-extensions/crm';",
    ],
    [
      'a part of the card in a page',
      'extensions/hubspot/src/app/pages/x.tsx',
      "import { Asked } from 'handrail-hubspot-cards/parts/asked.tsx';",
    ],
    ['a given time', 'src/domain/x.ts', 'export const at = (text: string) => new Date(text).toISOString();'],
    ['Math without randomness', 'src/domain/x.ts', 'export const a = Math.max(1, 2);'],
    [
      'a name of a global as a key',
      'src/domain/x.ts',
      'export const a = { process: 1, console: 2 }; export const b = a.process;',
    ],
    [
      'a name of a global as a parameter',
      'src/domain/x.ts',
      'export function a(fetch: () => void) { fetch(); }',
    ],
    ['a name of a global in a type', 'src/domain/x.ts', 'export interface A { readonly process: string }'],
    ['the environment in env.ts', 'server/env.ts', "export const a = process.env['PORT'];"],
    ['other uses of process in the server', 'server/main.ts', "process.on('SIGTERM', () => {});"],
    ['a status of success', 'server/http/app.ts', 'export const a = (r: any) => r.status(202).end();'],
    ['status codes in problem.ts', 'server/http/problem.ts', 'export const a = (r: any) => r.status(404);'],
    [
      'anything in tests',
      'tests/e2e/x.ts',
      "import '../../sandbox/demo.ts'; import 'node:fs'; console.log(Date.now());",
    ],
  ])('%s', (_, path, text) => {
    expect(violationsOf({ path, text })).toEqual([]);
  });
});
