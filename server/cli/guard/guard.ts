import { Command } from 'commander';
import { coverageCommand } from './coverage.ts';
import { mendCommand } from './mend.ts';
import { mendsCommand } from './mends.ts';
import { overridesCommand } from './overrides.ts';
import { reviewCommand } from './review.ts';
import { scanCommand } from './scan.ts';
import { watchCommand } from './watch.ts';

export function guardCommand(): Command {
  return new Command('guard')
    .description(
      "Says which of the CRM's own automation leaves records on hold alone, and why; mends what does not, and undoes that; tells what changes in the CRM were judged to be.",
    )
    .addCommand(coverageCommand())
    .addCommand(scanCommand())
    .addCommand(mendCommand())
    .addCommand(mendsCommand())
    .addCommand(reviewCommand())
    .addCommand(watchCommand())
    .addCommand(overridesCommand());
}
