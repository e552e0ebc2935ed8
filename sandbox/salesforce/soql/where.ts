import type {
  ConditionWithValueQuery,
  NegationCondition,
  Query,
  WhereClause,
} from '@jetstreamapp/soql-parser-js';
import type { FieldDefinition, FieldType } from '../schema/field-definition.ts';
import type { Value } from '../store/field-value.ts';
import { toLongId } from '../store/record-ids.ts';
import { spanOf } from './date-literals.ts';
import { type FieldPath, pathOf, type QuerySource, type Row, valueAt } from './query-source.ts';
import { invalidField, malformedQuery } from './soql-error.ts';

/** Whether a row is asked for. */
export type RowTest = (row: Row) => boolean;

/** What a WHERE clause is read with. */
export interface WhereContext {
  readonly source: QuerySource;
  readonly objectName: string;
  /** Values that a sub-query finds, for IN. */
  readonly subQuery: (query: Query) => readonly Value[];
}

type Condition = Exclude<ConditionWithValueQuery, NegationCondition>;
type ValueCondition = Extract<Condition, { value: unknown }>;
type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | { readonly test: RowTest };

/**
 * Makes the test of a WHERE clause. As in the real org, AND and OR side by side need parentheses.
 *
 * @throws SalesforceError `MALFORMED_QUERY`, `INVALID_FIELD`
 */
export function whereTest(context: WhereContext, clause: WhereClause | undefined): RowTest {
  if (!clause) return () => true;
  const tokens = tokensOf(context, clause);
  let at = 0;
  const single = (): RowTest => {
    const token = tokens[at];
    at += 1;
    if (token === 'NOT') {
      const inner = single();
      return (row) => !inner(row);
    }
    if (token === '(') {
      const inner = list();
      at += 1;
      return inner;
    }
    if (typeof token !== 'object') throw malformedQuery('unexpected token in the WHERE clause');
    return token.test;
  };
  const list = (): RowTest => {
    const tests = [single()];
    const word = tokens[at];
    while (tokens[at] === 'AND' || tokens[at] === 'OR') {
      if (tokens[at] !== word) throw malformedQuery(`unexpected token: ${String(tokens[at])}`);
      at += 1;
      tests.push(single());
    }
    return word === 'OR'
      ? (row) => tests.some((test) => test(row))
      : (row) => tests.every((test) => test(row));
  };
  const test = list();
  if (at < tokens.length) throw malformedQuery('unexpected token in the WHERE clause');
  return test;
}

/** The parser gives a chain of conditions with counted parentheses; this makes a line of it. */
function tokensOf(context: WhereContext, clause: WhereClause): readonly Token[] {
  const tokens: Token[] = [];
  let next: WhereClause | undefined = clause;
  while (next) {
    const { left } = next;
    if (left && 'openParen' in left) tokens.push(...Array<Token>(left.openParen ?? 0).fill('('));
    const isNegation: boolean = 'operator' in next && next.operator === 'NOT';
    if (left && isCondition(left)) tokens.push({ test: conditionTest(context, left) });
    if (left && 'closeParen' in left) tokens.push(...Array<Token>(left.closeParen ?? 0).fill(')'));
    if (isNegation) tokens.push('NOT');
    else if ('operator' in next && (next.operator === 'AND' || next.operator === 'OR'))
      tokens.push(next.operator);
    next = 'right' in next ? next.right : undefined;
  }
  return tokens;
}

function isCondition(left: ConditionWithValueQuery): left is Condition {
  return 'operator' in left;
}

function conditionTest(context: WhereContext, condition: Condition): RowTest {
  if (!('field' in condition)) {
    throw malformedQuery('the sandbox does not run functions in a WHERE clause');
  }
  const { source, objectName } = context;
  const path = pathOf(source, objectName, condition.field.split('.'));
  checkFilterable(path.field);
  if ('valueQuery' in condition) {
    const found = new Set(context.subQuery(condition.valueQuery));
    const wanted = condition.operator === 'IN';
    return (row) => found.has(valueAt(source, row, path)) === wanted;
  }
  return valueTest(source, path, condition);
}

/** Long texts stand in no index. */
export function checkFilterable({ name, type, length }: FieldDefinition): void {
  if (type === 'textarea' && length > 255) {
    throw invalidField(`field '${name}' can not be filtered in a query call`);
  }
}

type Comparable = string | number | boolean | null;

