import { planFightNotices } from '../../domain/notice/plan-fight-notices.ts';
import { directoryOf, EMPTY_DIRECTORY } from '../../domain/policy/directory.ts';
import type { Person } from '../../domain/policy/facts.ts';
import { resolveRole } from '../../domain/policy/resolve-role.ts';
import type { ChangeSourceKind } from '../../domain/watch/field-change.ts';
import { wasRaised } from '../../domain/watch/put-back.ts';
import { fightLines, raisedNote } from '../../domain/watch/remedy-in-words.ts';
import { CrmError } from '../../ports/crm.ts';
import type { RemedyResult } from '../../ports/judgement-store.ts';
import type { HandoffTransaction } from '../../ports/unit-of-work.ts';
import { findPolicyInForce } from '../published-policy.ts';
import type { JudgeContext, Suspect } from './judge-context.ts';
import { addNote, ledgerProperty, step } from './put-back-field.ts';
import type { RemedyCase } from './remedy-case.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Sources behind which a workflow may stand. */
const AUTOMATION: ReadonlySet<ChangeSourceKind> = new Set([
  'workflow',
  'calculated',
  'running_user',
  'own_user',
  'unseen',
  'other',
]);

/** What is to be committed together with the end of the remedy. */
export interface Raised {
  readonly result: RemedyResult;
  /** Ids of the automations suspected, for the trail. */
  readonly suspects: readonly string[];
  readonly commit: (tx: HandoffTransaction) => Promise<void>;
}

const NOTHING_MORE = async () => {};

/**
 * Tells RevOps that something writes a field which an exception holds, once for each field and window: who or what it
 * is, which workflows are suspected, and both values. The record's timeline says so too. What was written stays.
 *
 * @param last true when the remedy will not be tried again: the people are then told without the note
 * @throws CrmError when it is worth another try
 */
export async function raiseFight(
  context: JudgeContext,
  tenantId: string,
  found: RemedyCase,
  last: boolean,
): Promise<Raised> {
  const { stored, state, isOver, wanted, names } = found;
  const { judged } = stored;
  const { change } = judged;
  const { watch, clock, unitOfWork, notifications } = context;
  const { putBack: rule } = watch.settings;
  if (isOver) return { result: { outcome: 'over' }, suspects: [], commit: NOTHING_MORE };
  const { record, field } = change;
  const property = ledgerProperty(change);
  const before = await unitOfWork.transact(tenantId, async (tx) => ({
    isKnown: wasRaised(await tx.judgements.lockLedger(record, field, property), rule, clock.now()),
    people: await recipientsOf(context, tx, tenantId, found),
  }));
  if (before.isKnown) return { result: { outcome: 'raised_before' }, suspects: [], commit: NOTHING_MORE };

  const suspects = AUTOMATION.has(change.source.kind) ? await suspectsOf(context, tenantId, found) : null;
  const note = raisedNote(judged, wanted, suspects, names);
  try {
    await addNote(context, tenantId, judged, note);
    if (!state) await makeTasks(context, tenantId, found, before.people, note);
  } catch (error) {
    if (!last || !(error instanceof CrmError)) throw error;
  }
  return {
    result: { outcome: 'raised' },
    suspects: suspects?.map(({ automationId }) => automationId) ?? [],
    commit: async (tx) => {
      const now = clock.now();
      const ledger = await tx.judgements.lockLedger(record, field, property);
      await tx.judgements.saveLedger(record, field, property, { ...ledger, raisedAt: now.toISOString() });
      if (!state) return;
      const { requestId } = state.request;
      const planned = planFightNotices({
        kind: judged.reason === 'two_writers' ? 'two_writers' : 'put_back_stopped',
        requestId,
        changeId: judged.changeId,
        people: before.people,
        about: fightLines(judged, wanted, suspects, names),
        settings: notifications.settings,
        available: notifications.channels,
        now,
      });
      if (planned.length === 0) return;
      await tx.addNotices(planned);
      await tx.enqueue({ kind: 'deliver_notices', requestId });
    },
  };
}

/** Those who are told; nobody when the policy in force has no such role. */
async function recipientsOf(
  { watch, clock }: JudgeContext,
  tx: HandoffTransaction,
  tenantId: string,
  { people }: RemedyCase,
): Promise<readonly Person[]> {
  const { policy } = await findPolicyInForce(tx, tenantId);
  const { raiseTo } = watch.settings;
  if (!policy.roles.some(({ id }) => id === raiseTo)) return [];
  const directory = people ? directoryOf(people, clock.now()) : EMPTY_DIRECTORY;
  return resolveRole(raiseTo, { policy, facts: {}, directory }).people;
}

async function suspectsOf(
  { watch }: JudgeContext,
  tenantId: string,
  { stored: { judged } }: RemedyCase,
): Promise<readonly Suspect[] | null> {
  try {
    return await watch.suspectsOf(tenantId, judged.change.record, judged.change.field);
  } catch (error) {
    // Whoever is told looks for themselves then: the message must not wait for it.
    if (error instanceof CrmError) return null;
    throw error;
  }
}

/** Without an exception there is no request to send notices of: whoever is told gets a task on the record. */
async function makeTasks(
  { crmOf, clock }: JudgeContext,
  tenantId: string,
  { stored: { judged } }: RemedyCase,
  people: readonly Person[],
  body: string,
): Promise<void> {
  for (const [at, { ownerId }] of people.entries()) {
    await crmOf(tenantId).applyStep(
      step(judged, `raise-${at}`, {
        kind: 'create_task',
        subject: "Look into it: Handrail's own fields are written without a request",
        body,
        dueAt: new Date(clock.now().getTime() + DAY).toISOString(),
        ...(ownerId !== undefined && { ownerId }),
      }),
    );
  }
}

/** The first of those who are told: somebody must get a task whose author cannot. */
export async function firstRecipient(
  context: JudgeContext,
  tenantId: string,
  found: RemedyCase,
): Promise<Person | null> {
  const people = await context.unitOfWork.transact(tenantId, (tx) =>
    recipientsOf(context, tx, tenantId, found),
  );
  return people[0] ?? null;
}
