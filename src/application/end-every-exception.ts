import type { RequestCommand } from '../domain/exception-request/commands.ts';
import { canEnd } from '../domain/exception-request/due-clocks.ts';
import { type FiledState, isLive } from '../domain/exception-request/state.ts';
import type { RecordRef } from '../domain/policy/facts.ts';
import type { ListPosition, StoredRequest } from '../ports/unit-of-work.ts';
import { applyCommand } from './apply-command.ts';
import type { AppContext } from './context.ts';
import { findRequest } from './find-request.ts';
import { runPlaybook } from './run-playbook.ts';

const PAGE = 200;
/** Try a failed step again, end, and see what is left. */
const MOST_ROUNDS = 3;

/** What became of the requests that occupied a record. */
export interface ReleaseReport {
  /** Ended: their records are free and were handed back to standard routing as their playbooks say. */
  readonly released: readonly string[];
  /** They wait for a decision, and nobody decides in the place of a person: they stay as they are. */
  readonly undecided: readonly string[];
  /** A step on their record failed for good. */
  readonly stuck: readonly string[];
}

/**
 * Every request of a tenant that occupies its record, oldest first.
 *
 * @param isMeant picks records, such as those of one CRM; all when left out
 */
export async function openRequests(
  { unitOfWork }: Pick<AppContext, 'unitOfWork'>,
  tenantId: string,
  isMeant: (record: RecordRef) => boolean = () => true,
): Promise<readonly StoredRequest[]> {
  const found: StoredRequest[] = [];
  let after: ListPosition | undefined;
  for (;;) {
    const page = await unitOfWork.transact(tenantId, (tx) =>
      tx.listRequests({ open: true }, { order: 'oldest_first', limit: PAGE, ...(after && { after }) }),
    );
    found.push(...page.filter(({ state }) => isMeant(state.request.record)));
    const last = page.at(-1)?.state.request;
    if (page.length < PAGE || !last) return found;
    after = { submittedAt: last.submittedAt, requestId: last.requestId };
  }
}

/**
 * Ends every exception in force, in the system's name, and carries out on the records what their playbooks say for
 * the end. For an account that gives Handrail up. Safe to repeat and to break off.
 *
 * @param isMeant picks records, such as those of one CRM; all when left out
 * @throws CrmError when the CRM cannot be reached: what is left is done by the next run
 */
export async function endEveryException(
  context: AppContext,
  tenantId: string,
  isMeant?: (record: RecordRef) => boolean,
): Promise<ReleaseReport> {
  const report = { released: [] as string[], undecided: [] as string[], stuck: [] as string[] };
  for (const { state } of await openRequests(context, tenantId, isMeant)) {
    const { requestId } = state.request;
    const left = await endOne(context, tenantId, requestId);
    if (!isLive(left)) report.released.push(requestId);
    else if (left.status === 'needs_attention') report.stuck.push(requestId);
    else report.undecided.push(requestId);
  }
  return report;
}

/** @returns the state the request is left in */
async function endOne(context: AppContext, tenantId: string, requestId: string): Promise<FiledState> {
  const { unitOfWork } = context;
  for (let round = 1; ; round += 1) {
    // What is on its way to being in force, or was broken off, is finished first.
    await runPlaybook(context, tenantId, requestId, false);
    const left = await unitOfWork.transact(tenantId, async (tx) => {
      const stored = await findRequest(tx, requestId);
      const command = round < MOST_ROUNDS ? endingOf(stored.state) : null;
      if (!command) return stored.state;
      await applyCommand(context, tx, stored, command);
      return null;
    });
    if (left) return left;
  }
}

function endingOf(state: FiledState): RequestCommand | null {
  if (canEnd(state)) return { type: 'end', reason: 'revoked', by: null };
  return state.status === 'needs_attention' ? { type: 'retry_steps', by: null } : null;
}
