/**
 * Writes the generated part of the package.
 *
 *     node extensions/salesforce/generate/generate.ts [--check]
 *
 * With `--check` nothing is written: exit code 1 and the paths of files that differ, if any do.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFiles } from './package-files.ts';

const ROOT = fileURLToPath(new URL('../force-app/main/default/', import.meta.url));
const differing = [...packageFiles()].filter(([path, text]) => textOf(path) !== text);

if (process.argv.includes('--check')) {
  for (const [path] of differing) console.error(`differs from the contracts: ${path}`);
  process.exitCode = differing.length === 0 ? 0 : 1;
} else {
  for (const [path, text] of differing) {
    mkdirSync(dirname(ROOT + path), { recursive: true });
    writeFileSync(ROOT + path, text);
  }
  console.log(`${differing.length} files written`);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(ROOT + path, 'utf8');
  } catch {
    return undefined;
  }
}
