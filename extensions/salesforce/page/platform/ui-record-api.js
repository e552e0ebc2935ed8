/** A stand-in for the record wires and writes of Lightning Data Service, asked of `handrailPage.org`. */

const connected = new Set();

export class getRecord {
  constructor(callback) {
    this.callback = callback;
    callback({ data: undefined, error: undefined });
  }

  async update({ recordId, optionalFields = [] }) {
    this.config = { recordId, optionalFields };
    // As in the org: a wire whose settings are not there yet does not ask.
    if (!recordId || optionalFields.length === 0) return;
    const [object] = optionalFields[0].split('.');
    const fields = optionalFields.map((field) => field.split('.')[1]);
    try {
      const { rows } = await globalThis.handrailPage.org.find({
        object,
        fields,
        where: [{ field: 'Id', operator: 'eq', value: recordId }],
        first: 1,
      });
      if (!rows[0]) return;
      const found = fields.map((field) => [field, { value: rows[0][field] ?? null, displayValue: null }]);
      this.callback({
        data: { id: recordId, apiName: object, fields: Object.fromEntries(found), recordTypeInfo: null },
        error: undefined,
      });
    } catch (error) {
      this.callback({ data: undefined, error });
    }
  }

  connect() {
    connected.add(this);
  }

  disconnect() {
    connected.delete(this);
  }
}

export async function createRecord({ apiName, fields }) {
  await globalThis.handrailPage.delay();
  const row = await globalThis.handrailPage.org.create(apiName, fields);
  return { id: row.Id, apiName };
}

export async function notifyRecordUpdateAvailable(records) {
  const ids = new Set(records.map(({ recordId }) => recordId));
  await Promise.all(
    [...connected].filter(({ config }) => ids.has(config?.recordId)).map((wire) => wire.update(wire.config)),
  );
}
