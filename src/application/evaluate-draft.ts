import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { Delegation } from '../domain/delegation/delegation.ts';
import type { PolicyDecision, StandardPath } from '../domain/policy/decision.ts';
import type { Directory, PeopleSnapshot } from '../domain/policy/directory.ts';
import { evaluatePolicy } from '../domain/policy/evaluate-policy.ts';
import type {
  Fact,
  FactMap,
  HandoffFacts,
  LinkedHandoff,
  Person,
  REQUEST_FACTS,
  RecordRef,
  StageRef,
} from '../domain/policy/facts.ts';
import { factsNeeded } from '../domain/policy/facts-needed.ts';
import type { ExceptionType, PolicyVersion } from '../domain/policy/policy.ts';
import { standardPath } from '../domain/policy/standard-path.ts';
import { CrmError, type RecordChoices } from '../ports/crm.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';
import { delegationsNow } from './apply-delegations.ts';
import type { AppContext, Caller } from './context.ts';
import { directoryFrom, personOf } from './people.ts';
import { findPolicyInForce } from './published-policy.ts';
import { Refusal } from './refusal.ts';

const DAY = 24 * 60 * 60 * 1000;

const NO_CHOICES: RecordChoices = { owners: [], stages: [] };

/** What a rep has filled in so far, or all of it. */
export interface Draft {
  readonly record: RecordRef;
  readonly exceptionTypeId: string;
  readonly proposedOwnerId?: string | undefined;
  readonly proposedStageId?: string | undefined;
  /** ISO 8601 instant. */
  readonly expiresAt?: string | undefined;
}

/** What a tenant's store says that every draft is held against. */
export interface TenantReading {
  /** The version in force. */
  readonly policy: PolicyVersion;
  readonly delegations: readonly Delegation[];
  /** The people of the CRM as last read; null before the first time. */
  readonly people: PeopleSnapshot | null;
}

/** Reads it in one transaction. @throws Error as `policyInForce` */
export async function findTenantReading(
  context: Pick<AppContext, 'clock'>,
  tx: HandoffTransaction,
  tenantId: string,
): Promise<TenantReading> {
  return {
    policy: await findPolicyInForce(tx, tenantId),
    delegations: await delegationsNow(context, tx),
    people: await tx.findPeople(),
  };
}

/** A draft held against the policy in force and the record as the CRM has it. */
export interface EvaluatedDraft {
  readonly policy: PolicyVersion;
  readonly exceptionType: ExceptionType;
  readonly handoff: HandoffFacts;
  readonly requester: Person;
  /** The record's facts and those of the request itself. */
  readonly facts: FactMap;
  readonly directory: Directory;
  /** Of the tenant, those that are not over: they say who else may decide, and who may not. */
  readonly delegations: readonly Delegation[];
  readonly decision: PolicyDecision;
  readonly standardPath: StandardPath;
  readonly proposed: { readonly owner?: Person; readonly stage?: StageRef };
  /** The proposed owner as the CRM of the linked record knows them; null for nobody. */
  readonly ownerThere?: Person | null;
  /** Facts that were read though the policy does not ask for them. */
  readonly furtherFacts: FactMap;
}

/**
 * Gathers facts once and evaluates the policy: the one path that preview and submit share, so that what a rep was
 * shown is what is asked.
 *
 * @param tenant as `findTenantReading` gives it
 * @param furtherFacts names of facts to read as well; they play no part in the evaluation
 * @throws Refusal `unknown_exception_type`, `type_not_for_record`, `record_not_found`, `proposal_missing` (an owner
 * or stage that cannot be chosen)
 */
export async function evaluateDraft(
  context: AppContext,
  caller: Caller,
  tenant: TenantReading,
  draft: Draft,
  furtherFacts: readonly string[] = [],
): Promise<EvaluatedDraft> {
  const { policy, delegations, people } = tenant;
  const exceptionType = findType(policy, draft);
  const crm = context.crmOf(caller.tenantId);
  const proposes = draft.proposedOwnerId !== undefined || draft.proposedStageId !== undefined;
  // All at once: a CRM that hangs costs its patience only once.
  const [read, requester, directory, choices] = await Promise.all([
    loadHandoff(context, caller, draft.record, policy, furtherFacts),
    personOf(crm, caller),
    directoryFrom(context, caller.tenantId, policy.policy, people),
    proposes ? loadChoices(context, caller, draft.record) : NO_CHOICES,
  ]);
  const asked = new Set(factsNeeded(policy.policy));
  const handoff = { ...read, facts: only(read.facts, (name) => asked.has(name)) };
  const proposed = findProposed(draft, choices);
  const known = {
    policy,
    exceptionType,
    handoff,
    requester,
    proposed,
    ...(read.linked && { ownerThere: await findOwnerThere(context, caller, read.linked, proposed.owner) }),
    directory,
    delegations,
    furtherFacts: only(read.facts, (name) => !asked.has(name)),
  };
  return evaluateHandoff(known, draft.expiresAt, context.clock.now());
}

/** While the other CRM is down its owner is left to whatever keeps the records in step; the card tells the difference. */
async function findOwnerThere(
  context: AppContext,
  caller: Caller,
  { record }: LinkedHandoff,
  proposed: Person | undefined,
): Promise<Person | null> {
  if (proposed === undefined) return null;
  const choices = await loadChoices(context, caller, record);
  if (choices === 'unavailable') return null;
  return choices.owners.find(({ email }) => email === proposed.email) ?? null;
}

