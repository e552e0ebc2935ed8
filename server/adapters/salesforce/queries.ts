import type { z } from 'zod';
import type { Patience, SalesforceClient } from './client.ts';
import { pageSchema } from './schema.ts';

/** A text as a literal of a query. */
export function quoted(text: string): string {
  const escaped = text
    .replace(/[\\'"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return `'${escaped}'`;
}

/** Texts as the list of an IN. */
export function quotedList(texts: readonly string[]): string {
  return `(${texts.map(quoted).join(',')})`;
}

interface QueryCall<T> {
  readonly soql: string;
  readonly record: z.ZodType<T>;
  readonly purpose: string;
  readonly patience: Patience;
  /** Asks the Tooling API, which knows the org's setup. */
  readonly tooling?: boolean;
}

/** Every record a query finds, page by page. @throws SalesforceCallError */
export async function queryAll<T>(
  client: SalesforceClient,
  { soql, record, purpose, patience, tooling = false }: QueryCall<T>,
): Promise<readonly T[]> {
  const found: T[] = [];
  const address = tooling ? '/tooling/query' : '/query';
  let next: string | undefined = address;
  while (next !== undefined) {
    const first = next === address;
    const page: { records: T[]; nextRecordsUrl?: string | undefined } = await client.send({
      method: 'GET',
      path: next,
      template: first ? address : `${address}/{locator}`,
      ...(first && { query: { q: soql } }),
      schema: pageSchema(record),
      purpose,
      patience,
    });
    found.push(...page.records);
    next = page.nextRecordsUrl;
  }
  return found;
}
