import { Command } from 'commander';
import { coverageCommand } from './coverage.ts';
import { overridesCommand } from './overrides.ts';
import { scanCommand } from './scan.ts';
import { watchCommand } from './watch.ts';

export function guardCommand(): Command {
  return new Command('guard')
    .description(
      "Says which of the CRM's own automation leaves records on hold alone, and why, and what changes in the CRM were judged to be. Writes nothing.",
    )
    .addCommand(coverageCommand())
    .addCommand(scanCommand())
    .addCommand(watchCommand())
    .addCommand(overridesCommand());
}