/** Holds a record that has been read against a policy. Pure. */
export function evaluateHandoff(
  known: Omit<EvaluatedDraft, 'facts' | 'decision' | 'standardPath'>,
  expiresAt: string | undefined,
  now: Date,
): EvaluatedDraft {
  const { policy, exceptionType, handoff, requester, proposed, directory } = known;
  const { record } = handoff;
  const facts = { ...handoff.facts, ...requestFacts({ record, expiresAt }, requester, proposed, now) };
  return {
    ...known,
    facts,
    decision: evaluatePolicy({ policy, exceptionType, facts, directory }),
    standardPath: standardPath(policy.policy.standardHandoffs, record, handoff.facts),
  };
}

function only(facts: FactMap, isWanted: (name: string) => boolean): FactMap {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => isWanted(name)));
}

/**
 * Reads the facts a policy asks for.
 *
 * @param furtherFacts names of facts to read as well
 * @throws Refusal `record_not_found`
 */
export async function loadHandoff(
  { crmOf }: AppContext,
  { tenantId }: Caller,
  record: RecordRef,
  policy: PolicyVersion,
  furtherFacts: readonly string[] = [],
): Promise<HandoffFacts> {
  const names = new Set([...factsNeeded(policy.policy), ...furtherFacts]);
  try {
    return await crmOf(tenantId).loadHandoff(record, [...names]);
  } catch (error) {
    if (error instanceof CrmError && error.code === 'record_not_found') {
      throw new Refusal({ code: 'record_not_found', message: error.message });
    }
    throw error;
  }
}

/** Owners and stages of the CRM, or that it does not answer. */
export async function loadChoices(
  { crmOf }: AppContext,
  { tenantId }: Caller,
  record: RecordRef,
): Promise<RecordChoices | 'unavailable'> {
  try {
    return await crmOf(tenantId).loadChoices(record);
  } catch (error) {
    if (error instanceof CrmError) return 'unavailable';
    throw error;
  }
}

/** @throws Refusal `unknown_exception_type`, `type_not_for_record` */
export function findType(
  policy: PolicyVersion,
  {
    exceptionTypeId,
    record,
  }: { readonly exceptionTypeId: string; readonly record: { readonly objectType: ObjectType } },
): ExceptionType {
  const type = policy.policy.exceptionTypes.find(({ id }) => id === exceptionTypeId);
  if (!type) {
    throw new Refusal({
      code: 'unknown_exception_type',
      message: `There is no exception type "${exceptionTypeId}" in the policy in force. Reload the card and choose again.`,
    });
  }
  if (!type.appliesTo.includes(record.objectType)) {
    throw new Refusal({
      code: 'type_not_for_record',
      message: `${type.label} cannot be requested on a ${record.objectType}. It applies to: ${type.appliesTo.join(', ')}.`,
    });
  }
  return type;
}

/** @throws Refusal `proposal_missing` for what cannot be chosen */
export function findProposed(
  { proposedOwnerId, proposedStageId }: Pick<Draft, 'proposedOwnerId' | 'proposedStageId'>,
  choices: RecordChoices | 'unavailable',
): EvaluatedDraft['proposed'] {
  const owner = proposedOwnerId === undefined ? undefined : findOwner(proposedOwnerId, choices);
  const stage = proposedStageId === undefined ? undefined : findStage(proposedStageId, choices);
  return { ...(owner ? { owner } : {}), ...(stage ? { stage } : {}) };
}

// While the CRM is down a proposal is taken as it was filed: a wrong one fails its own step later and says so,
// which is better than a rep who cannot file.
function findOwner(ownerId: string, choices: RecordChoices | 'unavailable'): Person {
  if (choices === 'unavailable') return { ownerId, email: '', name: `CRM owner ${ownerId}` };
  const owner = choices.owners.find((choice) => choice.ownerId === ownerId);
  if (!owner) throw notAChoice('owner');
  return owner;
}

function findStage(stageId: string, choices: RecordChoices | 'unavailable'): StageRef {
  if (choices === 'unavailable')
    return { stageId, label: `CRM stage ${stageId}`, pipelineLabel: 'not checked' };
  const stage = choices.stages.find((choice) => choice.stageId === stageId);
  if (!stage) throw notAChoice('stage');
  return stage;
}

function notAChoice(what: string): Refusal {
  return new Refusal({
    code: 'proposal_missing',
    message: `The proposed ${what} cannot be chosen any more. Reload the card and choose another.`,
  });
}

function requestFacts(
  draft: Pick<Draft, 'record' | 'expiresAt'>,
  requester: Person,
  proposed: EvaluatedDraft['proposed'],
  now: Date,
): Readonly<Record<(typeof REQUEST_FACTS)[number], Fact>> {
  const text = (value: string | undefined): Fact =>
    value === undefined ? { state: 'blank' } : { state: 'known', value };
  return {
    'request.object_type': { state: 'known', value: draft.record.objectType },
    'request.requester_email': text(requester.email),
    // A CRM that is down gives the id of a proposed owner alone.
    'request.proposed_owner_email':
      proposed.owner?.email === ''
        ? { state: 'unreadable', why: 'the CRM could not be read' }
        : text(proposed.owner?.email),
    'request.proposed_owner_team': text(proposed.owner?.team),
    'request.proposed_stage': text(proposed.stage?.label),
    'request.validity_days': draft.expiresAt
      ? { state: 'known', value: Math.ceil((Date.parse(draft.expiresAt) - now.getTime()) / DAY) }
      : { state: 'blank' },
  };
}
