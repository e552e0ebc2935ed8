import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { fieldInWords, type PolicyProblem } from './policy-file-error.ts';

/** Far above any policy file a person writes. */
const MAX_BYTES = 256 * 1024;
const MAX_DEPTH = 32;
/** One slip of the pen can make many problems of YAML; those after the first few say nothing new. */
const MAX_YAML_PROBLEMS = 5;
const TOO_DEEP = `is nested deeper than ${MAX_DEPTH} levels. Policy files need far fewer.`;

type Path = readonly PropertyKey[];

/** A YAML file that was read, and where each of its fields stands. */
export interface SourceFile {
  readonly file: string;
  readonly value: unknown;
  /** A problem at a path of the file; at the nearest parent when the path is not there. */
  problemAt(path: Path, message: string): PolicyProblem;
}

/** Either the file, or what keeps it from being read. */
export type SourceResult =
  | { readonly ok: true; readonly source: SourceFile }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/**
 * Reads one YAML file. Never throws: a file that is missing, too large, too deep, not YAML or that uses aliases (with
 * which a small file can become a huge value) comes back as problems.
 *
 * @param file path below `dir`, with forward slashes
 */
export async function readSourceFile(dir: string, file: string): Promise<SourceResult> {
  const path = join(dir, file);
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      return notUsable(file, `is ${size} bytes; a policy file may have ${MAX_BYTES}. Split it.`);
    }
    return parseSource(file, await readFile(path, 'utf8'));
  } catch (error) {
    return notUsable(file, whyUnreadable(error));
  }
}

/** Parses the text of a policy file; see `readSourceFile`. */
export function parseSource(file: string, text: string): SourceResult {
  const lines = new LineCounter();
  const problem = (offset: number, field: string, message: string): PolicyProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, position: { line, column: col }, field, message };
  };
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = [...document.errors, ...document.warnings]
    .slice(0, MAX_YAML_PROBLEMS)
    .map(({ pos, message }) => problem(pos[0], '', `is not valid YAML here: ${message}`));
  if (broken.length > 0) return { ok: false, problems: broken };
  const aliases: PolicyProblem[] = [];
  visit(document, {
    Alias: (_, { range, source }) => {
      const message = `uses the alias *${source}. Policy files have no aliases: write the value out.`;
      aliases.push(problem(range?.[0] ?? 0, '', message));
    },
  });
  if (aliases.length > 0) return { ok: false, problems: aliases };
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    return notUsable(file, 'is empty. Fill it in or delete it.');
  }
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  if (isDeeperThan(MAX_DEPTH, value)) return notUsable(file, TOO_DEEP);
  const source: SourceFile = {
    file,
    value,
    problemAt: (path, message) => problem(offsetOf(document, path), fieldInWords(path), message),
  };
  return { ok: true, source };
}

/** Where a path starts: the key within a map, the entry within a list, else the nearest parent. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const key of path) {
    if (isMap<Node, Node>(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (!pair) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq<Node>(node) && typeof key === 'number') {
      node = node.items[key];
      offset = startOf(node) ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

function notUsable(file: string, message: string): SourceResult {
  return { ok: false, problems: [{ file, field: '', message }] };
}

function whyUnreadable(error: unknown): string {
  const code = errorCode(error);
  if (code === 'ENOENT') return 'is missing. Add it.';
  // The YAML parser is recursive: what overflows its stack is nested too deeply for us anyway.
  if (code === 'RangeError') return TOO_DEEP;
  return code === 'EISDIR' ? 'is a folder, not a file.' : `cannot be read (${code}).`;
}

/** The operating system's code of an error, such as ENOENT; its name when it has none. */
export function errorCode(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name);
}
