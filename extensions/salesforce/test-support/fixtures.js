/** Rows and documents as Handrail keeps them in the org. */

export const VIEWER = '005000000000001AAA';
export const RECORD = '006000000000001AAA';
export const EXCEPTION = 'a0H000000000001AAA';

export const DECISION = {
  policyVersion: 3,
  criteria: { truth: 'true', conditions: [] },
  asked: [
    {
      role: 'cro',
      label: 'CRO',
      approve: 1,
      deny: 1,
      distinctFrom: [],
      approved: 0,
      rejected: 0,
      people: [{ name: 'Elena Fischer', email: 'elena.fischer@northwind.example' }],
      because: 'The amount is over 250,000.',
    },
  ],
  rows: [
    {
      id: 'over-250k',
      label: 'Over 250,000',
      truth: 'true',
      because: 'The amount is 400,000.',
      conditions: [{ truth: 'true', wanted: 'Amount over 250,000', saw: '400,000' }],
      avoidedBy: 'An amount of 250,000 or less.',
    },
  ],
  unknownFacts: [],
};

export function requestDocument(over = {}) {
  return {
    requestId: 'req-1',
    version: 2,
    status: 'pending',
    typeLabel: 'Strategic Logo',
    reasonLabel: 'Named account',
    reason: 'The customer asked for Tom, who sold them the first contract.',
    requester: { name: 'Maya Chen', email: 'maya.chen@northwind.example' },
    submittedAt: '2026-11-23T09:00:00Z',
    expiresAt: '2026-12-23T22:59:59Z',
    changes: [{ label: 'Owner', from: 'Maya Chen', to: 'Tom Becker' }],
    decision: DECISION,
    reviews: [],
    clock: [{ dueAt: '2026-11-24T09:00:00Z', words: 'Elena Fischer is reminded.' }],
    additions: [],
    standIns: [],
    conversation: [],
    handOvers: [],
    notices: [],
    waitingFor: [{ name: 'Elena Fischer', email: 'elena.fischer@northwind.example' }],
    steps: [],
    next: 'Waiting for Elena Fischer.',
    nextSteps: 'Introduce Tom to the customer this week.',
    standardPath: { state: 'known', words: 'Goes to the owner of the region.' },
    extensions: [],
    ...over,
  };
}

export const TYPE = {
  id: 'strategic-logo',
  label: 'Strategic Logo',
  definition: 'A named account that a chosen person should keep.',
  criteria: 'The account is on the list of strategic accounts.',
  example: 'The customer asked for the person who sold them the first contract.',
  counterExample: 'A big deal alone is not strategic.',
  reasonCodes: [
    { value: 'named-account', label: 'Named account' },
    { value: 'board', label: 'Promised by the board' },
  ],
  reasonPrompt: 'Who asked for it, and why?',
  reasonMinLength: 20,
  evidence: ['The mail of the customer'],
  owner: 'required',
  stage: 'optional',
  defaultDays: 30,
  maxDays: 90,
  policyVersion: 3,
  bands: [
    {
      label: 'Deal desk',
      asks: 'Deal desk: Priya Nair',
      because: 'The deal desk always decides.',
      depends: false,
    },
    {
      label: 'Over 250,000',
      asks: 'CRO: Elena Fischer',
      because: 'The amount is over 250,000.',
      when: { field: 'Amount', above: 250000 },
      depends: false,
    },
  ],
};

const value = (one) => ({ value: one });

/** The nodes as the wire hands them out. */
export const connection = (nodes) => ({ edges: nodes.map((node) => ({ node })) });

export function exceptionNode({ view, seat, decisions = [], ...over } = {}) {
  const fields = {
    CreatedDate: '2026-11-23T09:00:00.000Z',
    Status__c: 'pending',
    Version__c: 2,
    Exception_Type__c: 'strategic-logo',
    Record_Id__c: RECORD,
    Reason__c: 'The customer asked for Tom.',
    Expires_At__c: '2026-12-23T22:59:59.000Z',
    View__c: view === undefined ? null : JSON.stringify(view),
    Problem_Code__c: null,
    Problem_Detail__c: null,
    ...over,
  };
  return {
    Id: EXCEPTION,
    CreatedBy: { Name: value('Maya Chen') },
    ...Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, value(one)])),
    Handoff_Seats__r: connection(seat ? [seatNode(seat)] : []),
    Handoff_Decisions__r: connection(decisions.map(decisionNode)),
  };
}

export function seatNode({ may = '', why = '', open = true }) {
  return { Id: 'a0J000000000001AAA', Open__c: value(open), May__c: value(may), Why__c: value(why) };
}

export function decisionNode({ kind = 'approve', outcome = 'waiting', by = VIEWER, ground, problem }) {
  return {
    Id: 'a0I000000000001AAA',
    CreatedById: value(by),
    CreatedDate: value('2026-11-23T10:00:00.000Z'),
    CreatedBy: { Name: value('Elena Fischer') },
    Decision__c: value(kind),
    Ground__c: value(ground ?? null),
    Outcome__c: value(outcome),
    Problem_Code__c: value(problem?.code ?? null),
    Problem_Detail__c: value(problem?.detail ?? null),
  };
}

export function policyNode(document, kind = 'exception_type') {
  return {
    Id: 'a0K000000000001AAA',
    Kind__c: value(kind),
    Document__c: value(typeof document === 'string' ? document : JSON.stringify(document)),
  };
}

export const PATH = {
  label: 'AE handoff',
  words: 'Goes to the owner of the region within four business hours.',
};

export function cardData({
  exceptions = [],
  policies = [policyNode(TYPE), policyNode(PATH, 'standard_path')],
} = {}) {
  return {
    uiapi: {
      query: { Handoff_Exception__c: connection(exceptions), Handoff_Policy__c: connection(policies) },
    },
  };
}

/** An extension that waits for a decision. */
export function extensionDocument(over = {}) {
  return {
    number: 1,
    by: { name: 'Maya Chen', email: 'maya.chen@northwind.example' },
    reason: 'The rollout slips by three weeks.',
    from: '2026-12-23T22:59:59Z',
    until: '2027-01-12T22:59:59Z',
    askedAt: '2026-12-01T09:00:00Z',
    outcome: 'open',
    decision: DECISION,
    reviews: [],
    ...over,
  };
}

/** An objection, and what can be objected to. */
export function disputesDocument(items = []) {
  return {
    items: items.map((over, index) => ({
      number: index + 1,
      status: 'open',
      objector: { name: 'Tom Becker', email: 'tom.becker@northwind.example' },
      standing: 'owner of the record',
      ground: 'The reason given is not true.',
      reason: 'The customer never asked for anybody.',
      openedAt: '2026-11-24T09:00:00Z',
      dueAt: '2026-11-25T09:00:00Z',
      decidedByRole: 'Revenue council',
      deciders: [{ name: 'Priya Nair', email: 'priya.nair@northwind.example' }],
      words: 'Tom Becker objects.',
      ...over,
    })),
    grounds: [
      { value: 'reason_not_true', label: 'The reason given is not true.' },
      { value: 'other', label: 'Something else is wrong.' },
    ],
    rule: 'Revenue council decides within 8 business hours. If nobody does, the exception goes on.',
  };
}
