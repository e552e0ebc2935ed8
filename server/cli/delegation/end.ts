import { Command } from 'commander';
import { Refusal } from '../../../src/application/refusal.ts';
import { endDelegation } from '../../../src/application/set-delegations.ts';
import { print, printJson } from '../print.ts';
import { actAs, FOLLOWING, refuse } from './context.ts';
import { byOption, jsonOption } from './options.ts';

export function endCommand(): Command {
  return new Command('end')
    .description(
      'Ends a delegation now, or takes back one that has not begun. The delegate leaves the open requests, except where they have decided. Audited. Safe to repeat.',
    )
    .argument('<id>', 'the delegation, as "handrail delegation list" names it')
    .addOption(byOption())
    .addOption(jsonOption())
    .action(end);
}

async function end(delegationId: string, { by, json }: { by: string; json: boolean }): Promise<void> {
  await actAs(by, json, async ({ context, tenantId, actor }) => {
    try {
      const delegation = await endDelegation(context, tenantId, actor, { delegationId });
      if (json) return printJson({ ok: true, delegation });
      const { delegate, delegator, until } = delegation;
      print(`${delegate.name} does not stand in for ${delegator.name} any more, as of ${until}.`);
      print(FOLLOWING);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse([{ code: error.code, message: error.message }], json);
    }
  });
}
