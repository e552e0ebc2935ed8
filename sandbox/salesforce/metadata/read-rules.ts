import { type Formula, FormulaError, parseFormula } from '../engine/formula/parse-formula.ts';
import { type FilterLogic, parseFilterLogic } from './filter-logic.ts';
import { MetadataError, readXml, type XmlNode } from './xml-node.ts';

/** A criterion of a rule entry, in the words of assignment rules. */
export interface RuleCriterion {
  /** Field without its object. */
  readonly field: string;
  readonly operation: string;
  readonly value: string;
}

/** One entry of an assignment rule. The first that matches decides. */
export interface RuleEntry {
  readonly criteria: readonly RuleCriterion[];
  readonly logic: FilterLogic;
  readonly formula: Formula | undefined;
  /** A user name or a queue's developer name; undefined leaves the owner as it is. */
  readonly assignedTo: string | undefined;
  readonly assignedToType: 'User' | 'Queue';
}

export interface AssignmentRule {
  readonly name: string;
  readonly object: string;
  readonly isActive: boolean;
  readonly entries: readonly RuleEntry[];
}

/** A condition under which the org refuses a record. */
export interface ValidationRule {
  readonly name: string;
  readonly object: string;
  readonly isActive: boolean;
  readonly formula: Formula;
  readonly message: string;
  readonly field: string | undefined;
}

const OPERATIONS = [
  'equals',
  'notEqual',
  'lessThan',
  'greaterThan',
  'lessOrEqual',
  'greaterOrEqual',
  'contains',
  'notContain',
  'startsWith',
];

/** Reads the assignment rules of one object. @param object `Lead` or `Case`, its file's name @throws MetadataError */
export function readAssignmentRules(object: string, xml: string): readonly AssignmentRule[] {
  return reading(`assignment rules of ${object}`, () =>
    readXml(xml, 'AssignmentRules')
      .all('assignmentRule')
      .map((rule) => ({
        name: rule.required('fullName'),
        object,
        isActive: rule.flag('active'),
        entries: rule.all('ruleEntry').map(readEntry),
      })),
  );
}

/** Reads a validation rule. @param name its file's name without `.validationRule-meta.xml` @throws MetadataError */
export function readValidationRule(object: string, name: string, xml: string): ValidationRule {
  return reading(`validation rule ${name}`, () => {
    const rule = readXml(xml, 'ValidationRule');
    return {
      name,
      object,
      isActive: rule.flag('active'),
      formula: parseFormula(rule.required('errorConditionFormula')),
      message: rule.required('errorMessage'),
      field: rule.textOf('errorDisplayField'),
    };
  });
}

function readEntry(node: XmlNode): RuleEntry {
  const criteria = node.all('criteriaItems').map((item) => {
    const operation = item.required('operation');
    if (!OPERATIONS.includes(operation)) throw new MetadataError(`the operation ${operation} is not known`);
    return {
      field: item.required('field').split('.').at(-1) ?? '',
      operation,
      value: item.textOf('value') ?? '',
    };
  });
  const formula = node.textOf('formula');
  return {
    criteria,
    logic: parseFilterLogic(node.textOf('booleanFilter'), criteria.length),
    formula: formula === undefined ? undefined : parseFormula(formula),
    assignedTo: node.textOf('assignedTo') || undefined,
    assignedToType: node.textOf('assignedToType') === 'Queue' ? 'Queue' : 'User',
  };
}

function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MetadataError) && !(error instanceof FormulaError)) throw error;
    throw new MetadataError(`${what}: ${error.message}`, { cause: error });
  }
}
