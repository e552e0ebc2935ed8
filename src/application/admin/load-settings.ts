import type { Person } from '../../domain/policy/facts.ts';
import type { PolicyVersion } from '../../domain/policy/policy.ts';
import type { AdminTask, TaskResult } from '../../ports/admin-tasks.ts';
import type { ChannelRecord, PublishedVersion } from '../../ports/unit-of-work.ts';
import type { AppContext, Caller } from '../context.ts';
import { type ListedDelegation, listDelegations } from '../list-delegations.ts';
import { findDirectoryAsRead } from '../people.ts';
import { findPolicyInForce } from '../published-policy.ts';

/** What an administrator is shown of an account. */
export interface AccountSettings {
  readonly now: Date;
  readonly viewer: Person;
  readonly policy: PolicyVersion;
  readonly publication: PublishedVersion;
  /** By e-mail address, in lower case; nobody is known before people were read for the first time. */
  readonly personBy: (email: string) => Person | undefined;
  /** By the CRM's user id. */
  readonly personWithId: (userId: string) => Person | undefined;
  readonly channels: readonly ChannelRecord[];
  readonly delegations: readonly ListedDelegation[];
  readonly tasks: readonly AdminTask[];
  readonly health: TaskResult | null;
  readonly coverage: TaskResult | null;
}

/** The two checks of the whole account. */
export const HEALTH_CHECK = { kind: 'check_health', subject: '' } as const;
export const COVERAGE_CHECK = { kind: 'check_coverage', subject: '' } as const;

/** Reads what Handrail keeps. Nothing waits for the CRM: names come from people as last read. */
export async function loadSettings(
  context: Pick<AppContext, 'unitOfWork' | 'clock'>,
  caller: Caller,
): Promise<AccountSettings> {
  const { tenantId } = caller;
  const [viewer, delegations, stored] = [
    await callerAsRead(context, caller),
    await listDelegations(context, tenantId, { all: false }),
    await context.unitOfWork.transact(tenantId, async (tx) => {
      const policy = await findPolicyInForce(tx, tenantId);
      const versions = await tx.listPolicyVersions();
      const publication = versions.find(({ version }) => version === policy.version);
      if (!publication) throw new Error('a policy is in force that nobody published (this is a bug)');
      return {
        policy,
        publication,
        people: (await tx.findPeople())?.people ?? [],
        channels: await tx.findChannelRecords(),
        tasks: await tx.adminTasks.list(),
        health: await tx.adminTasks.findResult(HEALTH_CHECK),
        coverage: await tx.adminTasks.findResult(COVERAGE_CHECK),
      };
    }),
  ];
  const { people, ...rest } = stored;
  return {
    now: context.clock.now(),
    viewer,
    delegations,
    personBy: (email) => people.find((person) => person.email === email),
    personWithId: (userId) => people.find((person) => person.userId === userId),
    ...rest,
  };
}

/** The caller as a person, named as last read: the CRM is not asked. */
export async function callerAsRead(
  context: Pick<AppContext, 'unitOfWork' | 'clock'>,
  { tenantId, userId, email }: Caller,
): Promise<Person> {
  const directory = await context.unitOfWork.transact(tenantId, (tx) => findDirectoryAsRead(context, tx));
  return { ...(directory.person(email) ?? { name: email }), email, userId };
}
