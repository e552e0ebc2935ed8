import type { Automation, FieldNames } from './automation.ts';
import type { Condition } from './condition.ts';

/** Whether an automation asks for one of Handrail's fields anywhere, whatever comes of it. */
export function looksAtTag({ entry, exclusions, nodes }: Automation, names: FieldNames): boolean {
  const conditions = [
    ...(entry.condition ? [entry.condition] : []),
    ...exclusions.map(({ condition }) => condition),
    ...[...nodes.values()].flatMap((node) =>
      node.kind === 'fork' ? node.arms.map(({ condition }) => condition) : [],
    ),
  ];
  return conditions.some((condition) => mentionsTag(condition, names));
}

function mentionsTag(condition: Condition, names: FieldNames): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.some((one) => mentionsTag(one, names));
    case 'not':
      return mentionsTag(condition.of, names);
    case 'field':
    case 'seen':
      return names.tags.has(condition.property.toLowerCase());
    case 'answer':
      return true;
    default:
      return false;
  }
}
