import { Command, InvalidArgumentError } from 'commander';
import { Refusal } from '../../../src/application/refusal.ts';
import { setDelegation } from '../../../src/application/set-delegations.ts';
import { print, printJson } from '../print.ts';
import { UsageError } from '../usage-error.ts';
import { actAs, FOLLOWING, refuse } from './context.ts';
import { MOMENT_WORDS, momentOf } from './moment.ts';
import { byOption, emailOf, jsonOption, timeZoneOption } from './options.ts';

export function addCommand(): Command {
  return new Command('add')
    .description(
      'Names who decides in the place of somebody who is away. Open requests that wait for them follow, and so do later ones. Audited. Safe to repeat.',
    )
    .requiredOption('--from <e-mail>', 'who is away', emailOf)
    .requiredOption('--to <e-mail>', 'who decides in their place', emailOf)
    .requiredOption('--starts <moment>', `from when, such as ${MOMENT_WORDS}`)
    .requiredOption('--ends <moment>', 'until when; a day counts to its end')
    .requiredOption('--reason <text>', 'why; those who work on the same requests read it', reasonOf)
    .addOption(byOption())
    .addOption(timeZoneOption())
    .addOption(jsonOption())
    .action(add);
}

interface AddOptions {
  readonly from: string;
  readonly to: string;
  readonly starts: string;
  readonly ends: string;
  readonly reason: string;
  readonly by: string;
  readonly timeZone: string;
  readonly json: boolean;
}

async function add({ from, to, starts, ends, reason, by, timeZone, json }: AddOptions): Promise<void> {
  const wish = {
    delegator: from,
    delegate: to,
    from: required('--starts', momentOf(starts, timeZone, 'start')),
    until: required('--ends', momentOf(ends, timeZone, 'end')),
    reason,
  };
  await actAs(by, json, async ({ context, tenantId, actor }) => {
    try {
      const delegation = await setDelegation(context, tenantId, actor, wish);
      if (json) printJson({ ok: true, delegation });
      else {
        const { delegate, delegator, delegationId } = delegation;
        print(
          `${delegate.name} decides in place of ${delegator.name} from ${wish.from} to ${wish.until} (${delegationId}).`,
        );
        print(FOLLOWING);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse([{ code: error.code, message: error.message }], json);
    }
  });
}

function required(option: string, moment: string | null): string {
  if (moment !== null) return moment;
  throw new UsageError(`${option} must be a day or a moment, such as ${MOMENT_WORDS}.`);
}

function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason !== '') return reason;
  throw new InvalidArgumentError('Say why.');
}
