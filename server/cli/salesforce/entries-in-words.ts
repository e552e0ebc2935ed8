import type { PackageEntry } from '../../adapters/salesforce/install/install-package.ts';

/** So many names of a type are read; more are counted. */
const MOST_NAMES = 5;

/** Components by what became of them and their type: few of them by name. */
export function countedByType(entries: readonly PackageEntry[]): readonly string[] {
  const groups = Map.groupBy(entries, ({ outcome, type }) => `${outcome.padEnd(9)} ${type}`);
  return [...groups].map(([head, of]) => {
    const names = of.map(({ name }) => name);
    const shown = names.slice(0, MOST_NAMES).join(', ');
    return names.length > MOST_NAMES
      ? `${head}: ${shown} and ${names.length - MOST_NAMES} more`
      : `${head}: ${shown}`;
  });
}
