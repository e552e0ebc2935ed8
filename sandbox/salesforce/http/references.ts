/** A reference to a value that no earlier reply has. */
export class InvalidReference extends Error {}

const REFERENCE = /@\{([A-Za-z]\w*)((?:\.[A-Za-z_]\w*|\[\d+\])*)\}/g;

/**
 * Puts values of earlier replies in the place of `@{reference.field}`, `@{reference.records[0].Id}`, wherever they stand
 * in texts.
 *
 * @param replies bodies by the reference of their call
 * @throws InvalidReference
 */
export function fillReferences(part: unknown, replies: ReadonlyMap<string, unknown>): unknown {
  if (typeof part === 'string') {
    return part.replace(REFERENCE, (_, name: string, path: string) => valueAt(replies, name, path));
  }
  if (Array.isArray(part)) return part.map((one) => fillReferences(one, replies));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, fillReferences(one, replies)]));
}

function valueAt(replies: ReadonlyMap<string, unknown>, name: string, path: string): string {
  const steps = path.match(/[A-Za-z_]\w*|\d+/g) ?? [];
  const value = steps.reduce<unknown>(
    (found, step) => (typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined),
    replies.get(name),
  );
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  throw new InvalidReference(`Invalid reference specified. No value for ${name}${path} found`);
}
