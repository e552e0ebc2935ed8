import type { PackageComponent } from './to-metadata-format.ts';

/** The version of the Metadata API that the package is written for. */
export const METADATA_VERSION = '67.0';

/** What a manifest names of a component. */
export type Member = Pick<PackageComponent, 'type' | 'fullName'>;

/** A manifest (`package.xml`, `destructiveChanges.xml`): each component by its type, in the order of their names. */
export function manifest(members: readonly Member[]): string {
  const byType = Map.groupBy(members, ({ type }) => type);
  const types = [...byType]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([type, of]) => {
      const names = of.map(({ fullName }) => fullName).toSorted();
      const lines = names.map((name) => `        <members>${escaped(name)}</members>`);
      return ['    <types>', ...lines, `        <name>${type}</name>`, '    </types>'].join('\n');
    });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Package xmlns="http://soap.sforce.com/2006/04/metadata">',
    ...types,
    `    <version>${METADATA_VERSION}</version>`,
    '</Package>',
    '',
  ].join('\n');
}

/** Text that cannot leave its element. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
