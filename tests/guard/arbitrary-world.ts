import fc from 'fast-check';
import { anyFlow, type Kind } from './arbitrary-flow.ts';
import type { Deed } from './held-world.ts';

const HOLD = 'handoff_routing_hold';
const EDITS: Readonly<Record<Kind, readonly Readonly<Record<string, string>>[]>> = {
  deals: [
    { sales_region: 'EMEA', amount: '60000' },
    { sales_region: 'AMER' },
    { sales_region: 'APAC', amount: '' },
    { dealstage: 'appointmentscheduled' },
    { dealstage: 'contractsent', amount: '10' },
    { handoff_exception_status: 'active' },
  ],
  contacts: [
    { hs_lead_status: 'OPEN' },
    { hs_lead_status: 'NEW', lifecyclestage: 'salesqualifiedlead' },
    { lifecyclestage: 'lead', hs_lead_status: '' },
    { handoff_exception_status: 'active' },
  ],
};

function anyDeed(kind: Kind): fc.Arbitrary<Deed> {
  const record = fc.nat(2);
  const edit = (properties: fc.Arbitrary<Readonly<Record<string, string>>>) =>
    fc.record({ kind: fc.constant('edit' as const), record, properties });
  return fc.oneof(
    { weight: 4, arbitrary: edit(fc.constantFrom(...EDITS[kind])) },
    { weight: 3, arbitrary: edit(fc.constant({ [HOLD]: 'true' })) },
    // Tagged and changed with one write.
    {
      weight: 1,
      arbitrary: edit(fc.constantFrom(...EDITS[kind]).map((edits) => ({ ...edits, [HOLD]: 'true' }))),
    },
    { weight: 1, arbitrary: edit(fc.constantFrom({ [HOLD]: 'false' }, { [HOLD]: '' })) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('enrol' as const), record, flow: fc.nat(2) }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 5 }) }),
    },
  );
}

/** Three workflows, and what people and time do to three records. */
export const anyWorld = fc.constantFrom<Kind>('deals', 'deals', 'contacts').chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    flows: fc.array(anyFlow(kind), { minLength: 3, maxLength: 3 }),
    deeds: fc.array(anyDeed(kind), { minLength: 8, maxLength: 24, size: 'max' }),
  }),
);
