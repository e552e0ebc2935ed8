/**
 * Stable codes that administrators meet: on the install pages and in `handrail doctor`. Each has its section in
 * docs/health.md. A script branches on these, never on a message.
 */

/** Why an installation by OAuth did not come about. */
export const INSTALL_PROBLEM_CODES = [
  'install_denied',
  'install_state_missing',
  'install_state_wrong',
  'install_state_expired',
  'install_state_used',
  'install_code_refused',
  'install_app_refused',
  'install_scopes_missing',
  'install_account_not_allowed',
  'install_hubspot_unavailable',
  'install_hubspot_malformed',
] as const;
export type InstallProblemCode = (typeof INSTALL_PROBLEM_CODES)[number];

/** What `handrail doctor` looks at, in its order. */
export const HEALTH_CODES = [
  'public_origin',
  'store',
  'token_keys',
  'connection',
  'scopes',
  'optional_scopes',
  'properties',
  'property_conflict',
  'policy',
  'stuck_requests',
  'dead_jobs',
  'webhooks',
  'rows',
  'rows_shown',
  'trail',
] as const;
export type HealthCode = (typeof HEALTH_CODES)[number];
