import type { MendStatus } from '@handrail/contracts/vocabulary';
import type { ColumnType, JSONColumnType } from 'kysely';
import type { Mend } from '../../../src/domain/guard/mend/mend.ts';
import type { ReviewMark } from '../../../src/domain/guard/review-mark.ts';

/** The columns beside `mend` repeat what queries look for. */
interface AutomationMendTable {
  tenant_id: string;
  mend_id: string;
  automation_id: string;
  status: MendStatus;
  mend: JSONColumnType<Mend>;
}

interface AutomationReviewTable {
  tenant_id: string;
  automation_id: string;
  revision: string;
  /** Written as ISO 8601 text. */
  marked_at: ColumnType<Date, string, string>;
  mark: JSONColumnType<ReviewMark>;
}

/** The tables of mends and marks. */
export interface GuardTables {
  automation_mend: AutomationMendTable;
  automation_review: AutomationReviewTable;
}
