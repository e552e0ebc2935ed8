import { readFileSync } from 'node:fs';
import type { ApiFacts } from '../../sandbox/reply-shape.ts';

/** What is known of the workflow endpoints, which HubSpot's SDK does not model. A trailing `?` marks an optional field. */
export interface FlowFacts {
  readonly operations: readonly string[];
  readonly queries: Readonly<Record<string, readonly string[]>>;
  readonly summaryFields: readonly string[];
  readonly flow: Readonly<Record<'common' | 'CONTACT_FLOW' | 'PLATFORM_FLOW', readonly string[]>>;
  readonly putRequired: Readonly<Record<'common' | 'CONTACT_FLOW', readonly string[]>>;
  readonly putMustDrop: readonly string[];
}

/** Endpoints and fields of HubSpot's API, as far as Handrail or the sandbox has to do with them. */
export interface ContractFacts {
  readonly apis: Readonly<Record<string, ApiFacts>>;
  readonly flows: FlowFacts;
}

/** The facts in this repository. `tests/sandbox/contract.test.ts` compares them with where they come from. */
export const FACTS = JSON.parse(
  readFileSync(new URL('../../fixtures/hubspot/served-operations.json', import.meta.url), 'utf8'),
) as ContractFacts;
