import { evaluateConditions, unknownFactsOf } from '../policy/evaluate-conditions.ts';
import type { FactMap } from '../policy/facts.ts';
import type { StandardHandoff } from '../policy/policy.ts';
import type { Standing } from './circumstances.ts';
import type { FieldChange } from './field-change.ts';

/**
 * Where a record stands among the standard handoffs of its type: the first one whose entry definition holds. Which of
 * its rules applies plays no part: the handoff decides, whatever it decides.
 */
export function standingOf(
  handoffs: readonly StandardHandoff[],
  { record }: Pick<FieldChange, 'record'>,
  facts: FactMap,
): Standing {
  const ofType = handoffs.filter(({ appliesTo }) => appliesTo === record.objectType);
  for (const [position, { entry, label }] of ofType.entries()) {
    const { truth, ...result } = evaluateConditions(entry, facts);
    if (truth === 'false') continue;
    if (truth === 'true') return { state: 'under', label, position };
    return { state: 'unknown', unknown: unknownFactsOf({ truth, ...result }) };
  }
  return { state: 'outside' };
}

/** Names under which policies of both CRMs ask for a field that one CRM calls by a name of its own. */
const ALSO_CALLED: Readonly<Record<string, readonly string[]>> = {
  'deal.stagename': ['deal.dealstage'],
  'ticket.status': ['ticket.hs_pipeline_stage'],
  'contact.status': ['contact.hs_lead_status'],
};

/** Facts as they were before a change, or right after it, as far as that one field goes. */
export function factsAround(
  facts: FactMap,
  { record, property }: FieldChange,
  value: string | null,
): FactMap {
  const name = `${record.objectType}.${property}`;
  const fact =
    value === null || value === '' ? ({ state: 'blank' } as const) : ({ state: 'known', value } as const);
  const also = ALSO_CALLED[name.toLowerCase()] ?? [];
  return { ...facts, ...Object.fromEntries([name, ...also].map((one) => [one, fact])) };
}
