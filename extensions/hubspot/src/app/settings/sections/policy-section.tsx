import { DescriptionList, DescriptionListItem, Flex, List, Text } from '@hubspot/ui-extensions';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { inWords } from 'handrail-hubspot-cards/words/portal-time.ts';
import type { SectionProps } from './section-props.ts';

/** The policy version in force, who published it, and the exception types it knows. */
export function PolicySection({ view, env }: SectionProps) {
  const { version, hash, publishedAt, publishedBy, reason, types } = view.policy;
  return (
    <Section title={`Policy version ${version} is in force`}>
      <Flex direction="column" gap="small" testId="policy">
        <DescriptionList direction="row">
          <DescriptionListItem label="Published by">{publishedBy}</DescriptionListItem>
          <DescriptionListItem label="Published on">{inWords(publishedAt, env.timeZone)}</DescriptionListItem>
          <DescriptionListItem label="Why">{reason || 'No reason was kept.'}</DescriptionListItem>
        </DescriptionList>
        <Text variant="microcopy" testId="policy-hash">
          SHA-256 {hash}
        </Text>
        <List variant="unordered-styled">
          {types.map(({ id, label, definition }) => (
            <Text key={id}>
              {label}: {definition}
            </Text>
          ))}
        </List>
        <Text variant="microcopy">
          Open requests keep the version they began with. "handrail policy diff" compares files with it,
          "handrail policy publish" puts them in force.
        </Text>
      </Flex>
    </Section>
  );
}
