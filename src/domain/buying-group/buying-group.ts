import type { GroupObjectType, Precedence } from '@handrail/contracts/vocabulary';
import type { ExceptionRequest, FiledState } from '../exception-request/state.ts';

/** What an exception on a company covers beside the company. */
export interface GroupRule {
  readonly objects: readonly GroupObjectType[];
  readonly only: 'open' | 'all';
  readonly precedence: Precedence;
}

/** The buying group of a request; null when it covers its own record only. */
export function groupRuleOf({ record, playbook, exceptionType }: ExceptionRequest): GroupRule | null {
  if (record.objectType !== 'company') return null;
  const step = playbook.onApproval.find(({ kind }) => kind === 'hold_associated');
  if (step?.kind !== 'hold_associated') return null;
  const { objects, only } = step;
  return { objects, only, precedence: exceptionType.precedence ?? 'own_record' };
}

/**
 * True from the grant until the end or its revert begins, also while a step of the grant waits to be mended: as long as a request
 * holds its record, and its group with it.
 */
export function holdsRouting(state: FiledState): boolean {
  switch (state.status) {
    case 'approved':
    case 'active':
      return true;
    case 'needs_attention':
      return state.resume.status === 'approved' || state.resume.status === 'active';
    default:
      return false;
  }
}
