import type { PlannedStep } from '../../../src/domain/playbook/step.ts';
import { CrmError, type StepOutcome } from '../../../src/ports/crm.ts';
import { SalesforceCallError } from './errors.ts';

/** Steps that only tidy up or tell: on a lead that was converted there is nothing to tidy up any more. */
const TIDYING: ReadonlySet<PlannedStep['action']['kind']> = new Set([
  'release_hold',
  'tag_record',
  'restore_field',
  'add_note',
  'create_task',
]);

/**
 * What a step comes to that Salesforce refuses because the lead was converted: nobody can change one any more, and what
 * it became carries no exception of the lead's. Passes on every other error.
 *
 * @throws CrmError `refused` for a step that had to take effect; the error itself otherwise
 */
export function afterConversion({ action }: PlannedStep, error: unknown): StepOutcome {
  if (!(error instanceof SalesforceCallError) || error.errorCode !== 'CANNOT_UPDATE_CONVERTED_LEAD')
    throw error;
  if (TIDYING.has(action.kind)) {
    return { outcome: 'skipped', why: 'The lead was converted, and nobody can change a converted lead.' };
  }
  throw new CrmError(
    'refused',
    'The lead was converted meanwhile. End this exception, and file one on the opportunity or account it became if that still needs one.',
    'step on a converted lead',
    { cause: error },
  );
}
