import type { RequestView } from './card-view.ts';
import type { DecisionKind } from './salesforce-vocabulary.ts';

/**
 * What somebody may write as a `Handoff_Decision__c` now, by the request as they see it: the value of
 * `Handoff_Seat__c.May__c`. Nothing is said about rights that the view does not know; Handrail checks them again.
 *
 * @returns in the order of `DECISION_KINDS`
 */
export function decisionKindsOf({
  can,
  extend,
  extensions,
  disputes,
}: Pick<RequestView, 'can' | 'extend' | 'extensions' | 'disputes'>): readonly DecisionKind[] {
  const may: readonly (readonly [DecisionKind, boolean | undefined])[] = [
    ['approve', can.review],
    ['reject', can.review],
    ['ask', can.ask],
    ['answer', can.answer],
    ['hand_over', can.handOver],
    ['withdraw', can.withdraw],
    ['end', can.end],
    ['extend', extend !== undefined],
    ['withdraw_extension', extensions.some(({ canWithdraw }) => canWithdraw)],
    ['object', disputes?.canObject],
    ['uphold', disputes?.canDecide],
    ['dismiss', disputes?.canDecide],
    ['retry', can.retry],
  ];
  return may.flatMap(([kind, allowed]) => (allowed === true ? [kind] : []));
}

/** Whether a request waits for a decision of somebody who may do this: the value of `Handoff_Seat__c.Open__c`. */
export function isOpenFor(may: readonly DecisionKind[]): boolean {
  return may.includes('approve') || may.includes('uphold');
}
