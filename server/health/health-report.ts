import type { HealthCode } from '@handrail/contracts/admin-codes';

/** What one check found. */
export interface HealthFinding {
  readonly code: HealthCode;
  /** `skipped`: it could not be looked at, because of another finding or because HubSpot does not tell. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** In plain words. */
  readonly what: string;
  /** What to do next; absent when there is nothing to do. */
  readonly next?: string;
}

/** How one account stands. */
export interface HealthReport {
  readonly tenantId: string;
  /** True when nothing failed. */
  readonly healthy: boolean;
  readonly findings: readonly HealthFinding[];
}

/** Where a code is explained. */
export function docsOf(code: HealthCode): string {
  return `docs/health.md#${code}`;
}

export function ok(code: HealthCode, what: string): HealthFinding {
  return { code, status: 'ok', what };
}

export function warning(code: HealthCode, what: string, next: string): HealthFinding {
  return { code, status: 'warning', what, next };
}

export function failed(code: HealthCode, what: string, next: string): HealthFinding {
  return { code, status: 'failed', what, next };
}

export function skipped(code: HealthCode, what: string): HealthFinding {
  return { code, status: 'skipped', what };
}
