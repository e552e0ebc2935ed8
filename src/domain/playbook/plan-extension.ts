import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { expiryOf } from '../exception-request/extension.ts';
import type { FiledState } from '../exception-request/state.ts';
import { listInWords } from '../policy/words.ts';
import type { StepAction } from './step.ts';

/** The new end on the record, and a note of who allowed it. */
export function extendActions(state: FiledState, now: Date): readonly StepAction[] {
  const granted = state.extensions.findLast(({ outcome }) => outcome === 'approved');
  if (!granted) return [];
  const approvers = granted.reviews
    .filter(({ outcome }) => outcome === 'approve')
    .map(({ reviewer }) => reviewer.name);
  const { label } = state.request.exceptionType;
  return [
    { kind: 'tag_record', tag: { [RECORD_PROPERTY.expiresAt]: expiryOf(state) } },
    {
      kind: 'add_note',
      at: now.toISOString(),
      body: `${label} extended until ${granted.until.slice(0, 10)} (was ${granted.from.slice(0, 10)}), asked for by ${granted.by.name}, approved by ${listInWords(approvers)}.\nWhy: ${granted.reason}`,
    },
  ];
}
