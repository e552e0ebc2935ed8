import type { CardView } from '@handrail/contracts/card-view';
import type { GroupRecordView, GroupView } from '@handrail/contracts/coverage';
import type { CoverageStatus } from '@handrail/contracts/vocabulary';
import { Accordion, Alert, Flex, Link, StatusTag, Text } from '@hubspot/ui-extensions';
import type { CardEnv } from '../card-env.ts';
import { recordUrl } from '../words/record-url.ts';
import { Section } from './section.tsx';

interface TagWords {
  readonly label: string;
  readonly variant: 'danger' | 'warning' | 'info' | 'success' | 'default';
}

const TAG: Readonly<Record<CoverageStatus, TagWords>> = {
  covering: { label: 'To be held', variant: 'info' },
  covered: { label: 'Held', variant: 'success' },
  yielded: { label: 'Other exception', variant: 'warning' },
  released: { label: 'Let go', variant: 'default' },
  failed: { label: 'Not written', variant: 'danger' },
};

/** On a company: how many of its deals and contacts the exception covers, and which. */
export function Group({ card, env }: { readonly card: CardView; readonly env: CardEnv }) {
  const { group } = card;
  if (!group) return null;
  return (
    <Section title="Deals and contacts of this company">
      <Text testId="group">{group.words}</Text>
      {group.counts.failed > 0 && (
        <Alert variant="warning" title="Some records are not held" testId="group-failed">
          HubSpot refused to write them. The list says why; they are tried again every few minutes.
        </Alert>
      )}
      <Text variant="microcopy">{group.precedence}</Text>
      {group.records.length > 0 && (
        <Accordion title={listTitle(group)} testId="group-records">
          <Flex direction="column" gap="small">
            {group.records.map((record) => (
              <Record key={`${record.objectType}-${record.recordId}`} record={record} env={env} />
            ))}
          </Flex>
        </Accordion>
      )}
    </Section>
  );
}

function Record({ record, env }: { readonly record: GroupRecordView; readonly env: CardEnv }) {
  const { label, variant } = TAG[record.status];
  return (
    <Flex direction="column" gap="extra-small">
      <Flex direction="row" gap="small" align="center" wrap>
        <Link href={recordUrl(env.portalId, record)}>{record.title}</Link>
        <StatusTag variant={variant}>{label}</StatusTag>
      </Flex>
      <Text variant="microcopy">{record.words}</Text>
    </Flex>
  );
}

function listTitle({ records, counts }: GroupView): string {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return records.length < all ? `The first ${records.length} of ${all} records` : `All ${all} records`;
}
