import type { DelegationView } from '@handrail/contracts/delegations';
import { Flex, Text, Tile } from '@hubspot/ui-extensions';
import { ConfirmButton } from 'handrail-hubspot-cards/parts/confirm-button.tsx';
import { inWords } from 'handrail-hubspot-cards/words/portal-time.ts';

export interface AbsenceListProps {
  readonly delegations: readonly DelegationView[];
  readonly timeZone: string;
  readonly busy: boolean;
  /** Ends one; without it they are only shown. */
  readonly onEnd?: (delegation: DelegationView) => void;
}

/** Absences with who stands in, until when and why. */
export function AbsenceList({ delegations, timeZone, busy, onEnd }: AbsenceListProps) {
  return (
    <Flex direction="column" gap="small">
      {delegations.map((delegation) => (
        <Tile key={delegation.delegationId} compact testId={`absence-of-${delegation.delegationId}`}>
          <Flex direction="column" gap="extra-small">
            <Text format={{ fontWeight: 'demibold' }}>
              {delegation.delegate.name} decides for {delegation.delegator.name}
            </Text>
            <Text>{timesInWords(delegation, timeZone)}</Text>
            <Text variant="microcopy">
              {delegation.reason} (set by {delegation.setBy})
            </Text>
            {delegation.uncovered && (
              <Text variant="microcopy" testId={`uncovered-${delegation.delegationId}`}>
                {delegation.delegate.name} is away too from {inWords(delegation.uncovered.from, timeZone)} to{' '}
                {inWords(delegation.uncovered.until, timeZone)}: nobody stands in then.
              </Text>
            )}
            {onEnd && (
              <Flex direction="row">
                <ConfirmButton
                  testId={`end-${delegation.delegationId}`}
                  busy={busy}
                  consequence={`${delegation.delegate.name} leaves the requests that wait for you, except those they have decided on.`}
                  onConfirm={() => onEnd(delegation)}
                >
                  {delegation.hasBegun ? 'I am back' : 'Take it back'}
                </ConfirmButton>
              </Flex>
            )}
          </Flex>
        </Tile>
      ))}
    </Flex>
  );
}

function timesInWords({ from, until, hasBegun }: DelegationView, timeZone: string): string {
  const end = inWords(until, timeZone);
  return hasBegun ? `Until ${end}` : `From ${inWords(from, timeZone)} until ${end}`;
}
