import { parseSync } from '@swc/core';

/** What one TypeScript file asks of the world around it. */
export interface SourceSummary {
  /** Module specifiers of static, dynamic, type-only and re-exporting imports. */
  readonly imports: readonly string[];
  /** Names the file reads without declaring, with the member where one is named: `console`, `Date.now`, `new Date`. */
  readonly globals: readonly string[];
  /** Number literals given to `.status()` and `.sendStatus()`. */
  readonly statusCodes: readonly number[];
}

interface AstNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Parses a file and collects what the rules look at. A name the file declares anywhere counts as its own. */
export function readSource(text: string, isTsx: boolean): SourceSummary {
  const imports: string[] = [];
  const globals: string[] = [];
  const statusCodes: number[] = [];
  const declared = new Set<string>();

  const visit = (node: AstNode): void => {
    imports.push(...specifiersOf(node));
    statusCodes.push(...statusCodesOf(node));
    for (const name of declaredNames(node)) declared.add(name);
    const used = globalOf(node);
    if (used) globals.push(used);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(parseSync(text, { syntax: 'typescript', tsx: isTsx, target: 'es2024' }) as unknown as AstNode);
  return { imports, globals: globals.filter((name) => !declared.has(baseOf(name))), statusCodes };
}

function baseOf(name: string): string {
  return name.replace('new ', '').split('.')[0] ?? name;
}

function specifiersOf(node: AstNode): readonly string[] {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return literalOf(node.source);
    case 'TsImportType':
      return literalOf(node.argument);
    case 'TsExternalModuleReference':
      return literalOf(node.expression);
    case 'CallExpression':
      return asNode(node.callee)?.type === 'Import' ? firstArgument(node).flatMap(literalOf) : [];
    default:
      return [];
  }
}

function literalOf(value: unknown): readonly string[] {
  const node = asNode(value);
  return node?.type === 'StringLiteral' ? [String(node.value)] : [];
}

function statusCodesOf(node: AstNode): readonly number[] {
  if (node.type !== 'CallExpression') return [];
  const callee = asNode(node.callee);
  const method = callee?.type === 'MemberExpression' ? nameOf(callee.property) : null;
  if (method !== 'status' && method !== 'sendStatus') return [];
  return firstArgument(node).flatMap((argument) =>
    argument.type === 'NumericLiteral' ? [Number(argument.value)] : [],
  );
}

function firstArgument(node: AstNode): readonly AstNode[] {
  const [first] = Array.isArray(node.arguments) ? node.arguments : [];
  const expression = asNode((first as { expression?: unknown } | undefined)?.expression);
  return expression ? [expression] : [];
}

function declaredNames(node: AstNode): readonly string[] {
  const target =
    node.type === 'VariableDeclarator'
      ? node.id
      : node.type === 'Parameter'
        ? node.pat
        : /^Import(Default|Namespace)?Specifier$/.test(node.type)
          ? node.local
          : node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration'
            ? node.identifier
            : null;
  const name = nameOf(target);
  return name ? [name] : [];
}

/** A global that a node reads: `Date.now`, `new Date` without a time, or a bare name. */
function globalOf(node: AstNode): string | null {
  if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date') {
    const given = Array.isArray(node.arguments) ? node.arguments.length : 0;
    return given === 0 ? 'new Date' : null;
  }
  if (node.type === 'MemberExpression') {
    const object = nameOf(node.object);
    const property = nameOf(node.property);
    return object && property ? `${object}.${property}` : null;
  }
  return node.type === 'Identifier' ? nameOf(node) : null;
}

function nameOf(value: unknown): string | null {
  const node = asNode(value);
  return node?.type === 'Identifier' ? String(node.value) : null;
}

/** The parts of a node that are evaluated: no types, no property names. */
function childrenOf(node: AstNode): readonly AstNode[] {
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'key' || (key === 'property' && asNode(value)?.type === 'Identifier')) return [];
    return nodesIn(value);
  });
}

function nodesIn(value: unknown): readonly AstNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  const node = asNode(value);
  if (node) return [node];
  // swc wraps arguments and array elements in plain objects.
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(nodesIn) : [];
}

function asNode(value: unknown): AstNode | null {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
    ? (value as AstNode)
    : null;
}
