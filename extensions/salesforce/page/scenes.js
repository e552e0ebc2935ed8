/** What the org holds on each picture: the rows Handrail and people have written. Runs in the page. */

export const PEOPLE = {
  maya: { Id: '005000000000001AAA', Name: 'Maya Chen', IsActive: true },
  victor: { Id: '005000000000002AAA', Name: 'Victor Lang', IsActive: true },
  tom: { Id: '005000000000003AAA', Name: 'Tom Becker', IsActive: true },
};
export const RECORD = '006000000000001AAA';

/** The types of the policy. */
export const TYPES = [
  {
    id: 'strategic-logo',
    label: 'Strategic Logo',
    definition: 'A named account that a chosen person should keep, whatever its region.',
    criteria: 'The account is on the list of strategic accounts.',
    example: 'The customer asked for the person who sold them the first contract.',
    counterExample: 'A big deal alone is not strategic.',
    reasonCodes: [
      { value: 'named-account', label: 'On the list of named accounts' },
      { value: 'board', label: 'Promised by the board' },
    ],
    reasonPrompt: 'Who asked for it, and why?',
    reasonMinLength: 20,
    evidence: ['The mail in which the customer asked'],
    owner: 'required',
    stage: 'optional',
    defaultDays: 30,
    maxDays: 90,
    policyVersion: 3,
    bands: [
      {
        label: 'Deal desk',
        asks: 'Deal desk: Priya Nair or Victor Lang',
        because: 'The deal desk decides every Strategic Logo.',
        depends: false,
      },
      {
        label: 'Over 250,000',
        asks: 'CRO: Victor Lang',
        because: 'Over 250,000 a region loses a forecast when a deal stands still.',
        when: { field: 'Amount', above: 250000 },
        depends: false,
      },
      {
        label: 'Another region',
        asks: 'The manager of the new owner',
        because: 'When the new owner belongs to another region.',
        depends: true,
      },
    ],
  },
  {
    id: 'data-fix',
    label: 'Data Fix',
    definition: 'A field that routing reads is wrong, and the record must not move until it is right.',
    criteria: 'A field that routing reads is wrong or missing, and somebody is about to correct it.',
    example: 'An import put a list of partners into the wrong region.',
    reasonCodes: [{ value: 'wrong-import', label: 'Wrong after an import' }],
    reasonPrompt: 'Which field is wrong, and who corrects it by when?',
    reasonMinLength: 20,
    evidence: [],
    owner: 'none',
    stage: 'none',
    defaultDays: 7,
    maxDays: 14,
    policyVersion: 3,
    bands: [
      {
        label: 'Deal desk',
        asks: 'Deal desk: Priya Nair',
        because: 'The deal desk decides.',
        depends: false,
      },
    ],
  },
];

const DECISION = {
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
      people: [{ name: 'Victor Lang', email: 'victor.lang@northwind.example' }],
      because: 'Victor Lang is asked because the amount is 400,000, which is over 250,000.',
    },
  ],
  rows: [
    {
      id: 'over-250k',
      label: 'Over 250,000',
      truth: 'true',
      because: 'Applies: the amount is 400,000.',
      conditions: [{ truth: 'true', wanted: 'Amount over 250,000', saw: '400,000' }],
      avoidedBy: 'An amount of 250,000 or less would have spared the CRO.',
    },
  ],
  unknownFacts: [],
};

/** The request of the story, as Handrail describes it in each status. */
export function requestDocument(over) {
  return {
    requestId: 'req-1',
    version: 2,
    status: 'pending',
    typeLabel: 'Strategic Logo',
    reasonLabel: 'On the list of named accounts',
    reason: 'Globex asked for Tom by name, who sold them the first contract.',
    requester: { name: 'Maya Chen', email: 'maya.chen@northwind.example' },
    submittedAt: '2026-11-23T09:00:00Z',
    expiresAt: '2026-12-23T22:59:59Z',
    changes: [
      { label: 'Owner', from: 'Maya Chen', to: 'Tom Becker' },
      { label: 'Stage', from: 'Proposal', to: 'Negotiation' },
    ],
    decision: DECISION,
    reviews: [],
    clock: [
      { dueAt: '2026-11-23T13:00:00Z', words: 'Victor Lang is reminded.' },
      { dueAt: '2026-11-24T09:00:00Z', words: 'The request lapses.' },
    ],
    additions: [],
    standIns: [],
    conversation: [],
    handOvers: [],
    notices: [],
    waitingFor: [{ name: 'Victor Lang', email: 'victor.lang@northwind.example' }],
    steps: [],
    next: 'Waiting for Victor Lang.',
    nextSteps: 'Introduce Tom to the customer this week.',
    standardPath: { state: 'known', words: 'Goes to the owner of the region.' },
    extensions: [],
    ...over,
  };
}

