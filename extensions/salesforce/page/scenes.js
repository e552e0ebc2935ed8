/** What the org holds on each picture: the rows Handrail and people have written. Runs in the page. */

function person(number, Name) {
  const Email = `${Name.toLowerCase().replace(' ', '.')}@northwind.example`;
  return { Id: `00500000000000${number}AAA`, Name, Email, IsActive: true };
}

export const PEOPLE = {
  maya: person(1, 'Maya Chen'),
  victor: person(2, 'Victor Lang'),
  tom: person(3, 'Tom Becker'),
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
    breakGlass: {
      reviewHours: 4,
      prompt: 'What happens if it waits for the CRO?',
      minLength: 20,
      allowed: 'CRO (Victor Lang) and account executives of strategic accounts (Maya Chen)',
      people: ['maya.chen@northwind.example', 'victor.lang@northwind.example'],
      depends: false,
    },
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

const EXTENSION = {
  number: 1,
  by: { name: 'Maya Chen', email: 'maya.chen@northwind.example' },
  reason: 'Globex moved the signature to January: its board meets on the 12th.',
  from: '2026-12-23T22:59:59Z',
  until: '2027-01-20T22:59:59Z',
  askedAt: '2026-12-15T09:00:00Z',
  outcome: 'open',
  decision: DECISION,
  reviews: [],
};

/** An objection as everybody sees it, and what can be objected to. */
function disputes(items) {
  return {
    items: items.map((over, index) => ({
      number: index + 1,
      status: 'open',
      objector: { name: 'Tom Becker', email: 'tom.becker@northwind.example' },
      standing: 'owner of the record when it was requested',
      ground: 'The reason given is not true.',
      reason: 'Globex asked for nobody by name: I was in the call.',
      openedAt: '2026-11-24T09:00:00Z',
      dueAt: '2026-11-25T17:00:00Z',
      decidedByRole: 'Revenue council',
      deciders: [{ name: 'Victor Lang', email: 'victor.lang@northwind.example' }],
      words: 'The objection of Tom Becker waits for a decision.',
      ...over,
    })),
    grounds: [
      { value: 'reason_not_true', label: 'The reason given is not true.' },
      { value: 'criteria_not_met', label: 'The record does not meet the criteria of the type.' },
      { value: 'own_work_affected', label: 'It takes away work that is mine.' },
    ],
    rule: 'Revenue council decides within 8 business hours (Berlin), without those who approved the exception. If nobody does, the exception goes on.',
  };
}

const IN_FORCE = { reviews: APPROVED, steps: STEPS, next: 'Standard routing leaves this record alone.' };
const AT_ONCE = {
  reason: 'The board of Globex meets in an hour and wants to see Tom as owner.',
  dueAt: '2026-11-23T17:00:00Z',
  outcome: 'owed',
};

/**
 * Each scene: the status, what stands in the document, and what the viewer may do. `as` names who looks, where it is
 * not the requester; `record` what Handrail wrote on the record.
 */
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
    as: 'victor',
    status: 'pending',
    may: 'approve;reject;ask;hand_over',
    why: 'You are the CRO, and the amount is over 250,000.',
  },
  'info-requested': {
    status: 'info_requested',
    may: 'answer;withdraw',
    view: {
      next: 'Waiting for an answer of Maya Chen. Victor Lang can decide without it.',
      conversation: [
        {
          kind: 'question',
          by: { name: 'Victor Lang', email: 'victor.lang@northwind.example' },
          text: 'Who at Globex asked for Tom?',
          at: '2026-11-23T10:00:00Z',
        },
      ],
    },
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
    may: 'end;extend',
    view: {
      ...IN_FORCE,
      extend: { from: '2026-12-23T22:59:59Z', latest: '2027-01-22T12:00:00Z', left: 2, reasonMinLength: 20 },
    },
  },
  'extension-waits': {
    as: 'victor',
    status: 'active',
    may: 'approve;reject;end',
    why: 'You are the CRO, and the amount is over 250,000.',
    view: { ...IN_FORCE, matter: 'extension', extensions: [EXTENSION] },
  },
  'break-glass': {
    as: 'victor',
    status: 'active',
    may: 'approve;reject;end',
    why: 'You are the CRO, and you were skipped.',
    view: { ...IN_FORCE, reviews: [], matter: 'break_glass', breakGlass: AT_ONCE },
  },
  'objection-open': {
    as: 'victor',
    status: 'active',
    may: 'uphold;dismiss',
    view: { ...IN_FORCE, disputes: disputes([{}]) },
  },
  'may-object': {
    as: 'tom',
    status: 'active',
    may: 'object',
    view: {
      ...IN_FORCE,
      disputes: disputes([
        {
          status: 'dismissed',
          words: 'Victor Lang dismissed the objection.',
          comment: 'The mail of Globex names Tom.',
          closedAt: '2026-11-25T10:00:00Z',
        },
      ]),
    },
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
  held: {
    record: {
      Handoff_Routing_Hold__c: true,
      Handoff_Exception_Type__c: 'strategic-logo',
      Handoff_Exception_Approver__c: 'Victor Lang',
      Handoff_Exception_Expires_At__c: '2026-12-23T22:59:59.000Z',
      Handoff_Exception_Next_Step__c: 'Introduce Tom to the customer this week.',
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
export function seedScene(org, { status, may, why, problem, view, record }, viewerId, recordId = RECORD) {
  if (record) org.change('Opportunity', recordId, record);
  if (!status) return undefined;
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
      Open__c: may.includes('approve') || may.includes('uphold'),
      May__c: may,
      Why__c: why ?? null,
      Key__c: `${exception.Id}:${viewerId}`,
    });
  }
  return exception;
}
