import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SourceText } from './rules.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PARTS = ['src', 'server', 'sandbox', 'extensions', 'tests'];
const NOT_OURS = /(^|\/)(node_modules|dist|build|coverage)(\/|$)/;

/** Every TypeScript file of the repository that a person wrote. */
export function repositoryFiles(): readonly SourceText[] {
  return PARTS.flatMap((part) =>
    readdirSync(`${ROOT}${part}`, { recursive: true, encoding: 'utf8' })
      .map((name) => `${part}/${name.replaceAll('\\', '/')}`)
      .filter((path) => /\.tsx?$/.test(path) && !NOT_OURS.test(path) && !/\.generated\./.test(path)),
  ).map((path) => ({ path, text: readFileSync(`${ROOT}${path}`, 'utf8') }));
}
