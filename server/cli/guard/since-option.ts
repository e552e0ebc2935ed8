import { InvalidArgumentError, Option } from 'commander';
import { MOMENT_WORDS, momentOf } from '../delegation/moment.ts';

/** Only changes made at a moment or later; a day alone begins at midnight UTC. */
export function sinceOption(): Option {
  return new Option('--since <moment>', 'only changes made at this moment or later, in UTC').argParser(
    (text) => {
      const instant = momentOf(text, 'UTC', 'start');
      if (instant !== null) return instant;
      throw new InvalidArgumentError(`It must be a moment such as ${MOMENT_WORDS}.`);
    },
  );
}
