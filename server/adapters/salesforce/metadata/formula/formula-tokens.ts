export interface FormulaToken {
  /** `merge`: what stands between `{!` and `}`. */
  readonly kind: 'text' | 'number' | 'name' | 'merge' | 'mark';
  readonly value: string;
}

const TOKEN =
  /\s+|\/\*[\s\S]*?\*\/|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\{!\s*([^{}]+?)\s*\}|(\d+(?:\.\d+)?)|(\$?[a-z_][\w$]*(?:\.[a-z_$][\w$]*)*)|(&&|\|\||==|<>|!=|<=|>=|[-+*/^&=<>!(),])/giy;

const LONGEST = 20_000;

/** The tokens of a formula, without comments; null when something in it is no token. */
export function tokensOfFormula(source: string): readonly FormulaToken[] | null {
  if (source.length > LONGEST) return null;
  const tokens: FormulaToken[] = [];
  let length = 0;
  for (const [whole, double, single, merge, number, name, mark] of source.matchAll(TOKEN)) {
    length += whole.length;
    const quoted = double ?? single;
    if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted });
    else if (merge !== undefined) tokens.push({ kind: 'merge', value: merge });
    else if (number !== undefined) tokens.push({ kind: 'number', value: number });
    else if (name !== undefined) tokens.push({ kind: 'name', value: name });
    else if (mark !== undefined) tokens.push({ kind: 'mark', value: mark });
  }
  return length === source.length ? tokens : null;
}
