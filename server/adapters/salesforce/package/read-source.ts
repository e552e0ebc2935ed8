import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of a package in source format. */
export interface SourceFile {
  /** From the folder that holds `objects`, `flows` and the others, with `/` between. */
  readonly path: string;
  readonly text: string;
}

/** The package that Handrail ships. */
export const SHIPPED_PACKAGE = fileURLToPath(
  new URL('../../../../extensions/salesforce/force-app/main/default', import.meta.url),
);

/** What stands beside the components and is no part of the package: tests, and settings of editors. */
const LEFT_OUT = /(^|\/)(__tests__|__mocks__)\/|(^|\/)(jsconfig|package)\.json$|(^|\/)\./;

/**
 * Reads every file of a package, in the order of their paths.
 *
 * @throws Error when the folder is not there
 */
export async function readSource(folder: string = SHIPPED_PACKAGE): Promise<readonly SourceFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => relative(folder, file).split(sep).join('/'))
    .filter((path) => !LEFT_OUT.test(path))
    .toSorted();
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(folder, path), 'utf8') })));
}
