import type { BulkView } from '@handrail/contracts/bulk';
import { Accordion, Flex, Text } from '@hubspot/ui-extensions';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { records } from './bulk-words.ts';

/** Who must approve for all records together, for how many of them each is asked, and by which rule. */
export function BulkAsked({ bulk }: { readonly bulk: BulkView }) {
  if (bulk.asked.length === 0) return null;
  return (
    <Section title="Who is asked, and why">
      <Flex direction="column" gap="small" testId="bulk-asked">
        {bulk.asked.map((asked) => (
          <Flex key={`${asked.role} ${asked.because}`} direction="column" gap="flush">
            <Text format={{ fontWeight: 'demibold' }}>
              {asked.label}: {asked.people.map(({ name }) => name).join(', ') || 'nobody found'}
              {asked.people.length > 1 && ` (${asked.approve} of ${asked.people.length})`}
            </Text>
            <Text variant="microcopy">
              {asked.because} For {records(asked.records)}, such as {asked.example.title}.
            </Text>
            {asked.approved + asked.rejected > 0 && (
              <Text variant="microcopy">
                So far {asked.approved} of {asked.approve} approved, {asked.rejected} rejected.
              </Text>
            )}
          </Flex>
        ))}
        <Accordion title={`Rule by rule (policy version ${bulk.policyVersion})`} testId="bulk-rules">
          <Flex direction="column" gap="small">
            {bulk.rows.map((row) => (
              <Flex key={row.id} direction="column" gap="flush">
                <Text format={{ fontWeight: 'demibold' }}>
                  {row.label}: {records(row.records)}
                  {row.unknown > 0 && `, ${row.unknown} of them because a fact is missing`}
                </Text>
                <Text variant="microcopy">
                  {row.example.title}: {row.because}
                </Text>
              </Flex>
            ))}
          </Flex>
        </Accordion>
      </Flex>
    </Section>
  );
}
