import { type FlowRecord, readPath } from './flow/flow-record.ts';
import type { FormulaScope } from './formula/evaluate-formula.ts';
import type { FormulaValue } from './formula/functions.ts';
import { FormulaError } from './formula/parse-formula.ts';
import type { OrgCore } from './org-core.ts';

/** A record in the middle of a save, with its state before; null when it is being created. */
export interface RecordInSave {
  readonly record: FlowRecord;
  readonly prior: FlowRecord | null;
}

/**
 * What formulas of rules and of flow starts see: fields by themselves or behind `$Record`, the values before behind
 * `$Record__Prior`, the running user and their custom permissions.
 */
export function recordScope(org: OrgCore, userId: string, { record, prior }: RecordInSave): FormulaScope {
  const read = (path: string): FormulaValue => {
    const [head = '', ...rest] = path.split('.');
    if (head === '$Record') return readPath(org, record, rest);
    if (head === '$Record__Prior') return readPath(org, prior, rest);
    if (head.startsWith('$')) return globalValue(org, userId, head, rest);
    return readPath(org, record, [head, ...rest]);
  };
  return {
    read,
    prior(path) {
      const plain = path.startsWith('$Record.') ? path.slice('$Record.'.length) : path;
      return readPath(org, prior ?? record, plain.split('.'));
    },
    isNew: prior === null,
    now: org.clock.now(),
  };
}

/** `$User.Field` and `$Permission.Name`. @throws FormulaError for every other one */
export function globalValue(
  org: OrgCore,
  userId: string,
  head: string,
  rest: readonly string[],
): FormulaValue {
  if (head === '$Permission') {
    const [name = ''] = rest;
    return org.permissions.get(userId)?.has(name) === true || org.deployed.access.holds(userId, name);
  }
  if (head === '$User') {
    const user = org.store.find(userId);
    const definition = user && org.schema.findField('User', rest[0] ?? '');
    if (!user || !definition) throw new FormulaError(`$User has no ${rest.join('.')}`);
    return user.values[definition.name] ?? null;
  }
  throw new FormulaError(`the sandbox does not know ${head}`);
}