function valueTest(source: QuerySource, path: FieldPath, condition: ValueCondition): RowTest {
  const { operator, value } = condition;
  const { field } = path;
  const read = (row: Row): Comparable => normal(field, valueAt(source, row, path));
  const literals = (Array.isArray(value) ? value : [value]).map((one) => one.trim());
  if (condition.literalType === 'DATE_LITERAL' || condition.literalType === 'DATE_N_LITERAL') {
    return spanTest(source, field, operator, literals[0] ?? '', read);
  }
  const wanted = literals.map((one) => literalValue(field, one));
  const [only = null] = wanted;
  switch (operator) {
    case 'IN':
      return (row) => wanted.includes(read(row));
    case 'NOT IN':
      return (row) => !wanted.includes(read(row));
    case '=':
      return (row) => read(row) === only;
    case '!=':
      return (row) => read(row) !== only;
    case 'LIKE': {
      if (typeof only !== 'string') throw invalidField(`invalid operator on ${field.name} field`);
      const pattern = likePattern(only);
      return (row) => pattern.test(String(read(row) ?? ''));
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return (row) => isOrdered(operator, read(row), only);
    default:
      throw malformedQuery(`the sandbox does not run the operator ${operator}`);
  }
}

function isOrdered(operator: '<' | '<=' | '>' | '>=', left: Comparable, right: Comparable): boolean {
  if (left === null || right === null) return false;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  if (operator === '>') return left > right;
  return left >= right;
}

function spanTest(
  source: QuerySource,
  field: FieldDefinition,
  operator: string,
  literal: string,
  read: (row: Row) => Comparable,
): RowTest {
  const span = spanOf(literal, source.org.clock.now());
  if (!span) throw malformedQuery(`the sandbox does not know the date literal ${literal}`);
  if (field.type !== 'date' && field.type !== 'datetime') throw wrongLiteral(field);
  const test: Readonly<Record<string, (time: number) => boolean>> = {
    '=': (time) => time >= span.from && time < span.to,
    '!=': (time) => time < span.from || time >= span.to,
    '<': (time) => time < span.from,
    '<=': (time) => time < span.to,
    '>': (time) => time >= span.to,
    '>=': (time) => time >= span.from,
  };
  const check = test[operator];
  if (!check) throw malformedQuery(`invalid operator ${operator} for a date literal`);
  return (row) => {
    const time = read(row);
    return typeof time === 'number' && check(time);
  };
}

/** A stored value in the form comparisons use: times as milliseconds, text in lower case. */
export function normal({ type }: FieldDefinition, value: Value): Comparable {
  if (value === null) return type === 'boolean' ? false : null;
  if (type === 'date' || type === 'datetime') return Date.parse(String(value));
  return typeof value === 'string' && type !== 'id' && type !== 'reference' ? value.toLowerCase() : value;
}

const UNQUOTED: ReadonlySet<FieldType> = new Set([
  'boolean',
  'currency',
  'date',
  'datetime',
  'double',
  'int',
  'percent',
]);

/** What a literal of the query means for a field. @throws SalesforceError for a literal of the wrong kind */
function literalValue(field: FieldDefinition, literal: string): Comparable {
  if (literal.toUpperCase() === 'NULL') return normal(field, null);
  const quoted = literal.startsWith("'");
  if (quoted === UNQUOTED.has(field.type)) throw wrongLiteral(field);
  if (field.type === 'boolean') return literal.toUpperCase() === 'TRUE';
  if (field.type === 'date' || field.type === 'datetime') {
    const isInstant = literal.includes('T');
    const time = Date.parse(literal.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
    if (Number.isNaN(time) || isInstant !== (field.type === 'datetime')) throw wrongLiteral(field);
    return time;
  }
  if (!quoted) {
    const number = Number(literal);
    if (Number.isNaN(number)) throw wrongLiteral(field);
    return number;
  }
  const text = unescapeText(literal.slice(1, -1));
  if (field.type !== 'id' && field.type !== 'reference') return text.toLowerCase();
  const id = toLongId(text);
  if (text !== '' && id === null) throw invalidField(`invalid ID field: ${text}`);
  return id;
}

function wrongLiteral({ name, type }: FieldDefinition) {
  const quotes = UNQUOTED.has(type) ? 'should not be enclosed in quotes' : 'should be enclosed in quotes';
  return invalidField(`value of filter criterion for field '${name}' must be of type ${type} and ${quotes}`);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescapeText(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) => ESCAPES[character] ?? character);
}

/** `%` stands for any text, `_` for one character; a backslash takes their meaning away. */
function likePattern(text: string): RegExp {
  const source = [...text]
    .map((one) => (one === '%' ? '.*' : one === '_' ? '.' : one.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`, 's');
}
