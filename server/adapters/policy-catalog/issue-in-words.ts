import { z } from 'zod';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list, such as [a, b]',
  object: 'a block of "key: value" lines',
  record: 'a block of "key: value" lines',
};

/** Zod's error map for policy files: what is wrong and what to write instead, for somebody who edits YAML. */
export const issueInWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = KINDS[issue.expected] ?? issue.expected;
      return issue.input === undefined
        ? `is missing. Write ${wanted}.`
        : `must be ${wanted}, not ${kindOf(issue.input)}.`;
    }
    case 'invalid_value': {
      const options = issue.values.map(String);
      const given = issue.input === undefined ? 'is missing' : `"${String(issue.input)}" is not known`;
      return `${given}. Write one of: ${options.join(', ')}.${didYouMean(String(issue.input), options)}`;
    }
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return issue.origin === 'string'
        ? `is too long. Write at most ${issue.maximum} characters.`
        : `must be at most ${issue.maximum}.`;
    default:
      return undefined;
  }
};

function tooSmall(issue: Extract<RawIssue, { code: 'too_small' }>): string {
  if (issue.origin === 'string') return 'must not be empty. Write a text.';
  if (issue.origin === 'array') return 'must not be empty. Write at least one entry.';
  return `must be at least ${issue.minimum}.`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a block' : `"${String(value)}"`;
}

/** A problem at a path of one file. */
export interface FieldIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Checks a value and says in words what is wrong, with one issue for each unknown key. */
export function check<T>(
  schema: z.ZodType<T>,
  value: unknown,
): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly FieldIssue[] } {
  const result = schema.safeParse(value, { error: issueInWords, reportInput: true });
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, issues: result.error.issues.flatMap(fieldIssues) };
}

function fieldIssues(issue: z.core.$ZodIssue): readonly FieldIssue[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }];
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: issue.message }));
}

/** A block with exactly these keys; any other key is an error that names the ones there are. */
export function block<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      const suggestions = issue.keys.map((key) => didYouMean(key, known)).join('');
      return `is not a known key.${suggestions} Known here: ${known.join(', ')}.`;
    },
  });
}

/**
 * A value that may be written in several ways: `pick` looks at it and says which schema checks it, so that the
 * message is about the way its author chose. A zod union would list the faults of all ways.
 */
export function oneOfWays<T>(pick: (value: unknown) => z.ZodType<T>) {
  return z.unknown().transform((value, context): T => {
    const result = check(pick(value), value);
    if (result.ok) return result.value;
    for (const { path, message } of result.issues) {
      context.addIssue({ code: 'custom', path: [...path], message, input: value });
    }
    return z.NEVER;
  });
}

/** True for a YAML map. */
export function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** " Did you mean x?" when one of the words is close to what was written; empty otherwise. */
export function didYouMean(written: string, words: readonly string[]): string {
  const ranked = words
    .map((word) => ({ word, distance: editDistance(written.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [nearest] = ranked;
  const isClose = nearest && nearest.distance <= Math.max(1, Math.floor(nearest.word.length / 3));
  return isClose ? ` Did you mean "${nearest.word}"?` : '';
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, right] of [...b].entries()) {
      const kept = (row[j] ?? 0) + (left === right ? 0 : 1);
      next.push(Math.min(kept, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
