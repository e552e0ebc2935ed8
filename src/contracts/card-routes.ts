/**
 * Paths the HubSpot card calls, below the server's public origin. HubSpot's proxy appends `userId`, `userEmail`,
 * `portalId` and `appId` to the query and signs the URL. Refusals come as status 200 with `ok: false`, because
 * HubSpot wraps other statuses and repeats a request after a 5xx.
 */
export const CARD_ROUTES = {
  /** GET, query `objectType`, `recordId` → CardReply */
  card: '/api/hubspot/card',
  /** POST ExceptionDraft → PreviewReply; changes nothing */
  preview: '/api/hubspot/preview',
  /** POST ExceptionSubmission → CardReply; idempotent by `idempotencyKey` */
  requests: '/api/hubspot/requests',
  /** POST ReviewInput → CardReply */
  review: (requestId: string) => `/api/hubspot/requests/${encodeURIComponent(requestId)}/review`,
  /** POST TextInput → CardReply; an approver asks for information */
  ask: (requestId: string) => `/api/hubspot/requests/${encodeURIComponent(requestId)}/ask`,
  /** POST TextInput → CardReply; answers everything that was asked */
  answer: (requestId: string) => `/api/hubspot/requests/${encodeURIComponent(requestId)}/answer`,
  /** POST HandOverInput → CardReply */
  handOver: (requestId: string) => `/api/hubspot/requests/${encodeURIComponent(requestId)}/hand-over`,
  /** GET → PeopleReply; whom a seat can be handed to */
  takers: (requestId: string) => `/api/hubspot/requests/${encodeURIComponent(requestId)}/takers`,
  /** POST {} → CardReply */
  withdraw: (requestId: string) => `/api/hubspot/requests/${encodeURIComponent(requestId)}/withdraw`,
  /** POST {} → CardReply */
  end: (requestId: string) => `/api/hubspot/requests/${encodeURIComponent(requestId)}/end`,
  /** POST ExtensionInput → CardReply; asks for a later end */
  extension: (requestId: string) => `/api/hubspot/requests/${encodeURIComponent(requestId)}/extension`,
  /** POST {} → CardReply */
  withdrawExtension: (requestId: string) =>
    `/api/hubspot/requests/${encodeURIComponent(requestId)}/extension/withdraw`,
  /** POST {} → CardReply; tries failed steps again */
  retry: (requestId: string) => `/api/hubspot/requests/${encodeURIComponent(requestId)}/retry`,
  /** POST ObjectionInput → CardReply */
  object: (requestId: string) => `/api/hubspot/requests/${encodeURIComponent(requestId)}/object`,
  /** POST DisputeDecision → CardReply */
  decideDispute: (requestId: string) => `/api/hubspot/requests/${encodeURIComponent(requestId)}/dispute`,
  /** POST InboxQuery → InboxReply; changes nothing */
  inbox: '/api/hubspot/inbox',
  /** POST BulkReview → BulkReviewReply; each request in a transaction of its own, safe to repeat */
  inboxReview: '/api/hubspot/inbox/review',
  /** GET, query `objectType` → BulkFormReply */
  bulkForm: '/api/hubspot/bulk-form',
  /** GET → BulkListReply; POST BulkSubmission → BulkReply, idempotent by `idempotencyKey` */
  bulks: '/api/hubspot/bulk',
  /** GET → BulkReply */
  bulk: (bulkId: string) => `/api/hubspot/bulk/${encodeURIComponent(bulkId)}`,
  /** POST BulkItemsQuery → BulkItemsReply; changes nothing */
  bulkItems: (bulkId: string) => `/api/hubspot/bulk/${encodeURIComponent(bulkId)}/items`,
  /** POST {} → BulkReply; puts a prepared bulk request to its approvers */
  bulkAsk: (bulkId: string) => `/api/hubspot/bulk/${encodeURIComponent(bulkId)}/ask`,
  /** POST BulkDecision → BulkReply */
  bulkReview: (bulkId: string) => `/api/hubspot/bulk/${encodeURIComponent(bulkId)}/review`,
  /** POST {} → BulkReply */
  bulkWithdraw: (bulkId: string) => `/api/hubspot/bulk/${encodeURIComponent(bulkId)}/withdraw`,
  /** POST {} → BulkReply; tries what failed again, and nothing that is done */
  bulkRetry: (bulkId: string) => `/api/hubspot/bulk/${encodeURIComponent(bulkId)}/retry`,
  /** GET → BulkTrailReply */
  bulkTrail: (bulkId: string) => `/api/hubspot/bulk/${encodeURIComponent(bulkId)}/trail`,
  /** GET → DelegationsReply; POST DelegationInput → DelegationsReply, safe to repeat */
  delegations: '/api/hubspot/delegations',
  /** POST {} → DelegationsReply */
  endDelegation: (delegationId: string) => `/api/hubspot/delegations/${encodeURIComponent(delegationId)}/end`,
  /** GET → SettingsReply; for administrators, and so are the routes below it */
  settings: '/api/hubspot/settings',
  /** POST StartTaskInput → SettingsReply; what runs already goes on as it is */
  settingsTasks: '/api/hubspot/settings/tasks',
  /** POST CoverageQuery → CoverageReply; changes nothing */
  settingsCoverage: '/api/hubspot/settings/coverage',
  /** POST {} → SettingsReply; anybody's */
  settingsEndDelegation: (delegationId: string) =>
    `/api/hubspot/settings/delegations/${encodeURIComponent(delegationId)}/end`,
  /** GET → WorkflowReply; changes nothing */
  settingsWorkflow: (automationId: string) =>
    `/api/hubspot/settings/workflows/${encodeURIComponent(automationId)}`,
  /** POST {} → WorkflowReply; works the change out, and writes nothing to the CRM */
  proposeMend: (automationId: string) =>
    `/api/hubspot/settings/workflows/${encodeURIComponent(automationId)}/propose`,
  /** POST ApplyMendInput → WorkflowReply */
  applyMend: (automationId: string) =>
    `/api/hubspot/settings/workflows/${encodeURIComponent(automationId)}/apply`,
  /** POST {} → WorkflowReply */
  undoMend: (automationId: string) =>
    `/api/hubspot/settings/workflows/${encodeURIComponent(automationId)}/undo`,
  /** POST MarkReviewedInput → WorkflowReply */
  markReviewed: (automationId: string) =>
    `/api/hubspot/settings/workflows/${encodeURIComponent(automationId)}/review`,
  /** GET → TrailReply */
  trail: (requestId: string) => `/api/hubspot/requests/${encodeURIComponent(requestId)}/trail`,
} as const;
