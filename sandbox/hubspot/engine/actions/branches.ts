import type { ActionOutcome } from '../action-outcome.ts';
import { meetsBranch } from '../evaluate-filter.ts';
import type { FlowAction } from '../flow-document.ts';
import { type ActionContext, resolveValue } from './action-context.ts';

type Branching<T extends FlowAction['type']> = Extract<FlowAction, { type: T }>;

/** LIST_BRANCH: the first branch whose filter the record meets, else the default one. */
export function takeListBranch(context: ActionContext, action: Branching<'LIST_BRANCH'>): ActionOutcome {
  const taken = action.listBranches.find((branch) => meetsBranch(branch.filterBranch, context.subject));
  return taken
    ? { kind: 'branched', detail: `branch "${taken.branchName ?? ''}"`, connection: taken.connection }
    : {
        kind: 'branched',
        detail: `default branch "${action.defaultBranchName ?? ''}"`,
        connection: action.defaultBranch,
      };
}

/** STATIC_BRANCH: the branch of a value, else the default one. */
export function takeStaticBranch(context: ActionContext, action: Branching<'STATIC_BRANCH'>): ActionOutcome {
  const value = resolveValue(context, action.inputValue);
  const taken = action.staticBranches.find((branch) => branch.branchValue === value);
  return taken
    ? { kind: 'branched', detail: `branch "${value}"`, connection: taken.connection }
    : { kind: 'branched', detail: `default branch for "${value}"`, connection: action.defaultBranch };
}

/** AB_TEST_BRANCH: chosen by the record id, so that the same record always takes the same branch. */
export function takeTestBranch(context: ActionContext, action: Branching<'AB_TEST_BRANCH'>): ActionOutcome {
  const at = Number(BigInt(context.record.id) % BigInt(action.testBranches.length));
  return {
    kind: 'branched',
    detail: `test branch ${at + 1}`,
    connection: action.testBranches[at]?.connection,
  };
}
