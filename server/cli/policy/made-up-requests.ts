import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import type { Fact } from '../../../src/domain/policy/facts.ts';
import type { SimulatedCase } from '../../../src/domain/simulation/judge-case.ts';
import { UsageError } from '../usage-error.ts';

const PAGE = 500;

const caseSchema = z.strictObject({
  id: z.string().min(1).optional(),
  exceptionTypeId: z.string().min(1),
  objectType: z.enum(OBJECT_TYPES).default('deal'),
  requesterEmail: z.email().toLowerCase().default('somebody@requester.invalid'),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

/**
 * Made-up requests of a JSON Lines file, in pages. `null` is a blank field; a fact that is not named is unknown.
 *
 * @throws UsageError with the line that cannot be used
 */
export async function* madeUpRequests(file: string): AsyncGenerator<readonly SimulatedCase[]> {
  let page: SimulatedCase[] = [];
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
      number += 1;
      if (line.trim() === '') continue;
      page.push(caseOf(line, `${file}:${number}`, number));
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      throw new UsageError(`${file} cannot be read (${String(error.code)}).`);
    }
    throw error;
  }
  if (page.length > 0) yield page;
}

function caseOf(line: string, place: string, number: number): SimulatedCase {
  const parsed = caseSchema.safeParse(jsonOf(line, place));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(`${place}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { id = `line ${number}`, exceptionTypeId, objectType, requesterEmail, facts } = parsed.data;
  const given = Object.entries(facts).map(([name, value]): [string, Fact] => [
    name,
    value === null ? { state: 'blank' } : { state: 'known', value },
  ]);
  return {
    id,
    exceptionTypeId,
    requesterEmail,
    facts: { 'request.object_type': { state: 'known', value: objectType }, ...Object.fromEntries(given) },
  };
}

function jsonOf(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new UsageError(`${place}: is not JSON. Write one object a line.`);
  }
}
