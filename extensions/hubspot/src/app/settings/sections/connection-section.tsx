import { DescriptionList, DescriptionListItem, Flex, StatusTag, Text } from '@hubspot/ui-extensions';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { inWords } from 'handrail-hubspot-cards/words/portal-time.ts';
import { CONNECTION_WORDS } from '../words/settings-words.ts';
import type { SectionProps } from './section-props.ts';

/** Who connected the account, how the token stands, and which scopes were granted. */
export function ConnectionSection({ view, env }: SectionProps) {
  const { portalId, state, installedBy, connectedAt, token, scopes } = view.connection;
  const { label, variant } = CONNECTION_WORDS[state];
  const missing = scopes.filter(({ granted }) => granted === 'no');
  return (
    <Section title="Connection">
      <Flex direction="column" gap="small" testId="connection">
        <Flex direction="row">
          <StatusTag variant={variant} testId="connection-state">
            {label}
          </StatusTag>
        </Flex>
        <DescriptionList direction="row">
          <DescriptionListItem label="HubSpot account">{portalId}</DescriptionListItem>
          {installedBy !== undefined && (
            <DescriptionListItem label="Connected by">{installedBy}</DescriptionListItem>
          )}
          {connectedAt !== undefined && (
            <DescriptionListItem label="Connected on">
              {inWords(connectedAt, env.timeZone)}
            </DescriptionListItem>
          )}
        </DescriptionList>
        <Text testId="token">{token}</Text>
        <Text testId="scopes">{scopesInWords(scopes)}</Text>
        {missing.map(({ scope, need, why }) => (
          <Text key={scope} testId={`scope-${scope}`}>
            Not granted{need === 'optional' ? ' (optional)' : ''}: {scope}. Without it Handrail cannot do
            this: {why}
          </Text>
        ))}
      </Flex>
    </Section>
  );
}

function scopesInWords(scopes: SectionProps['view']['connection']['scopes']): string {
  const granted = scopes.filter((scope) => scope.granted === 'yes').length;
  if (scopes.some((scope) => scope.granted === 'unknown')) {
    return `HubSpot does not tell the scopes of a static token. Handrail needs ${scopes.length}: the project file of the app names them.`;
  }
  return `${granted} of ${scopes.length} scopes are granted.`;
}
