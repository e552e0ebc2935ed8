import { Command } from 'commander';
import { type ListedDelegation, listDelegations } from '../../../src/application/list-delegations.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { readTenant } from '../../env.ts';
import { print, printJson } from '../print.ts';
import { withStore } from '../with-store.ts';
import { jsonOption } from './options.ts';

export function listCommand(): Command {
  return new Command('list')
    .description(
      'Lists who stands in for whom now and later, soonest end first, and says where nobody does because the delegate is away too.',
    )
    .option('--all', 'those that are over as well', false)
    .addOption(jsonOption())
    .action(list);
}

async function list({ all, json }: { all: boolean; json: boolean }): Promise<void> {
  const tenantId = readTenant();
  const now = systemClock.now();
  const listed = await withStore((store) =>
    listDelegations({ unitOfWork: store, clock: systemClock }, tenantId, { all }),
  );
  if (json) {
    printJson(listed.map(({ delegation, trouble }) => ({ ...delegation, uncovered: trouble })));
  } else if (listed.length === 0) {
    print(all ? 'No delegation was ever set.' : 'Nobody is away, now or later.');
  } else print(listed.map((one) => inWords(one, now)).join('\n'));
}

function inWords({ delegation, trouble }: ListedDelegation, now: Date): string {
  const { delegationId, delegator, delegate, from, until, reason, setBy, endedEarly } = delegation;
  const begun = Date.parse(from) <= now.getTime();
  const over = Date.parse(until) <= now.getTime();
  const state = over ? 'over' : begun ? 'in force' : 'to come';
  return [
    `${delegationId}  ${state.padEnd(8)}  ${delegate.name} for ${delegator.name}, ${from} to ${until}: ${reason} (set by ${setBy.name})`,
    ...(endedEarly
      ? [`    ended early by ${endedEarly.by.name}; it was to last until ${endedEarly.plannedUntil}`]
      : []),
    ...(trouble && !over
      ? [`    nobody stands in from ${trouble.from} to ${trouble.until}: ${delegate.name} is away too`]
      : []),
  ].join('\n');
}
