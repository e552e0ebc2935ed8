import { FIELDS_OF } from 'c/handoffContract';

const STANDARD = {
  all: ['Id', 'CreatedDate', 'CreatedById', 'CreatedBy', 'Name'],
  User: ['Id', 'Name', 'IsActive'],
  Opportunity: ['Id', 'Name', 'Amount'],
  Lead: ['Id', 'Name'],
  Account: ['Id', 'Name'],
  Case: ['Id', 'CaseNumber'],
};
const CHILDREN = { Handoff_Seats__r: 'Handoff_Seat__c', Handoff_Decisions__r: 'Handoff_Decision__c' };
const WRAPPERS = new Set(['edges', 'node', 'pageInfo', 'value', 'displayValue', 'hasNextPage', 'endCursor']);

/** What a query selects or filters by that neither the package nor the platform has, as `Object.Field`. */
export function unknownFields(document) {
  const found = [];
  for (const operation of document.definitions) {
    const query = fieldOf(fieldOf(operation, 'uiapi'), 'query');
    for (const selection of query.selectionSet.selections) {
      visit(selection, selection.name.value, found);
    }
  }
  return found;
}

function fieldOf(node, name) {
  const found = node.selectionSet.selections.find((selection) => selection.name.value === name);
  if (!found) throw new Error(`The query has no ${name}`);
  return found;
}

function visit(node, object, found) {
  for (const argument of node.arguments ?? []) filterFields(argument.value, object, found);
  for (const selection of node.selectionSet?.selections ?? []) {
    const name = selection.name.value;
    if (WRAPPERS.has(name)) {
      visit(selection, object, found);
    } else if (CHILDREN[name]) {
      visit(selection, CHILDREN[name], found);
    } else if (name.endsWith('__r')) {
      visit(selection, name.replace(/__r$/, name === 'Handoff_Exception__r' ? '__c' : ''), found);
    } else if (name === 'CreatedBy') {
      visit(selection, 'User', found);
    } else {
      if (!isKnown(object, name)) found.push(`${object}.${name}`);
      visit(selection, object, found);
    }
  }
}

function filterFields(value, object, found) {
  if (value.kind === 'ListValue') for (const item of value.values) filterFields(item, object, found);
  if (value.kind !== 'ObjectValue') return;
  for (const { name, value: inner } of value.fields) {
    const isOperator = ['and', 'or', 'not', 'eq', 'ne', 'like', 'in', 'order', 'nulls'].includes(name.value);
    if (!isOperator && !isKnown(object, name.value)) found.push(`${object}.${name.value}`);
    filterFields(inner, object, found);
  }
}

function isKnown(object, name) {
  if (STANDARD[object]) return STANDARD[object].includes(name);
  if (!FIELDS_OF[object]) return false;
  return STANDARD.all.includes(name) || FIELDS_OF[object].includes(name);
}
