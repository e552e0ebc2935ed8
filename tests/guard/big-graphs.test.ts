import { expect, it } from '@jest/globals';
import { act, all, any, goTo, isTrue, rotate } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { NO_LISTS } from '../../server/adapters/hubspot/flows/lists.ts';
import { analyse } from './read-corpus.ts';

const HELD = any(all(isTrue('handoff_routing_hold')));
const FRAME = {
  type: 'PLATFORM_FLOW',
  flowType: 'WORKFLOW',
  objectTypeId: '0-3',
  isEnabled: true,
  timeWindows: [],
  blockedDates: [],
};

function one(document: object) {
  return [...analyse(new Map([['1', document]]), NO_LISTS).values()][0];
}

it('finds the write at the end of 400 actions, and tells every step of the way', () => {
  const actions = Array.from({ length: 399 }, (_, at) => act(`${at + 1}`, '0-3', {}, `${at + 2}`));
  const coverage = one({
    ...FRAME,
    id: '1',
    name: 'Long',
    startActionId: '1',
    actions: [...actions, rotate('400', [1])],
  });
  expect(coverage).toMatchObject({ verdict: 'ignores' });
  expect(coverage?.path).toHaveLength(400);
  expect(coverage?.path.at(-1)).toBe('action 400');
});

it('walks 200 branches that meet again as fast as a line: ways are not counted, actions are', () => {
  const actions = Array.from({ length: 200 }, (_, at) => ({
    type: 'LIST_BRANCH',
    actionId: `${at + 1}`,
    listBranches: [
      { branchName: 'left', filterBranch: any(all()), connection: goTo(`${at + 2}`) },
      { branchName: 'right', filterBranch: any(all()), connection: goTo(`${at + 2}`) },
    ],
    defaultBranch: goTo(`${at + 2}`),
  }));
  const started = performance.now();
  const coverage = one({
    ...FRAME,
    id: '1',
    name: 'Diamonds',
    startActionId: '1',
    actions: [...actions, rotate('201', [1])],
  });
  expect(coverage).toMatchObject({ verdict: 'ignores' });
  expect(performance.now() - started).toBeLessThan(1_000);
});

it('follows a chain of enrolments so far and no further, and rings of them not for ever', () => {
  const chain = Array.from({ length: 2_000 }, (_, at) => ({
    ...FRAME,
    id: `${at}`,
    name: `Flow ${at}`,
    startActionId: '1',
    actions: [act('1', '0-15', { flow_id: `${(at + 1) % 2_000}` })],
  }));
  const coverages = analyse(new Map(chain.map((flow) => [flow.id, flow])), NO_LISTS);
  // A ring in which nobody writes: those who cannot see its end say so.
  expect(new Set([...coverages.values()].map(({ verdict }) => verdict))).toEqual(new Set(['needs_review']));
});

it('gives every workflow of a chain its own verdict', () => {
  const guarded = {
    ...FRAME,
    id: '3',
    name: 'Guarded',
    startActionId: '1',
    actions: [rotate('1', [1])],
    suppressionFilterBranch: HELD,
  };
  const middle = {
    ...FRAME,
    id: '2',
    name: 'Middle',
    startActionId: '1',
    actions: [act('1', '0-15', { flow_id: '3' })],
  };
  const first = {
    ...FRAME,
    id: '1',
    name: 'First',
    startActionId: '1',
    actions: [act('1', '0-15', { flow_id: '2' })],
  };
  const coverages = analyse(new Map([first, middle, guarded].map((flow) => [flow.id, flow])), NO_LISTS);
  expect([...coverages.values()].map(({ verdict }) => verdict)).toEqual(['respects', 'respects', 'respects']);
});
