import { cp } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';

/**
 * Copies a PGlite data directory that nobody has open, and alters one audit entry in the copy as somebody with full
 * rights on the database could: triggers off, text changed, triggers on again.
 *
 * @returns the number of the altered entry
 */
export async function tamperedCopy(dataDir: string, copyDir: string): Promise<number> {
  await cp(dataDir, copyDir, { recursive: true });
  const database = new PGlite(copyDir);
  try {
    await database.exec(
      'set search_path to handrail; alter table audit_entry disable trigger audit_entry_append_only',
    );
    const { rows } = await database.query<{ seq: number | string }>(
      `update audit_entry set body = replace(body, '"outcome":"approve"', '"outcome":"reject"')
       where body like '%"outcome":"approve"%' returning seq`,
    );
    const [altered] = rows;
    if (!altered || rows.length > 1)
      throw new Error('the trail has not exactly one approval (this is a bug)');
    await database.exec('alter table audit_entry enable always trigger audit_entry_append_only');
    return Number(altered.seq);
  } finally {
    await database.close();
  }
}
