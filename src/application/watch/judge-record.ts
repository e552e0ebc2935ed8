import type { ChangeVerdict } from '@handrail/contracts/vocabulary';
import { auditOfJudgement } from '../../domain/audit/audit-of-change.ts';
import type { PeopleSnapshot } from '../../domain/policy/directory.ts';
import { directoryOf, EMPTY_DIRECTORY } from '../../domain/policy/directory.ts';
import { type FactMap, isUser, type RecordRef } from '../../domain/policy/facts.ts';
import type { PolicyVersion } from '../../domain/policy/policy.ts';
import { holdersOf } from '../../domain/policy/resolve-role.ts';
import type { Author, OwnWrite } from '../../domain/watch/circumstances.ts';
import type { FieldChange } from '../../domain/watch/field-change.ts';
import { judgeChange } from '../../domain/watch/judge-change.ts';
import type { JudgedChange } from '../../domain/watch/judgement.ts';
import { factsAround, standingOf } from '../../domain/watch/standing.ts';
import { CrmError } from '../../ports/crm.ts';
import type { WaitingChange } from '../../ports/judgement-store.ts';
import type { HandoffTransaction } from '../../ports/unit-of-work.ts';
import { findPolicyInForce } from '../published-policy.ts';
import { keptValue } from './identify-change.ts';
import type { JudgeContext } from './judge-context.ts';
import { type RecordBooks, readBooks } from './record-exceptions.ts';
import { type Writers, writersFor } from './writers-for.ts';

/** Changes of one round; the job goes on with the next. */
const ROUND = 200;

/** How many changes were called what. */
export type VerdictCounts = Readonly<Partial<Record<ChangeVerdict, number>>>;

/** What was read before the judging. */
interface Known {
  readonly policy: PolicyVersion;
  readonly people: PeopleSnapshot | null;
  /** Of the record as it is now. */
  readonly facts: FactMap;
  readonly writers: Writers;
}

/**
 * Judges every change of a record that waits for it, the oldest first. What was decided, its audit entry and the jobs
 * that mend it are committed together. Safe to repeat and to break off: a change is judged once.
 *
 * @returns how many were called what
 * @throws CrmError `unavailable` when a person's change cannot be judged without the record's facts
 */
export async function judgeRecord(
  context: JudgeContext,
  tenantId: string,
  record: RecordRef,
): Promise<VerdictCounts> {
  const counts: Partial<Record<ChangeVerdict, number>> = {};
  for (;;) {
    const { waiting, policy, people } = await context.unitOfWork.transact(tenantId, async (tx) => ({
      waiting: await tx.judgements.listWaiting(record, ROUND),
      policy: await findPolicyInForce(tx, tenantId),
      people: await tx.findPeople(),
    }));
    if (waiting.length === 0) return counts;
    const facts = await factsFor(context, tenantId, record, waiting, policy);
    const writers = await writersFor(context, tenantId, waiting);
    const judged = await context.unitOfWork.transact(tenantId, (tx) =>
      judgeAll(context, tx, record, { policy, people, facts, writers }),
    );
    for (const { verdict } of judged) counts[verdict] = (counts[verdict] ?? 0) + 1;
    if (waiting.length < ROUND) return counts;
  }
}

/** Only what a person changed is held against the standard handoffs. */
async function factsFor(
  { crmOf }: JudgeContext,
  tenantId: string,
  record: RecordRef,
  waiting: readonly WaitingChange[],
  { policy }: PolicyVersion,
): Promise<FactMap> {
  const asks = waiting.some(
    ({ change: { source, field } }) =>
      (source.kind === 'person' || source.kind === 'running_user') && field !== 'tag',
  );
  if (!asks) return {};
  const entries = policy.standardHandoffs
    .filter(({ appliesTo }) => appliesTo === record.objectType)
    .flatMap(({ entry }) => entry.flat());
  const names = [...new Set(entries.map(({ property }) => property))];
  try {
    const { facts, unavailable } = await crmOf(tenantId).loadHandoff(record, names);
    // Nobody is judged on a CRM that was down: the job comes again.
    if (unavailable !== undefined)
      throw new CrmError('unavailable', unavailable, 'facts for judging a change');
    return facts;
  } catch (error) {
    if (error instanceof CrmError && error.code === 'record_not_found') return {};
    throw error;
  }
}

async function judgeAll(
  context: JudgeContext,
  tx: HandoffTransaction,
  record: RecordRef,
  known: Known,
): Promise<readonly JudgedChange[]> {
  const waiting = await tx.judgements.listWaiting(record, ROUND);
  if (waiting.length === 0) return [];
  const books = await readBooks(tx, record);
  const judged: JudgedChange[] = [];
  for (const one of waiting) {
    const found = judgeOne(context, one, books, known);
    if (!(await tx.judgements.saveJudged(found))) continue;
    judged.push(found);
    const entry = auditOfJudgement(found, context.sha256);
    if (entry) await tx.appendAudit([entry]);
    if (found.remedies.length > 0)
      await tx.enqueue({ kind: 'remedy_change', record, changeId: found.changeId });
  }
  return judged;
}

function judgeOne(
  { clock, watch, sha256 }: JudgeContext,
  { changeId, change }: WaitingChange,
  { exceptions, ownWrites, begunWrites, isWaiting }: RecordBooks,
  known: Known,
): JudgedChange {
  const now = clock.now();
  const { standardHandoffs } = known.policy.policy;
  const standing = (value: string | null) =>
    standingOf(standardHandoffs, change, factsAround(known.facts, change, value));
  const judgement = judgeChange(
    change,
    {
      ownAppId: watch.ownAppId,
      ownWrites: ownWrites.map((write) => asKept(write, sha256)),
      begunWrites: begunWrites.map((write) => asKept(write, sha256)),
      isWaiting,
      // A change that came in after the automation was read is judged as if nobody could look.
      ...(change.source.kind === 'running_user' && { writers: known.writers.get(change.field) ?? null }),
      exceptions: exceptions.map(({ exception }) => exception),
      author: authorOf(change, known, watch.settings.overrides.mayChange, now),
      before: standing(change.from),
      after: standing(change.to),
      settings: watch.settings,
    },
    now,
  );
  return { changeId, change, judgedAt: now.toISOString(), ...judgement };
}

/** Changes are compared with what was written in the form in which they are kept. */
function asKept(write: OwnWrite, sha256: JudgeContext['sha256']): OwnWrite {
  const { property } = write;
  if (property === undefined) return write;
  return { ...write, values: write.values.map((value) => keptValue(property, value, sha256)) };
}

function authorOf(
  { source: { userId } }: FieldChange,
  { policy: { policy }, people, facts }: Known,
  mayChange: readonly string[],
  now: Date,
): Author {
  const person = people?.people.find((one) => isUser(one, userId)) ?? null;
  if (!person) return { person, mayChange: 'unknown' };
  const directory = people ? directoryOf(people, now) : EMPTY_DIRECTORY;
  const roles = policy.roles.filter(({ id }) => mayChange.includes(id));
  const holds = roles.some((role) => holdersOf(role, { policy, facts, directory }).includes(person.email));
  return { person, mayChange: holds ? 'true' : 'false' };
}
