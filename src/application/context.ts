import type { Clock } from '../ports/clock.ts';
import type { CrmPort } from '../ports/crm.ts';
import type { Sha256 } from '../ports/digest.ts';
import type { Ids } from '../ports/ids.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** The ports every use case works through. */
export interface AppContext {
  readonly unitOfWork: UnitOfWork;
  /** The CRM of a tenant. */
  readonly crmOf: (tenantId: string) => CrmPort;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sha256: Sha256;
}

/** Who asks, as the CRM vouched for them. */
export interface Caller {
  readonly tenantId: string;
  readonly userId: string;
  /** Lower case. */
  readonly email: string;
}
