import schema from 'org-schema';
import { PlatformError } from './platform-error.js';
import { childrenOf, isReference } from './relations.js';

const SYSTEM = ['Id', 'Name', 'CreatedDate', 'CreatedById', 'RecordTypeId'];
const STANDARD = {
  User: ['FirstName', 'LastName', 'Email', 'IsActive'],
  Opportunity: ['Amount', 'StageName', 'OwnerId'],
  Lead: ['Status', 'OwnerId'],
  Account: ['OwnerId'],
  Case: ['CaseNumber', 'Status', 'OwnerId'],
};
const PREFIX = {
  Handoff_Exception__c: 'a0H',
  Handoff_Decision__c: 'a0I',
  Handoff_Seat__c: 'a0J',
  Handoff_Policy__c: 'a0K',
};

/**
 * The rows of an org, in the browser's memory. It keeps what the package's metadata says: fields, lengths, restricted
 * picklists, required and unique fields, and who may create what. It runs no flow, validation rule or sharing.
 */
export function createMemoryOrg({ userId, permissionSets, now = () => new Date().toISOString() }) {
  const rows = new Map();
  const granted = permissionSets.map((name) => schema.permissionSets[name]);
  let lastNumber = 100;

  const of = (object) => {
    if (!rows.has(object)) rows.set(object, []);
    return rows.get(object);
  };

  return {
    /** Rows that fit, in order. Fields the viewer may not read are refused as the org refuses them. */
    find({ object, fields, where = [], orderBy = [], first = 10, after = 0 }) {
      for (const field of [...fields, ...where.map((one) => one.field)]) requireReadable(object, field);
      const fitting = of(object).filter((row) => where.every((one) => fits(row, one)));
      const sorted = [...fitting].sort((a, b) => {
        for (const { field, descending } of orderBy) {
          const order = compare(a[field], b[field]);
          if (order !== 0) return descending ? -order : order;
        }
        return 0;
      });
      return { rows: sorted.slice(after, after + first), total: fitting.length };
    },

    /** Creates a row as the person who looks. */
    create(object, fields) {
      if (!granted.some((set) => set.creates.includes(object))) {
        throw new PlatformError('INSUFFICIENT_ACCESS_OR_READONLY', `You cannot create ${object}.`);
      }
      const known = schema.objects[object].fields;
      for (const field of Object.keys(fields)) {
        if (field === 'RecordTypeId') continue;
        const definition = known[field];
        const editable =
          definition?.required || granted.some((set) => set.edits.includes(`${object}.${field}`));
        if (!editable)
          throw new PlatformError(
            'INVALID_FIELD_FOR_INSERT_UPDATE',
            `Unable to create/update fields: ${field}`,
          );
      }
      check(object, fields);
      return this.put(object, { ...fields, CreatedById: userId });
    },

    /** Writes a row as nobody in particular: what Handrail or the org itself does. */
    put(object, fields) {
      lastNumber += 1;
      const defaults = Object.entries(schema.objects[object]?.fields ?? {}).map(([name, one]) => [
        name,
        one.defaultValue,
      ]);
      const row = {
        ...Object.fromEntries(defaults),
        Id: `${PREFIX[object] ?? '001'}${String(lastNumber).padStart(12, '0')}AAA`,
        Name: `${object} ${lastNumber}`,
        CreatedDate: now(),
        CreatedById: userId,
        ...fields,
      };
      check(
        object,
        Object.fromEntries(Object.entries(fields).filter(([name]) => name.endsWith('__c'))),
        false,
      );
      of(object).push(row);
      return row;
    },

    /** Changes the row with an id. */
    change(object, id, fields) {
      Object.assign(
        of(object).find((row) => row.Id === id),
        fields,
      );
    },

    rows: of,
    isReference,
    childrenOf,
    recordTypesOf: (object) =>
      object === 'Handoff_Exception__c' ? ['Opportunity', 'Lead', 'Account', 'Case'] : [],
  };

  function requireReadable(object, field) {
    if (SYSTEM.includes(field) || STANDARD[object]?.includes(field)) return;
    const definition = schema.objects[object]?.fields[field];
    if (!definition)
      throw new PlatformError('INVALID_FIELD', `No such column '${field}' on entity '${object}'.`);
    const readable = definition.required || granted.some((set) => set.reads.includes(`${object}.${field}`));
    if (!readable)
      throw new PlatformError('INVALID_FIELD', `No such column '${field}' on entity '${object}'.`);
  }

  function check(object, fields, all = true) {
    const known = schema.objects[object]?.fields ?? {};
    for (const [name, value] of Object.entries(fields)) {
      const definition = known[name];
      if (!definition && name !== 'RecordTypeId')
        throw new PlatformError('INVALID_FIELD', `No such column '${name}'`);
      if (!definition || value === null || value === undefined) continue;
      const text = String(value);
      if (definition.length && definition.type !== 'Number' && text.length > definition.length) {
        throw new PlatformError('STRING_TOO_LONG', `${definition.label}: data value too large`, name);
      }
      if (definition.type === 'Picklist' && !definition.values.includes(text)) {
        const message = `${definition.label}: bad value for restricted picklist field: ${text}`;
        throw new PlatformError('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message, name);
      }
      if (definition.unique && of(object).some((row) => row[name] === value)) {
        throw new PlatformError('DUPLICATE_VALUE', `duplicate value found: ${name}`);
      }
    }
    const missing = Object.entries(known).filter(([name, { required }]) => all && required && !fields[name]);
    if (missing.length > 0) {
      const names = missing.map(([name]) => name).join(', ');
      throw new PlatformError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${names}]`);
    }
  }
}

function fits(row, { field, operator, value }) {
  const found = row[field] ?? null;
  if (operator === 'eq') return found === value;
  if (operator === 'in') return value.includes(found);
  if (operator === 'like')
    return new RegExp(`^${escaped(value).replaceAll('%', '.*')}$`, 'i').test(found ?? '');
  throw new PlatformError('MALFORMED_QUERY', `unknown operator ${operator}`);
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function compare(a, b) {
  if (a === b) return 0;
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
