/** One thing wrong in the policy files, so that its author can go to the place and mend it. */
export interface PolicyProblem {
  /** Path below the configuration folder, with forward slashes. */
  readonly file: string;
  /** Counted from 1; absent when the file is not there or could not be read. */
  readonly position?: { readonly line: number; readonly column: number };
  /** Where in the file, such as `decision_rights[2].require`; empty for the file as a whole. */
  readonly field: string;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** The policy files cannot be used. Holds every problem found, not only the first. */
export class PolicyFileError extends Error {
  override readonly name = 'PolicyFileError';
  readonly problems: readonly PolicyProblem[];

  constructor(dir: string, problems: readonly PolicyProblem[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(
      `${count} in the policy files of ${dir}:\n${problems.map((one) => `  ${inWords(one)}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

function inWords({ file, position, field, message }: PolicyProblem): string {
  const place = position ? `${file}:${position.line}:${position.column}` : file;
  return field === '' ? `${place}: ${message}` : `${place}: ${field}: ${message}`;
}

/** A path as its author reads it: `decision_rights[2].require`. */
export function fieldInWords(path: readonly PropertyKey[]): string {
  return path.reduce<string>((field, key) => {
    if (typeof key === 'number') return `${field}[${key}]`;
    return field === '' ? String(key) : `${field}.${String(key)}`;
  }, '');
}
