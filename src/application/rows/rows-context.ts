import type { RequestRows } from '../../ports/request-rows.ts';
import type { AppContext } from '../context.ts';

/** The ports that rows need beside the others. */
export interface RowsContext extends AppContext {
  /** The rows of a tenant's CRM. Only called for tenants whose CRM has such rows. */
  readonly rowsOf: (tenantId: string) => RequestRows;
}
