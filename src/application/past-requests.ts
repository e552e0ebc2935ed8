import type { PastRequest } from '../domain/simulation/past-request.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

const PAGE = 5_000;

/** Every request of a tenant in pages, in the order of their ids; each page is read in a transaction of its own. */
export async function* pastRequests(
  unitOfWork: UnitOfWork,
  tenantId: string,
): AsyncGenerator<readonly PastRequest[]> {
  let after: string | undefined;
  for (;;) {
    const page = await unitOfWork.transact(tenantId, (tx) =>
      tx.listPastRequests({ limit: PAGE, ...(after !== undefined && { after }) }),
    );
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.id;
  }
}
