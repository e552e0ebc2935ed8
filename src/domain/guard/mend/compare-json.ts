/** One place in which two JSON documents differ. */
export interface JsonDifference {
  readonly kind: 'added' | 'removed' | 'changed';
  /** Such as `suppressionFilterBranch.filterBranches[1]`; empty for the document as a whole. */
  readonly path: string;
  /** Null where it was not there. */
  readonly before: unknown;
  /** Null where it is not there any more. */
  readonly after: unknown;
}

/** A difference with what it means, in one plain sentence. */
export interface ChangeLine extends JsonDifference {
  readonly sentence: string;
}

/**
 * Where two JSON values differ in meaning: the order of keys does not count, and null means the same as not there.
 *
 * @param depth how many levels to go down before a difference is told as a whole; all when left out
 */
export function compareJson(
  before: unknown,
  after: unknown,
  depth = Number.POSITIVE_INFINITY,
): readonly JsonDifference[] {
  return compare(before ?? null, after ?? null, '', depth);
}

function compare(before: unknown, after: unknown, path: string, depth: number): readonly JsonDifference[] {
  if (Object.is(before, after)) return [];
  if (before === null) return [{ kind: 'added', path, before, after }];
  if (after === null) return [{ kind: 'removed', path, before, after }];
  const pairs = partsOf(before, after);
  if (!pairs) return [{ kind: 'changed', path, before, after }];
  const inner = pairs.flatMap(([key, one, other]) => {
    const inside = path === '' || key.startsWith('[') ? `${path}${key}` : `${path}.${key}`;
    return compare(one ?? null, other ?? null, inside, depth - 1);
  });
  return inner.length > 0 && depth <= 0 ? [{ kind: 'changed', path, before, after }] : inner;
}

type Part = readonly [key: string, before: unknown, after: unknown];

/** The parts of two objects or two lists side by side; null when they are not of the same make. */
function partsOf(before: unknown, after: unknown): readonly Part[] | null {
  if (Array.isArray(before) && Array.isArray(after)) {
    const longest = Math.max(before.length, after.length);
    return Array.from({ length: longest }, (_, at) => [`[${at}]`, before[at], after[at]] as const);
  }
  if (!isObject(before) || !isObject(after)) return null;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const own = (object: object, key: string): unknown =>
    Object.hasOwn(object, key) ? Reflect.get(object, key) : null;
  return keys.map((key) => [key, own(before, key), own(after, key)] as const);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The lines of two JSON texts as a reader compares them: `- ` for what goes, `+ ` for what comes, two spaces for what
 * stays. Takes time in proportion to the product of their lengths; meant for one part of a document, not for all of it.
 */
export function jsonDiffLines(before: unknown, after: unknown): readonly string[] {
  const old = linesOf(before);
  const now = linesOf(after);
  // common[i][j]: the longest run of lines that old from i and now from j share.
  const common = old.map(() => now.map(() => 0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const row = common[i];
      if (row) row[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && old[i] === now[j]) {
      lines.push(`  ${old[i]}`);
      i += 1;
      j += 1;
    } else if (i < old.length && at(i + 1, j) >= at(i, j + 1)) {
      lines.push(`- ${old[i]}`);
      i += 1;
    } else if (j < now.length) {
      lines.push(`+ ${now[j]}`);
      j += 1;
    } else {
      lines.push(`- ${old[i]}`);
      i += 1;
    }
  }
  return lines;
}

function linesOf(value: unknown): readonly string[] {
  return value === null || value === undefined ? [] : JSON.stringify(value, null, 2).split('\n');
}
