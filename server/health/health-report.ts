import type { HealthCode, OrgHealthCode } from '@handrail/contracts/admin-codes';

/** What a finding is about, in an account of HubSpot or an org of Salesforce. */
export type FindingCode = HealthCode | OrgHealthCode;

/** What one check found. `Code` says where: in an account of HubSpot, unless said otherwise. */
export interface HealthFinding<Code extends FindingCode = HealthCode> {
  readonly code: Code;
  /** `skipped`: it could not be looked at, because of another finding or because the CRM does not tell. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** In plain words. */
  readonly what: string;
  /** What to do next; absent when there is nothing to do. */
  readonly next?: string;
}

/** How one account stands. */
export interface HealthReport<Code extends FindingCode = HealthCode> {
  readonly tenantId: string;
  /** True when nothing failed. */
  readonly healthy: boolean;
  readonly findings: readonly HealthFinding<Code>[];
}

/** Where a code is explained. */
export function docsOf(code: FindingCode): string {
  return `docs/${code.startsWith('org_') ? 'salesforce-health' : 'health'}.md#${code}`;
}

export function ok<Code extends FindingCode>(code: Code, what: string): HealthFinding<Code> {
  return { code, status: 'ok', what };
}

export function warning<Code extends FindingCode>(
  code: Code,
  what: string,
  next: string,
): HealthFinding<Code> {
  return { code, status: 'warning', what, next };
}

export function failed<Code extends FindingCode>(
  code: Code,
  what: string,
  next: string,
): HealthFinding<Code> {
  return { code, status: 'failed', what, next };
}

export function skipped<Code extends FindingCode>(code: Code, what: string): HealthFinding<Code> {
  return { code, status: 'skipped', what };
}

/** A finding about an org, or about what Handrail keeps itself. */
export type OrgFinding = HealthFinding<FindingCode>;
