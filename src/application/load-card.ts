import { isLive } from '../domain/exception-request/state.ts';
import type { StandardPath } from '../domain/policy/decision.ts';
import type { Directory } from '../domain/policy/directory.ts';
import type { HandoffFacts, Person, RecordRef } from '../domain/policy/facts.ts';
import type { PolicyVersion } from '../domain/policy/policy.ts';
import { standardPath } from '../domain/policy/standard-path.ts';
import { CrmError, type RecordChoices } from '../ports/crm.ts';
import type { StoredNotice, StoredRequest, StoredStep } from '../ports/unit-of-work.ts';
import type { AppContext, Caller } from './context.ts';
import { loadHandoff } from './evaluate-draft.ts';
import { type Coverage, loadCoverage } from './load-coverage.ts';
import { findDirectoryAsRead, personOf } from './people.ts';
import { policyInForce } from './published-policy.ts';

/** A request with how far its playbook has come and whom it was told to. */
export interface RequestWithSteps extends StoredRequest {
  readonly steps: readonly StoredStep[];
  readonly notices: readonly StoredNotice[];
}

/** Everything a card shows of one record. */
export interface CardData {
  readonly now: Date;
  readonly viewer: Person;
  readonly handoff: HandoffFacts;
  readonly standardPath: StandardPath;
  readonly policy: PolicyVersion;
  /** The people of the CRM as last read. */
  readonly directory: Directory;
  /** The newest request of the record: it occupies the record, or tells what came before. */
  readonly latest: RequestWithSteps | null;
  readonly coverage: Coverage;
  /** Present when a new request can be filed; `unavailable` when owners and stages could not be read. */
  readonly choices: RecordChoices | 'unavailable' | null;
}

/** What the caller has read of the record a moment ago. */
export type KnownRecord = Pick<CardData, 'handoff' | 'policy' | 'viewer'>;

/**
 * Gathers what a card shows. A CRM that is down leaves gaps and a notice, never an error.
 *
 * @param known spares reading it again
 * @throws Refusal `record_not_found`
 */
export async function loadCard(
  context: AppContext,
  caller: Caller,
  record: RecordRef,
  known?: KnownRecord,
): Promise<CardData> {
  const [{ handoff, viewer, policy }, { latest, coverage, directory }] = await Promise.all([
    known ?? readRecord(context, caller, record),
    findLatest(context, caller, record),
  ]);
  const free = !latest || !isLive(latest.state);
  return {
    now: context.clock.now(),
    viewer,
    handoff,
    policy,
    directory,
    latest,
    coverage,
    standardPath: standardPath(policy.policy.standardHandoffs, record, handoff.facts),
    choices: free ? await choicesOf(context.crmOf(caller.tenantId).loadChoices(record)) : null,
  };
}

async function readRecord(context: AppContext, caller: Caller, record: RecordRef): Promise<KnownRecord> {
  const policy = await policyInForce(context, caller.tenantId);
  const [handoff, viewer] = await Promise.all([
    loadHandoff(context, caller, record, policy),
    personOf(context.crmOf(caller.tenantId), caller),
  ]);
  return { handoff, viewer, policy };
}

async function findLatest(
  context: AppContext,
  { tenantId }: Caller,
  record: RecordRef,
): Promise<Pick<CardData, 'latest' | 'coverage' | 'directory'>> {
  return context.unitOfWork.transact(tenantId, async (tx) => {
    const directory = await findDirectoryAsRead(context, tx);
    const stored = (await tx.findLiveRequest(record)) ?? (await tx.findLatestRequest(record));
    const coverage = await loadCoverage(tx, record, stored);
    if (!stored) return { latest: null, coverage, directory };
    const { requestId } = stored.state.request;
    const latest = {
      ...stored,
      steps: await tx.listSteps(requestId),
      notices: await tx.listNotices(requestId),
    };
    return { latest, coverage, directory };
  });
}

async function choicesOf(loading: Promise<RecordChoices>): Promise<RecordChoices | 'unavailable'> {
  try {
    return await loading;
  } catch (error) {
    if (error instanceof CrmError) return 'unavailable';
    throw error;
  }
}
