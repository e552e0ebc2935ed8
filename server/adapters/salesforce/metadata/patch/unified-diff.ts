const CONTEXT = 3;
/** How far ahead the two texts are searched for a line they have in common again. */
const HORIZON = 400;

interface Change {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

/**
 * The difference between two texts as `patch` and `git apply` read it; empty when there is none. Meant for texts of
 * which one is the other with some lines put in or replaced.
 *
 * @param path with slashes, relative to where the patch is applied
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  const changes = changesOf(linesOf(before), linesOf(after));
  const hunks = hunksOf(changes);
  return hunks.length === 0 ? '' : `--- a/${path}\n+++ b/${path}\n${hunks.join('')}`;
}

/** Lines with their ends, so that a missing last one shows. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function changesOf(before: readonly string[], after: readonly string[]): readonly Change[] {
  const changes: Change[] = [];
  let [at, to] = [0, 0];
  while (at < before.length || to < after.length) {
    const line = before[at];
    if (line !== undefined && line === after[to]) {
      changes.push({ kind: ' ', line });
      at += 1;
      to += 1;
      continue;
    }
    const [removed, added] = resync(before, at, after, to);
    for (const one of before.slice(at, at + removed)) changes.push({ kind: '-', line: one });
    for (const one of after.slice(to, to + added)) changes.push({ kind: '+', line: one });
    at += removed;
    to += added;
  }
  return changes;
}

/** The fewest lines to leave out on both sides until three lines agree, or all the rest does. */
function resync(
  before: readonly string[],
  at: number,
  after: readonly string[],
  to: number,
): readonly [removed: number, added: number] {
  for (let sum = 1; sum <= HORIZON; sum += 1) {
    for (let removed = 0; removed <= sum; removed += 1) {
      const added = sum - removed;
      if (at + removed > before.length || to + added > after.length) continue;
      const agrees = [0, 1, 2].every((next) => before[at + removed + next] === after[to + added + next]);
      if (agrees) return [removed, added];
    }
  }
  return [before.length - at, after.length - to];
}

function hunksOf(changes: readonly Change[]): readonly string[] {
  const hunks: string[] = [];
  let [oldLine, newLine] = [1, 1];
  for (let from = 0; from < changes.length; ) {
    if (changes[from]?.kind === ' ') {
      oldLine += 1;
      newLine += 1;
      from += 1;
      continue;
    }
    const lead = Math.min(CONTEXT, from);
    const end = endOfHunk(changes, from);
    const part = changes.slice(from - lead, end);
    const olds = part.filter(({ kind }) => kind !== '+').length;
    const news = part.filter(({ kind }) => kind !== '-').length;
    const lines = part.map(({ kind, line }) =>
      line.endsWith('\n') ? `${kind}${line}` : `${kind}${line}\n\\ No newline at end of file\n`,
    );
    hunks.push(`@@ -${oldLine - lead},${olds} +${newLine - lead},${news} @@\n${lines.join('')}`);
    const rest = changes.slice(from, end);
    oldLine += rest.filter(({ kind }) => kind !== '+').length;
    newLine += rest.filter(({ kind }) => kind !== '-').length;
    from = end;
  }
  return hunks;
}

/** Changes that are close together share a hunk, since their lines of context must not overlap. */
function endOfHunk(changes: readonly Change[], from: number): number {
  let last = from;
  for (let at = from; at < changes.length && at - last <= 2 * CONTEXT; at += 1)
    if (changes[at]?.kind !== ' ') last = at;
  return Math.min(changes.length, last + 1 + CONTEXT);
}
