/**
 * Salesforce's stub of the wire, with a `gql` that keeps the query: a query that names a field the package does not
 * have fails here, as it would in the org.
 */
import { graphql as stub } from '@salesforce/sfdx-lwc-jest/src/lightning-stubs/graphql/graphql';
import { parse } from 'graphql';
import { unknownFields } from './query-fields.js';

export const graphql = stub;

export function gql(strings) {
  const document = parse(strings.join(''));
  const unknown = unknownFields(document);
  if (unknown.length > 0)
    throw new Error(`The query names what the package does not have: ${unknown.join(', ')}`);
  return document;
}
