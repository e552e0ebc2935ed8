import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Policy } from '../../../src/domain/policy/policy.ts';
import type { EvaluationEnd, EvaluationResult } from '../../../src/ports/evaluation-store.ts';
import type { Instant } from './database.ts';

interface PolicyVersionTable {
  tenant_id: string;
  version: number;
  hash: string;
  policy: JSONColumnType<Policy>;
  published_by: string;
  reason: string;
  published_at: Generated<Date>;
}

interface PolicyEvaluationTable {
  tenant_id: string;
  number: number;
  hash: string;
  policy: JSONColumnType<Policy>;
  started_by: string;
  reason: string;
  started_at: Instant;
  until: ColumnType<Date | null, string | null, never>;
  ended_at: ColumnType<Date | null, undefined, Date>;
  end_reason: ColumnType<EvaluationEnd | null, undefined, EvaluationEnd>;
}

interface EvaluatedRequestTable {
  tenant_id: string;
  number: number;
  request_id: string;
  at: Instant;
  against: number;
  result: JSONColumnType<EvaluationResult>;
}

/** Tables of policy versions, and of drafts that are evaluated beside them. */
export interface PolicyTables {
  policy_version: PolicyVersionTable;
  policy_evaluation: PolicyEvaluationTable;
  evaluated_request: EvaluatedRequestTable;
}
