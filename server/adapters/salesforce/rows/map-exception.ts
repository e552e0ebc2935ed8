import { OBJECT_TYPE_OF, SALESFORCE_OBJECTS } from '@handrail/contracts/salesforce-vocabulary';
import { submissionSchema } from '@handrail/contracts/submission';
import type { z } from 'zod';
import type { RecordRef } from '../../../../src/domain/policy/facts.ts';
import type { ExceptionRow } from '../../../../src/ports/request-rows.ts';
import type { SalesforceRecord } from '../schema.ts';
import { ROW_OBJECTS } from './row-objects.ts';
import { faultIn, instantIn, stampsOf, type stampsSchema, textIn } from './stamps.ts';

/** The form as every card sends it; a row is its own idempotency key. */
const formSchema = submissionSchema.omit({ idempotencyKey: true, retroactive: true });

const LABELS: Readonly<Record<string, string>> = {
  record: 'Record',
  exceptionTypeId: 'Exception type',
  reasonCode: 'Reason code',
  reason: 'Reason',
  expiresAt: 'Until',
  proposedOwnerId: 'Proposed owner',
  proposedStageId: 'Proposed stage',
  breakGlass: 'Why it cannot wait',
};

/** A row of `Handoff_Exception__c`, however it was filled. */
export function exceptionRow(stamps: z.infer<typeof stampsSchema>, values: SalesforceRecord): ExceptionRow {
  const record = recordIn(values);
  return {
    kind: 'exception',
    ...stampsOf(stamps, values, ROW_OBJECTS.exception),
    record,
    heldUntil: instantIn(values, 'Hold_Until__c') ?? null,
    requestId: textIn(values, 'Request_Id__c') ?? null,
    form: formIn(values, record),
  };
}

/** The one record it names, by the lookup that the platform checked. */
function recordIn(values: SalesforceRecord): RecordRef | null {
  const named = SALESFORCE_OBJECTS.flatMap((name) => {
    const recordId = textIn(values, `${name}__c`);
    return recordId === undefined ? [] : [{ objectType: OBJECT_TYPE_OF[name], recordId }];
  });
  const [record] = named;
  return record && named.length === 1 ? record : null;
}

function formIn(values: SalesforceRecord, record: RecordRef | null): ExceptionRow['form'] {
  if (!record) {
    return { fault: 'It names no record, or more than one; the record may have been deleted meanwhile.' };
  }
  if (values.Record_Id__c !== record.recordId) {
    return { fault: 'Its record id is not the id of the record it names.' };
  }
  const parsed = formSchema.safeParse({
    record,
    exceptionTypeId: textIn(values, 'Exception_Type__c') ?? '',
    reasonCode: textIn(values, 'Reason_Code__c') ?? '',
    reason: textIn(values, 'Reason__c') ?? '',
    expiresAt: instantIn(values, 'Expires_At__c') ?? '',
    proposedOwnerId: textIn(values, 'Proposed_Owner__c'),
    proposedStageId: textIn(values, 'Proposed_Stage__c'),
    ...(values.Break_Glass__c === true && {
      breakGlass: { reason: textIn(values, 'Break_Glass_Reason__c') ?? '' },
    }),
  });
  return parsed.success ? parsed.data : { fault: faultIn(parsed.error, LABELS) };
}
