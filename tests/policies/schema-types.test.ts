import { expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { calendarsSchema } from '../../server/adapters/policy-catalog/calendar-schema.ts';
import type { orgChartSchema } from '../../server/adapters/policy-catalog/people-schema.ts';
import type { playbookSchema } from '../../server/adapters/policy-catalog/playbook-schema.ts';
import type { rolesSchema } from '../../server/adapters/policy-catalog/roles-schema.ts';
import type {
  exceptionTypeSchema,
  standardHandoffsSchema,
} from '../../server/adapters/policy-catalog/schema.ts';
import type {
  CalendarRule,
  ExceptionType,
  Playbook,
  Role,
  StandardHandoff,
} from '../../src/domain/policy/policy.ts';

import type { OrgChart } from '../../src/domain/policy/role.ts';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Checked by the compiler: what the schemas give out is what the domain takes, no more and no less. */
const CHECKED: readonly true[] = [
  true satisfies Same<z.output<typeof exceptionTypeSchema>, Omit<ExceptionType, 'id'>>,
  true satisfies Same<z.output<typeof playbookSchema>, Omit<Playbook, 'id'>>,
  true satisfies Same<z.output<typeof calendarsSchema>[number], CalendarRule>,
  true satisfies Same<z.output<typeof rolesSchema>[number], Role>,
  true satisfies Same<z.output<typeof standardHandoffsSchema>[number], StandardHandoff>,
  true satisfies Same<z.output<typeof orgChartSchema>, OrgChart>,
];

it('gives out what the domain takes', () => {
  expect(CHECKED).toHaveLength(6);
});
