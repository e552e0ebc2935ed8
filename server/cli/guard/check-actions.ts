import { InvalidArgumentError } from 'commander';
import { checkActionOf, checkActionsSeen } from '../../adapters/hubspot/flows/check-actions.ts';
import type { CheckAction } from '../../adapters/hubspot/flows/read-action.ts';
import { withStore } from '../with-store.ts';

export const CHECK_ACTION_HELP =
  'the type of Handrail\'s own action "Check handoff exception" in workflow documents, such as 1-3700100; may be repeated';

/** Gathers the values of an option that may be repeated. */
export function collectCheckAction(value: string, former: readonly string[]): readonly string[] {
  if (!/^1-\d{1,20}$/.test(value))
    throw new InvalidArgumentError('It must be 1- and a number, such as 1-3700100.');
  return [...former, value];
}

/** Those named on the command line. */
export function checkActionsNamed(named: readonly string[]): readonly CheckAction[] {
  return named.map(checkActionOf);
}

/** Handrail's own check as far as it is known. */
export interface KnownCheckActions {
  readonly checkActions: readonly CheckAction[];
  /** Why none is known, for a person whose workflows ask one; null when the store was read. */
  readonly unknown: string | null;
}

/**
 * Those named on the command line, or else those that have called the server. A store that cannot be opened (an
 * embedded one belongs to the server while it runs) makes no verdict better: a workflow that is guarded by an action
 * that is not known needs review.
 */
export async function checkActionsOf(tenantId: string, named: readonly string[]): Promise<KnownCheckActions> {
  if (named.length > 0) return { checkActions: checkActionsNamed(named), unknown: null };
  try {
    const checkActions = await withStore((store) =>
      store.transact(tenantId, (tx) => checkActionsSeen(tx.automations)),
    );
    return { checkActions, unknown: null };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const unknown = `Which action of the workflows is Handrail's own check could not be looked up: ${why} If a workflow above asks it, name the action with --check-action.`;
    return { checkActions: [], unknown };
  }
}
