/**
 * A stand-in for the GraphQL wire: the part of Salesforce's UI API schema that the components use, asked of
 * `handrailPage.org`. What that part does not have is refused.
 */
import { parse, valueFromASTUntyped } from 'graphql';

export function gql(strings) {
  return parse(strings.join(''));
}

export class graphql {
  constructor(callback) {
    this.callback = callback;
    callback({ data: undefined, errors: undefined });
  }

  update({ query, variables }) {
    // As in the org: a wire whose variables are not there yet does not ask.
    if (variables === undefined) return;
    this.query = query;
    this.variables = variables;
    this.run();
  }

  connect() {
    globalThis.handrailPage.wires.add(this);
  }

  disconnect() {
    globalThis.handrailPage.wires.delete(this);
  }

  async run() {
    const refresh = () => this.run();
    try {
      await globalThis.handrailPage.delay();
      const data = await answer(this.query, this.variables, globalThis.handrailPage.org);
      this.callback({ data, errors: undefined, refresh });
    } catch (error) {
      this.callback({ data: undefined, errors: [{ message: error.message }], refresh });
    }
  }
}

async function answer(document, variables, org) {
  const [operation] = document.definitions;
  const uiapi = only(operation, 'uiapi');
  const query = only(uiapi, 'query');
  const found = {};
  for (const selection of query.selectionSet.selections) {
    found[selection.name.value] = await rowsOf(selection, selection.name.value, [], variables, org);
  }
  return { uiapi: { query: found } };
}

function only(node, name) {
  const [selection, ...others] = node.selectionSet.selections;
  if (others.length > 0 || selection.name.value !== name)
    throw new Error(`Validation error: expected ${name}`);
  return selection;
}

async function rowsOf(selection, object, extraWhere, variables, org) {
  const args = Object.fromEntries(
    selection.arguments.map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)]),
  );
  const edges = selection.selectionSet.selections.find(({ name }) => name.value === 'edges');
  const node = only(edges, 'node');
  const after = args.after ? Number(args.after) : 0;
  const first = args.first ?? 10;
  const { rows, total } = await org.find({
    object,
    fields: columnsOf(node, object, org),
    where: [...conditionsOf(args.where), ...extraWhere],
    orderBy: Object.entries(args.orderBy ?? {}).map(([field, { order }]) => ({
      field,
      descending: order === 'DESC',
    })),
    first,
    after,
  });
  const nodes = [];
  for (const row of rows) nodes.push({ node: await nodeOf(row, object, node, variables, org) });
  return {
    edges: nodes,
    pageInfo: { hasNextPage: after + rows.length < total, endCursor: String(after + rows.length) },
  };
}

/** The columns behind a selection: its fields, and for each parent the reference that leads there. */
function columnsOf(node, object, org) {
  return node.selectionSet.selections.flatMap(({ name: { value: name } }) => {
    if (name === 'CreatedBy') return ['CreatedById'];
    if (!name.endsWith('__r')) return [name];
    const reference = name.replace(/__r$/, '__c');
    return org.isReference(object, reference) ? [reference] : [];
  });
}

/** `{and: [{A: {eq: 1}}, …]}` or `{A: {eq: 1}}` as a list of conditions. */
function conditionsOf(where = {}) {
  return Object.entries(where).flatMap(([field, condition]) => {
    if (field === 'and') return condition.flatMap(conditionsOf);
    return Object.entries(condition).map(([operator, value]) => ({ field, operator, value }));
  });
}

async function nodeOf(row, object, node, variables, org) {
  const found = {};
  for (const selection of node.selectionSet.selections) {
    const name = selection.name.value;
    if (name === 'Id') {
      found.Id = row.Id;
    } else if (name === 'CreatedBy') {
      found[name] = await parentOf(row.CreatedById, 'User', selection, variables, org);
    } else if (!name.endsWith('__r')) {
      found[name] = { value: row[name] ?? null };
    } else {
      const reference = name.replace(/__r$/, '__c');
      const to = org.isReference(object, reference);
      const children = to ? undefined : org.childrenOf(object, name);
      if (!to && !children) throw new Error(`Validation error: ${object} has no ${name}`);
      found[name] = to
        ? await parentOf(row[reference], to, selection, variables, org)
        : await rowsOf(
            selection,
            children.object,
            [{ field: children.field, operator: 'eq', value: row.Id }],
            variables,
            org,
          );
    }
  }
  return found;
}

async function parentOf(id, object, selection, variables, org) {
  if (!id) return null;
  const fields = columnsOf(selection, object, org);
  const { rows } = await org.find({
    object,
    fields,
    where: [{ field: 'Id', operator: 'eq', value: id }],
    first: 1,
  });
  return rows[0] ? nodeOf(rows[0], object, selection, variables, org) : null;
}
