import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';

const PERSONAL: ReadonlySet<string> = new Set([
  RECORD_PROPERTY.reason,
  RECORD_PROPERTY.approver,
  RECORD_PROPERTY.requestedBy,
  RECORD_PROPERTY.nextStep,
]);

/** True for a property of ours that holds what a person wrote, or who a person is. Never keep its value in clear. */
export function isPersonal(property: string): boolean {
  return PERSONAL.has(property);
}