const APPROVED = [
  {
    reviewer: { name: 'Victor Lang', email: 'victor.lang@northwind.example' },
    outcome: 'approve',
    comment: 'Globex is on the list.',
    at: '2026-11-23T10:00:00Z',
  },
];

const STEPS = [
  { words: 'Hold routing', status: 'done' },
  { words: 'Set the owner to Tom Becker', status: 'done' },
  { words: 'Set the stage to Negotiation', status: 'done' },
];

/** Each scene: the status, what stands in the document, and what the viewer may do. */
export const SCENES = {
  submitted: { status: 'submitted' },
  refused: {
    status: 'refused',
    problem: {
      code: 'criteria_not_met',
      detail:
        'Globex is not on the list of strategic accounts. Choose another type, or leave it on the standard path.',
    },
  },
  pending: { status: 'pending', may: 'withdraw' },
  'pending-approver': {
    status: 'pending',
    may: 'approve;reject;ask',
    why: 'You are the CRO, and the amount is over 250,000.',
  },
  'in-progress': {
    status: 'approved',
    view: {
      reviews: APPROVED,
      steps: [STEPS[0], { ...STEPS[1], status: 'waiting' }],
      next: 'Setting the owner.',
    },
  },
  active: {
    status: 'active',
    may: 'end',
    view: { reviews: APPROVED, steps: STEPS, next: 'Standard routing leaves this record alone.' },
  },
  'needs-attention': {
    status: 'needs_attention',
    may: 'retry;end',
    view: {
      reviews: APPROVED,
      failure: 'The owner could not be set: somebody holds the record locked. Unlock it, then try again.',
      steps: [STEPS[0], { ...STEPS[1], status: 'failed', note: 'UNABLE_TO_LOCK_ROW' }],
    },
  },
  ended: { status: 'ended', view: { reviews: APPROVED, steps: STEPS, next: 'The exception ran out.' } },
};

/** Writes the policy and the people. */
export function seedOrg(org) {
  for (const person of Object.values(PEOPLE)) org.put('User', person);
  org.put('Opportunity', { Id: RECORD, Name: 'Globex renewal', Amount: 400000, StageName: 'Proposal' });
  const path = {
    label: 'AE handoff',
    words: 'The deal goes to the account executive of its region within four business hours.',
  };
  const row = { Object__c: 'Opportunity', Active__c: true };
  org.put('Handoff_Policy__c', {
    ...row,
    Key__c: 'Opportunity:',
    Kind__c: 'standard_path',
    Document__c: JSON.stringify(path),
  });
  TYPES.forEach((type, index) => {
    org.put('Handoff_Policy__c', {
      ...row,
      Key__c: `Opportunity:${type.id}`,
      Kind__c: 'exception_type',
      Position__c: index + 1,
      Document__c: JSON.stringify(type),
    });
  });
}

/** Writes the request of one scene, and the seat of whoever looks. */
export function seedScene(org, { status, may, why, problem, view }, viewerId, recordId = RECORD) {
  const exception = org.put('Handoff_Exception__c', {
    Opportunity__c: recordId,
    Record_Id__c: recordId,
    Exception_Type__c: 'strategic-logo',
    Reason__c: 'Globex asked for Tom by name, who sold them the first contract.',
    Expires_At__c: '2026-12-23T22:59:59.000Z',
    Client_Id__c: `client-${recordId}`,
    Status__c: status,
    Version__c: 2,
    CreatedById: PEOPLE.maya.Id,
    ...(status !== 'submitted' &&
      !problem && { View__c: JSON.stringify(requestDocument({ status, ...view })) }),
    ...(problem && { Problem_Code__c: problem.code, Problem_Detail__c: problem.detail }),
  });
  if (may) {
    org.put('Handoff_Seat__c', {
      Handoff_Exception__c: exception.Id,
      Person__c: viewerId,
      Open__c: may.includes('approve'),
      May__c: may,
      Why__c: why ?? null,
      Key__c: `${exception.Id}:${viewerId}`,
    });
  }
  return exception;
}
