import { PlatformError } from './platform-error.js';
import { childrenOf, isReference } from './relations.js';

const DATA = '/services/data/v67.0';

/** Where this person's calls go. */
const address = (path) => globalThis.handrailPage.services + DATA + path;

/** The rows of an org that answers over REST, as whoever the page's server logged in. */
export function createHttpOrg() {
  return {
    async find({ object, fields, where = [], orderBy = [], first = 10, after = 0 }) {
      const conditions = where.map(conditionOf).join(' AND ');
      const order = orderBy
        .map(({ field, descending }) => `${field} ${descending ? 'DESC' : 'ASC'}`)
        .join(', ');
      const soql = [
        `SELECT ${[...new Set(['Id', ...fields])].join(', ')} FROM ${object}`,
        conditions && `WHERE ${conditions}`,
        order && `ORDER BY ${order}`,
        // One more than asked for says whether there is a next page.
        `LIMIT ${first + 1}`,
        after > 0 && `OFFSET ${after}`,
      ];
      const { records } = await call('GET', `/query?q=${encodeURIComponent(soql.filter(Boolean).join(' '))}`);
      return { rows: records.slice(0, first), total: after + records.length };
    },

    async create(object, fields) {
      const { id } = await call('POST', `/sobjects/${object}`, fields);
      return { ...fields, Id: id };
    },

    /** What a picklist of the org offers. */
    async picklistOf(object, field) {
      const { fields } = await call('GET', `/sobjects/${object}/describe`);
      return fields.find(({ name }) => name === field)?.picklistValues ?? [];
    },

    isReference,
    childrenOf,
    // The sandbox org has no record types; a person without any files without one.
    recordTypesOf: () => [],
  };
}

function conditionOf({ field, operator, value }) {
  if (operator === 'eq') return `${field} = ${literal(value)}`;
  if (operator === 'like') return `${field} LIKE ${literal(value)}`;
  throw new PlatformError('MALFORMED_QUERY', `unknown operator ${operator}`);
}

function literal(value) {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  return `'${String(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

async function call(method, path, body) {
  const response = await fetch(address(path), {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (response.ok) return response.json();
  const [{ errorCode, message, fields = [] }] = await response.json();
  throw new PlatformError(errorCode, message, fields[0]);
}
