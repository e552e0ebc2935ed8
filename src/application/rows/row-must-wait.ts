import type { ProblemCode } from '@handrail/contracts/vocabulary';
import type { CrmPort } from '../../ports/crm.ts';
import { CrmError } from '../../ports/crm.ts';
import type { Refusal } from '../refusal.ts';

/** Thrown when a row cannot be worked now though nothing is wrong with it. */
export class RowMustWait extends Error {
  override readonly name = 'RowMustWait';
  readonly code: ProblemCode;
  /** What the author is told should it never come to pass. */
  readonly refusal: Refusal | null;

  constructor(code: ProblemCode, refusal: Refusal | null = null) {
    super(`The row waits: ${code}.`);
    this.code = code;
    this.refusal = refusal;
  }
}

/**
 * A CRM that must answer. At a card somebody waits, so a CRM that is down leaves facts unknown and asks everybody who
 * might have to approve; a row can wait until the CRM is back, and then asks the right people.
 */
export function mustAnswer(crm: CrmPort): CrmPort {
  return {
    ...crm,
    loadHandoff: (record, factNames) =>
      answering(async () => {
        const handoff = await crm.loadHandoff(record, factNames);
        if (handoff.unavailable !== undefined) throw new RowMustWait('crm_unavailable');
        return handoff;
      }),
    loadChoices: (record) => answering(() => crm.loadChoices(record)),
  };
}

async function answering<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CrmError && error.retryable) throw new RowMustWait('crm_unavailable');
    throw error;
  }
}
