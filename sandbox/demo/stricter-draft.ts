import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CONFIG = fileURLToPath(new URL('../../config', import.meta.url));

/** Copies the shipped policy and lets RevOps decide on Strategic Logos over 50,000, not over 100,000. @returns the folder */
export async function stricterDraft(dir: string): Promise<string> {
  await cp(CONFIG, dir, { recursive: true });
  const file = join(dir, 'policies/strategic-logo.yml');
  const before = await readFile(file, 'utf8');
  const after = before
    .replace('operator: GT, value: 100000', 'operator: GT, value: 50000')
    .replace('label: Over 100,000', 'label: Over 50,000');
  if (after === before) throw new Error(`${file} has no row over 100,000 (this is a bug)`);
  await writeFile(file, after);
  return dir;
}
