import { Command } from 'commander';
import { coverageCommand } from './coverage.ts';
import { scanCommand } from './scan.ts';

export function guardCommand(): Command {
  return new Command('guard')
    .description(
      "Says which of the CRM's own automation leaves records on hold alone, and why. Writes nothing.",
    )
    .addCommand(coverageCommand())
    .addCommand(scanCommand());
}
