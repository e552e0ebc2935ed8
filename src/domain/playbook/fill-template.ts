/** Names a playbook text may use as `{{name}}`. */
export const PLACEHOLDERS = [
  'type',
  'reason',
  'requester',
  'approvers',
  'changes',
  'expires',
  'nextSteps',
  'standardPath',
  'endReason',
  'afterwards',
] as const;

/** A value for every placeholder. */
export type Placeholders = Readonly<Record<(typeof PLACEHOLDERS)[number], string>>;

const PATTERN = /\{\{\s*(\w+)\s*\}\}/g;

/** Fills `{{name}}` in a playbook text. A name nobody knows stays as it is; `unknownPlaceholders` finds it earlier. */
export function fillTemplate(template: string, values: Placeholders): string {
  return template.replace(PATTERN, (whole, name: string) =>
    Object.hasOwn(values, name) ? values[name as keyof Placeholders] : whole,
  );
}

/** Placeholder names of a text that `fillTemplate` would not fill. */
export function unknownPlaceholders(template: string): readonly string[] {
  const known: readonly string[] = PLACEHOLDERS;
  return [...template.matchAll(PATTERN)].flatMap(([, name]) => (name && !known.includes(name) ? [name] : []));
}
