import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadPolicyFiles } from '../../server/adapters/policy-catalog/load-policy-files.ts';
import { TRUTHS } from '../../src/contracts/vocabulary.ts';
import type { FactMap } from '../../src/domain/policy/facts.ts';
import type { PolicyVersion } from '../../src/domain/policy/policy.ts';

/** The folder of the shipped policy. */
export const CONFIG = fileURLToPath(new URL('../../config', import.meta.url));

/** The shipped policy as version 1. */
export async function shippedPolicy(): Promise<PolicyVersion> {
  return { version: 1, hash: 'f'.repeat(64), policy: await loadPolicyFiles(CONFIG) };
}

const truth = z.enum(TRUTHS);
const examplesSchema = z.array(
  z.strictObject({
    name: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    criteria: truth,
    rows: z.record(z.string(), truth),
    asks: z.array(z.string()),
  }),
);

/** The worked examples of one exception type. */
export async function examplesOf(typeId: string) {
  return examplesSchema.parse(parse(await readFile(`${CONFIG}/policies/${typeId}.examples.yml`, 'utf8')));
}

/** Facts by value; null is a blank field. A fact that is not named could not be read. */
export function factMap(values: Readonly<Record<string, string | number | boolean | null>>): FactMap {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value === null ? { state: 'blank' } : { state: 'known', value },
    ]),
  );
}
