import { Command } from 'commander';
import { coverageCommand } from './coverage.ts';
import { mendCommand } from './mend.ts';
import { mendsCommand } from './mends.ts';
import { reviewCommand } from './review.ts';
import { scanCommand } from './scan.ts';

export function guardCommand(): Command {
  return new Command('guard')
    .description(
      "Says which of the CRM's own automation leaves records on hold alone, and why; mends what does not, and undoes that.",
    )
    .addCommand(coverageCommand())
    .addCommand(scanCommand())
    .addCommand(mendCommand())
    .addCommand(mendsCommand())
    .addCommand(reviewCommand());
}
