/**
 * The names of what Handrail writes on a CRM record. HubSpot uses them as they are; Salesforce maps them to
 * `Handoff_*__c`. Help texts and types live with each vendor's adapter.
 */

/** The property group that holds every Handrail property in HubSpot. */
export const PROPERTY_GROUP = 'handoff_exception';

/** Property names, keyed by what they mean. */
export const RECORD_PROPERTY = {
  /** The routing hold: the one boolean that standard automation tests. */
  routingHold: 'handoff_routing_hold',
  /** Set to "now" together with the release of the hold when the record goes back to standard routing. */
  resubmittedAt: 'handoff_resubmitted_at',
  exceptionType: 'handoff_exception_type',
  reason: 'handoff_exception_reason',
  status: 'handoff_exception_status',
  approver: 'handoff_exception_approver',
  requestedBy: 'handoff_exception_requested_by',
  approvedAt: 'handoff_exception_approved_at',
  /** Set while a review is owed for an exception that took effect at once; empty otherwise. */
  reviewDueAt: 'handoff_exception_review_due_at',
  expiresAt: 'handoff_exception_expires_at',
  nextStep: 'handoff_exception_next_step',
  exceptionId: 'handoff_exception_id',
} as const;

/** A property name that Handrail owns. */
export type RecordPropertyName = (typeof RECORD_PROPERTY)[keyof typeof RECORD_PROPERTY];
