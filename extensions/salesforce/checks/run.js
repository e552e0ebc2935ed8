/**
 * Everything the Salesforce package must pass, one after the other.
 *
 *     node checks/run.js [--counts FILE]
 *
 * Ends with "<n> passed, <m> failed" and exit code 1 if anything failed. With `--counts` the two numbers are written
 * to FILE, for a run that sums them up.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'handrail-salesforce-'));
const report = join(scratch, 'jest.json');
const total = { passed: 0, failed: 0 };

/** A step that is one check. */
function check(name, command, args) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
  add(name, status === 0 ? 1 : 0, status === 0 ? 0 : 1);
}

function add(name, passed, failed) {
  total.passed += passed;
  total.failed += failed;
  console.log(`== ${name}: ${passed} passed, ${failed} failed`);
}

/** The components' tests: their number is that of the tests, not of the files. */
function componentTests() {
  console.log('\n== tests of the components');
  const args = [
    'sfdx-lwc-jest',
    '--',
    '--config',
    'jest.config.cjs',
    '--json',
    `--outputFile=${report}`,
    '--silent',
  ];
  const { status } = spawnSync('npx', ['--no-install', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    add('tests of the components', numPassedTests, numFailedTests + numRuntimeErrorTestSuites);
  } catch {
    add('tests of the components', 0, status === 0 ? 0 : 1);
  }
}

/** The tests of one folder that run on Node's own runner. */
function nodeTests(name, files) {
  console.log(`\n== ${name}`);
  const { stdout, status } = spawnSync('node', ['--test', '--test-reporter=tap', files], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(stdout)?.[1] ?? 0);
  if (status !== 0) console.log(stdout);
  add(name, count('pass'), Math.max(count('fail') + count('cancelled'), status === 0 ? 0 : 1));
}

check('generated files', 'node', ['generate/generate.ts', '--check']);
check('lint', 'npx', ['--no-install', 'eslint', '.']);
check('types', 'npx', ['--no-install', 'tsc', '-p', 'jsconfig.json']);
componentTests();
nodeTests('metadata', 'checks/*.test.js');
nodeTests('components in a browser', 'page/*.test.js');

rmSync(scratch, { recursive: true, force: true });
const counts = process.argv.indexOf('--counts');
if (counts > 0) writeFileSync(process.argv[counts + 1], `${total.passed} ${total.failed}\n`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
