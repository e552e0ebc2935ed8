import type { DelegationView } from '@handrail/contracts/delegations';
import { EmptyState, Flex, Text, Tile } from '@hubspot/ui-extensions';
import { ConfirmButton } from 'handrail-hubspot-cards/parts/confirm-button.tsx';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { inWords } from 'handrail-hubspot-cards/words/portal-time.ts';
import type { SectionProps } from './section-props.ts';

/** Who stands in for whom, now and later; any of it can be ended. */
export function DelegationsSection({ view, session, api, env }: SectionProps) {
  const { delegations } = view;
  if (delegations.length === 0) {
    return (
      <EmptyState title="Nobody is away" layout="vertical" testId="no-delegations">
        <Text>Approvers name who decides in their place on the Handrail page.</Text>
      </EmptyState>
    );
  }
  return (
    <Section title="Who stands in for whom">
      <Flex direction="column" gap="small">
        {delegations.map((delegation) => (
          <Tile key={delegation.delegationId} compact testId={`delegation-${delegation.delegationId}`}>
            <Flex direction="column" gap="extra-small">
              <Text format={{ fontWeight: 'demibold' }}>
                {delegation.delegate.name} decides for {delegation.delegator.name}
              </Text>
              <Text>{timesInWords(delegation, env.timeZone)}</Text>
              <Text variant="microcopy">
                {delegation.reason} (set by {delegation.setBy})
              </Text>
              {delegation.uncovered && (
                <Text variant="microcopy">
                  {delegation.delegate.name} is away too from{' '}
                  {inWords(delegation.uncovered.from, env.timeZone)} to{' '}
                  {inWords(delegation.uncovered.until, env.timeZone)}: nobody stands in then.
                </Text>
              )}
              <Flex direction="row">
                <ConfirmButton
                  testId={`end-${delegation.delegationId}`}
                  busy={session.busy}
                  consequence={`${delegation.delegate.name} leaves the requests that wait for ${delegation.delegator.name}, except those they have decided on.`}
                  onConfirm={() => session.send(() => api.endDelegation(delegation.delegationId))}
                >
                  End it
                </ConfirmButton>
              </Flex>
            </Flex>
          </Tile>
        ))}
      </Flex>
    </Section>
  );
}

function timesInWords({ from, until, hasBegun }: DelegationView, timeZone: string): string {
  const end = inWords(until, timeZone);
  return hasBegun ? `Until ${end}` : `From ${inWords(from, timeZone)} until ${end}`;
}
