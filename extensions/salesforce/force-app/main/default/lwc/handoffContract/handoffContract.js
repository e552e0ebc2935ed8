// Generated from src/contracts by extensions/salesforce/generate. Do not edit.
// @ts-check

/** The objects a card can stand on. */
export const SALESFORCE_OBJECTS = Object.freeze([
    "Opportunity",
    "Lead",
    "Account",
    "Case"
]);

/** What each is called elsewhere in Handrail. */
export const OBJECT_TYPE_OF = Object.freeze({
    "Opportunity": "deal",
    "Lead": "contact",
    "Account": "company",
    "Case": "ticket"
});

/** The stage of each; an account has none. */
export const STAGE_FIELD_OF = Object.freeze({
    "Opportunity": "StageName",
    "Lead": "Status",
    "Case": "Status"
});

/** The fields of Handrail on a governed record. */
export const RECORD_FIELD = Object.freeze({
    "routingHold": "Handoff_Routing_Hold__c",
    "resubmittedAt": "Handoff_Resubmitted_At__c",
    "exceptionType": "Handoff_Exception_Type__c",
    "reason": "Handoff_Exception_Reason__c",
    "status": "Handoff_Exception_Status__c",
    "approver": "Handoff_Exception_Approver__c",
    "requestedBy": "Handoff_Exception_Requested_By__c",
    "approvedAt": "Handoff_Exception_Approved_At__c",
    "reviewDueAt": "Handoff_Exception_Review_Due_At__c",
    "expiresAt": "Handoff_Exception_Expires_At__c",
    "nextStep": "Handoff_Exception_Next_Step__c",
    "exceptionId": "Handoff_Exception_Id__c"
});

/** Where a Handoff_Exception__c stands. */
export const EXCEPTION_ROW_STATUSES = Object.freeze([
    "submitted",
    "refused",
    "pending",
    "info_requested",
    "approved",
    "active",
    "needs_attention",
    "ending",
    "ended",
    "reverting",
    "reverted",
    "rejected",
    "withdrawn",
    "lapsed"
]);

/** Where a request stands. */
export const REQUEST_STATUSES = Object.freeze([
    "pending",
    "info_requested",
    "approved",
    "active",
    "needs_attention",
    "ending",
    "ended",
    "reverting",
    "reverted",
    "rejected",
    "withdrawn",
    "lapsed"
]);

/** What a Handoff_Decision__c can say. */
export const DECISION_KINDS = Object.freeze([
    "approve",
    "reject",
    "ask",
    "answer",
    "hand_over",
    "withdraw",
    "end",
    "extend",
    "withdraw_extension",
    "object",
    "uphold",
    "dismiss",
    "retry"
]);

/** How far Handrail has come with one. */
export const DECISION_OUTCOMES = Object.freeze([
    "waiting",
    "accepted",
    "refused"
]);

/** What an objection can say. */
export const DISPUTE_GROUNDS = Object.freeze([
    "reason_not_true",
    "criteria_not_met",
    "own_work_affected",
    "rule_not_followed",
    "other"
]);

/** What approvers are asked about. */
export const MATTER_KINDS = Object.freeze([
    "request",
    "break_glass",
    "extension"
]);

/** How far a step has come. */
export const STEP_STATUSES = Object.freeze([
    "waiting",
    "done",
    "failed"
]);

/** Three-valued truth. */
export const TRUTHS = Object.freeze([
    "true",
    "false",
    "unknown"
]);

/** Stable codes of refusals. */
export const PROBLEM_CODES = Object.freeze([
    "unknown_exception_type",
    "type_not_for_record",
    "unknown_reason_code",
    "reason_too_short",
    "proposal_missing",
    "expiry_in_past",
    "expiry_too_far",
    "criteria_not_met",
    "policy_gap",
    "no_eligible_approver",
    "live_exception_exists",
    "covered_by_group",
    "request_not_found",
    "record_not_found",
    "not_an_approver",
    "own_request",
    "already_reviewed",
    "not_permitted",
    "dispute_open",
    "dispute_repeated",
    "no_open_dispute",
    "nobody_to_decide",
    "not_delegable",
    "already_asked",
    "person_unknown",
    "no_open_question",
    "wrong_status",
    "changed_meanwhile",
    "idempotency_key_reused",
    "change_not_found",
    "change_explained",
    "bulk_not_found",
    "list_not_found",
    "too_many_records",
    "nothing_to_ask",
    "more_approval_needed",
    "delegation_to_self",
    "delegation_dates_invalid",
    "delegation_reason_missing",
    "delegation_overlaps",
    "delegation_cycle",
    "delegation_not_found",
    "delegation_over",
    "delegate_of_requester",
    "unknown_person",
    "extension_not_allowed",
    "extension_count_reached",
    "extension_too_long",
    "extension_not_later",
    "extension_too_late",
    "extension_reason_too_short",
    "extension_open",
    "review_owed",
    "break_glass_not_allowed",
    "break_glass_not_permitted",
    "break_glass_reason_too_short",
    "requester_unknown",
    "author_not_accepted",
    "automation_not_found",
    "automation_not_readable",
    "automation_changed",
    "mend_not_needed",
    "mend_not_possible",
    "mend_not_found",
    "mend_not_in_force",
    "review_not_due",
    "review_reason_missing",
    "not_administrator",
    "channel_off",
    "notice_not_sent",
    "signature_missing",
    "signature_invalid",
    "signature_stale",
    "identity_missing",
    "unknown_portal",
    "body_invalid",
    "body_too_large",
    "not_found",
    "too_many_requests",
    "crm_unavailable",
    "properties_missing",
    "internal_error"
]);

/** The longest reason or comment, in characters. */
export const MAX_TEXT = Object.freeze(4000);

/** The custom fields of each object of the package. */
export const FIELDS_OF = Object.freeze({
    "Handoff_Exception__c": [
        "Opportunity__c",
        "Lead__c",
        "Account__c",
        "Case__c",
        "Record_Id__c",
        "Exception_Type__c",
        "Reason_Code__c",
        "Reason__c",
        "Proposed_Owner__c",
        "Proposed_Stage__c",
        "Expires_At__c",
        "Break_Glass__c",
        "Break_Glass_Reason__c",
        "Client_Id__c",
        "Status__c",
        "Request_Id__c",
        "Version__c",
        "Revision__c",
        "View__c",
        "Ended_At__c",
        "End_Reason__c",
        "Hold_Until__c",
        "Problem_Code__c",
        "Problem_Detail__c"
    ],
    "Handoff_Decision__c": [
        "Handoff_Exception__c",
        "Decision__c",
        "Comment__c",
        "Until__c",
        "Handed_To__c",
        "Ground__c",
        "Version__c",
        "Client_Id__c",
        "Outcome__c",
        "Problem_Code__c",
        "Problem_Detail__c"
    ],
    "Handoff_Seat__c": [
        "Handoff_Exception__c",
        "Person__c",
        "Open__c",
        "May__c",
        "Why__c",
        "Key__c",
        "Revision__c"
    ],
    "Handoff_Policy__c": [
        "Key__c",
        "Kind__c",
        "Object__c",
        "Position__c",
        "Active__c",
        "Hold_Hours__c",
        "Document__c"
    ]
});
