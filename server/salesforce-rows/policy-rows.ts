import {
  MAX_DOCUMENT,
  type SalesforceBreakGlass,
  type SalesforcePathDocument,
  type SalesforceTypeDocument,
  salesforceTypeDocumentSchema,
} from '@handrail/contracts/salesforce-documents';
import {
  OBJECT_TYPE_OF,
  SALESFORCE_OBJECTS,
  type SalesforceObject,
} from '@handrail/contracts/salesforce-vocabulary';
import { bandsOf } from '../../src/domain/policy/bands/bands-of.ts';
import { breakGlassHolders } from '../../src/domain/policy/bands/break-glass-holders.ts';
import type { Directory } from '../../src/domain/policy/directory.ts';
import type { ExceptionType, PolicyVersion } from '../../src/domain/policy/policy.ts';
import { standardPathInWords } from '../../src/domain/policy/standard-path-in-words.ts';
import { type Fields, fieldOf } from '../adapters/salesforce/field-names.ts';
import { presentType } from '../http/presenters/present-form.ts';
import type { RowValues } from './request-row.ts';

/** A row of `Handoff_Policy__c`. */
export interface PolicyRow {
  readonly key: string;
  readonly values: RowValues;
}

/** What the rows are made from. */
export interface PolicyInOrg {
  readonly policy: PolicyVersion;
  readonly directory: Directory;
  /** The fields of each governed object, as the integration user sees them. */
  readonly fields: Readonly<Record<SalesforceObject, Fields>>;
}

const NUMBER_TYPES: ReadonlySet<string> = new Set(['currency', 'double', 'int', 'percent']);
const MOST_NAME = 80;

/**
 * A policy as the rows that the component explains it by: one for each type on each object it applies to, and one for
 * the standard path of each object. Pure.
 *
 * @returns the rows, and the keys of those whose document is too long to be kept
 */
export function policyRows({ policy, directory, fields }: PolicyInOrg): {
  readonly rows: readonly PolicyRow[];
  readonly tooLong: readonly string[];
} {
  const all = SALESFORCE_OBJECTS.flatMap((object) => [
    pathRow(object, policy),
    ...policy.policy.exceptionTypes.flatMap((type, at) =>
      type.appliesTo.includes(OBJECT_TYPE_OF[object])
        ? [typeRow(object, type, at + 1, { policy, directory, fields: fields[object] })]
        : [],
    ),
  ]);
  const fits = ({ values }: PolicyRow) => (values.Document__c ?? '').length <= MAX_DOCUMENT;
  return { rows: all.filter(fits), tooLong: all.filter((row) => !fits(row)).map(({ key }) => key) };
}

function pathRow(object: SalesforceObject, { policy }: PolicyVersion): PolicyRow {
  const path: SalesforcePathDocument = standardPathInWords(policy.standardHandoffs, OBJECT_TYPE_OF[object]);
  return rowOf(object, '', {
    Name: `Standard path of ${object}`,
    Kind__c: 'standard_path',
    Position__c: '0',
    Hold_Hours__c: '',
    Document__c: JSON.stringify(path),
  });
}

function typeRow(
  object: SalesforceObject,
  type: ExceptionType,
  position: number,
  context: Omit<PolicyInOrg, 'fields'> & { readonly fields: Fields },
): PolicyRow {
  const document = salesforceTypeDocumentSchema.parse(typeDocument(object, type, context));
  return rowOf(object, type.id, {
    Name: type.label.slice(0, MOST_NAME),
    Kind__c: 'exception_type',
    Position__c: String(position),
    Hold_Hours__c: type.holdUnreadHours === undefined ? '' : String(type.holdUnreadHours),
    Document__c: JSON.stringify(document),
  });
}

function rowOf(object: SalesforceObject, id: string, values: RowValues): PolicyRow {
  const key = `${object}:${id}`;
  return { key, values: { ...values, Key__c: key, Object__c: object, Active__c: 'true' } };
}

function typeDocument(
  object: SalesforceObject,
  type: ExceptionType,
  { policy, directory, fields }: Omit<PolicyInOrg, 'fields'> & { readonly fields: Fields },
): SalesforceTypeDocument {
  const objectType = OBJECT_TYPE_OF[object];
  const numberField = (fact: string) => {
    const [prefix, property = ''] = [fact.slice(0, fact.indexOf('.')), fact.slice(fact.indexOf('.') + 1)];
    const field = prefix === objectType ? fieldOf(objectType, property, fields) : undefined;
    return field && NUMBER_TYPES.has(field.type) ? field.name : undefined;
  };
  const bands = bandsOf({
    policy: policy.policy,
    exceptionType: type,
    objectType,
    directory,
    isNumberOfRecord: (fact) => numberField(fact) !== undefined,
  });
  const breakGlass = breakGlassOf(type, policy, directory);
  // Who may act at once is told for everybody, not for one viewer.
  const { breakGlass: _, ...shown } = presentType(type, false);
  return {
    ...shown,
    policyVersion: policy.version,
    bands: bands.map(({ when, ...band }) => {
      if (!when) return band;
      const { fact, ...span } = when;
      return { ...band, when: { field: numberField(fact) ?? '', ...span } };
    }),
    ...(breakGlass && { breakGlass }),
  };
}

function breakGlassOf(
  { breakGlass }: ExceptionType,
  { policy }: PolicyVersion,
  directory: Directory,
): SalesforceBreakGlass | undefined {
  if (!breakGlass) return undefined;
  const { words, people, depends } = breakGlassHolders(breakGlass, policy, directory);
  return {
    reviewHours: breakGlass.reviewWithin,
    prompt: breakGlass.prompt,
    minLength: breakGlass.minLength,
    allowed: words,
    people: [...people],
    depends,
  };
}
