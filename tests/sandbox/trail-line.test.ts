import { expect, it } from '@jest/globals';
import { trailLine } from '../../sandbox/demo/trail-line.ts';

const entry = (body: object) =>
  JSON.stringify({ seq: 7, hash: 'abcdef0123456789', body: JSON.stringify(body) });
const AT = '2026-11-23T10:20:30.000Z';

it.each([
  [
    'what a person did, by the name the CRM has for them',
    {
      at: AT,
      type: 'review_recorded',
      actor: { kind: 'user', userId: '005X' },
      data: { outcome: 'approve' },
    },
    '#7 10:20:30 Inès: review recorded, approve (abcdef012345…)',
  ],
  [
    'what Handrail did, without what is no word',
    {
      at: AT,
      type: 'playbook_step_done',
      actor: { kind: 'system' },
      data: { kind: 'set_owner', outcome: 3 },
    },
    '#7 10:20:30 Handrail: playbook step done, set owner (abcdef012345…)',
  ],
])('tells %s', (_what, body, line) => {
  expect(trailLine(entry(body), () => 'Inès')).toBe(line);
});
