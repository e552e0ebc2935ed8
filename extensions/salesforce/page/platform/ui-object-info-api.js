/** A stand-in for the object wires: record types and picklists as a plain org has them. */

const STAGES = {
  'Opportunity.StageName': ['Qualification', 'Proposal', 'Negotiation', 'Closed Won'],
  'Lead.Status': ['Open', 'Working', 'Qualified'],
  'Case.Status': ['New', 'Working', 'Escalated'],
};

class Wire {
  constructor(callback) {
    this.callback = callback;
    callback({ data: undefined, error: undefined });
  }

  connect() {}

  disconnect() {}
}

export class getObjectInfo extends Wire {
  update({ objectApiName }) {
    if (!objectApiName) return;
    const own = globalThis.handrailPage.org.recordTypesOf(objectApiName);
    const infos = own.map((name, index) => {
      const recordTypeId = `01200000000000${index + 1}AAA`;
      return [recordTypeId, { name, available: true, recordTypeId }];
    });
    this.callback({
      data: {
        apiName: objectApiName,
        defaultRecordTypeId: '012000000000000AAA',
        recordTypeInfos: Object.fromEntries(infos),
      },
      error: undefined,
    });
  }
}

export class getPicklistValues extends Wire {
  async update({ recordTypeId, fieldApiName }) {
    if (!recordTypeId || !fieldApiName) return;
    const { org } = globalThis.handrailPage;
    const values = org.picklistOf
      ? await org.picklistOf(...fieldApiName.split('.'))
      : STAGES[fieldApiName].map((value) => ({ label: value, value }));
    this.callback({ data: { values }, error: undefined });
  }
}
