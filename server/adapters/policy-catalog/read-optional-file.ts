import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { check } from './issue-in-words.ts';
import { PolicyFileError } from './policy-file-error.ts';
import { errorCode, readSourceFile } from './source-file.ts';

/**
 * Reads and checks a file of the configuration folder that need not be there; null when it is not.
 *
 * @throws PolicyFileError with all problems of the file
 */
export async function readOptionalFile<T>(
  dir: string,
  file: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  if (await isMissing(join(dir, file))) return null;
  const read = await readSourceFile(dir, file);
  if (!read.ok) throw new PolicyFileError(dir, read.problems);
  const { source } = read;
  const checked = check(schema, source.value);
  if (checked.ok) return checked.value;
  throw new PolicyFileError(
    dir,
    checked.issues.map(({ path, message }) => source.problemAt(path, message)),
  );
}

async function isMissing(path: string): Promise<boolean> {
  try {
    await access(path);
    return false;
  } catch (error) {
    return errorCode(error) === 'ENOENT';
  }
}
