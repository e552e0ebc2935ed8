import type { CardView, DecisionView, ExceptionTypeView, RequestView } from '@handrail/contracts/card-view';

/** The moment all card tests take place: a Monday afternoon in Berlin. */
export const NOW = '2026-11-23T14:00:00.000Z';

export const rep = { name: 'Ana Ruiz', email: 'ana.ruiz@example.test', team: 'EMEA' };
export const manager = { name: 'Tom Becker', email: 'tom.becker@example.test', team: 'EMEA' };

export const strategicLogo: ExceptionTypeView = {
  id: 'strategic_logo',
  label: 'Strategic Logo',
  definition: 'An account whose name is worth more than its first deal.',
  criteria: 'Amount is at least 50,000 or the account is on the target list',
  example: 'The first deal with a Fortune 500 bank.',
  counterExample: 'A large deal with an unknown company.',
  reasonCodes: [
    { value: 'target_account', label: 'On the target account list' },
    { value: 'board_ask', label: 'Asked for by the board' },
  ],
  reasonPrompt: 'Which list is the account on, and who knows them?',
  reasonMinLength: 20,
  evidence: ['Link to the target list'],
  owner: 'required',
  stage: 'optional',
  defaultDays: 14,
  maxDays: 30,
};

export const dataFix: ExceptionTypeView = {
  id: 'data_fix',
  label: 'Data Fix',
  definition: 'A wrong field sent the record the wrong way.',
  criteria: 'Country or segment is wrong',
  example: 'The country says Germany, the company is in Austria.',
  reasonCodes: [{ value: 'wrong_country', label: 'Wrong country' }],
  reasonPrompt: 'Which field is wrong?',
  reasonMinLength: 0,
  evidence: [],
  owner: 'optional',
  stage: 'none',
  defaultDays: 3,
  maxDays: 7,
};

export const decision: DecisionView = {
  policyVersion: 4,
  criteria: {
    truth: 'true',
    conditions: [{ truth: 'true', wanted: 'Amount at least 50,000', saw: '82,000' }],
  },
  asked: [
    {
      role: 'sales_manager',
      label: 'Sales manager',
      approve: 1,
      deny: 1,
      distinctFrom: [],
      approved: 0,
      rejected: 0,
      people: [manager],
      because: 'Amount is 82,000, at least 50,000.',
    },
  ],
  rows: [
    {
      id: 'large_deal',
      label: 'Large deal',
      truth: 'true',
      because: 'Amount is 82,000, at least 50,000.',
      conditions: [{ truth: 'true', wanted: 'Amount at least 50,000', saw: '82,000' }],
      avoidedBy: 'Sales manager would not be asked if amount is under 50,000 (it is 82,000).',
    },
    {
      id: 'foreign_region',
      label: 'Another region',
      truth: 'unknown',
      because: 'The region of the new owner is not known.',
      conditions: [{ truth: 'unknown', wanted: 'Region is EMEA', saw: 'nothing' }],
    },
  ],
  unknownFacts: [],
};

const standardPath = {
  state: 'known',
  label: 'Territory routing',
  words: 'Territory routing would give this deal to Maya Chen tonight.',
} as const;

/** A record without any request. */
export function standardCard(overrides: Partial<CardView> = {}): CardView {
  return {
    record: { objectType: 'deal', recordId: '55' },
    recordTitle: 'Nordbank – platform',
    viewer: rep,
    standardPath,
    form: {
      now: NOW,
      types: [strategicLogo, dataFix],
      owners: [
        { value: '101', label: 'Maya Chen' },
        { value: '102', label: 'Tom Becker' },
      ],
      stages: [{ value: 'contract', label: 'Contract sent' }],
      currentOwner: '101',
    },
    ...overrides,
  };
}

/** Nothing but what is named may be done. */
export function rights(...named: readonly (keyof RequestView['can'])[]): RequestView['can'] {
  const may = (right: keyof RequestView['can']) => named.includes(right);
  return {
    review: may('review'),
    ask: may('ask'),
    answer: may('answer'),
    handOver: may('handOver'),
    withdraw: may('withdraw'),
    end: may('end'),
    retry: may('retry'),
  };
}

export function request(overrides: Partial<RequestView> = {}): RequestView {
  return {
    requestId: 'req_1',
    version: 1,
    status: 'pending',
    typeLabel: 'Strategic Logo',
    reasonLabel: 'On the target account list',
    reason: 'Nordbank is on the 2027 target list; Tom knows the CFO.',
    requester: rep,
    submittedAt: '2026-11-23T12:00:00.000Z',
    expiresAt: '2026-12-07T22:59:59.000Z',
    changes: [{ label: 'Owner', from: 'Maya Chen', to: 'Tom Becker' }],
    decision,
    reviews: [],
    clock: [],
    additions: [],
    standIns: [],
    waitingFor: [manager],
    matter: 'request',
    extensions: [],
    steps: [],
    next: 'Waiting for Tom Becker to decide.',
    nextSteps: 'Call the CFO within two days.',
    standardPath,
    conversation: [],
    handOvers: [],
    notices: [],
    can: rights(),
    ...overrides,
  };
}

/** A record with a live request. */
export function liveCard(overrides: Partial<RequestView> = {}): CardView {
  const { form: _, ...card } = standardCard();
  return { ...card, live: request(overrides) };
}
