import type { RequestView } from '@handrail/contracts/card-view';
import { Alert, Flex, Text } from '@hubspot/ui-extensions';
import { inWords } from '../words/portal-time.ts';

type StandIn = RequestView['standIns'][number];

export interface StandInsProps {
  readonly standIns: RequestView['standIns'];
  readonly timeZone: string;
}

/** Who decides in whose place and why, and who cannot decide because they stand in for the requester. */
export function StandIns({ standIns, timeZone }: StandInsProps) {
  if (standIns.length === 0) return null;
  return (
    <Alert variant="info" title="Standing in" testId="stand-ins">
      <Flex direction="column" gap="flush">
        {standIns.map((one) => (
          <Text key={`${one.person.email} ${one.inPlaceOf.email} ${one.until}`}>
            {standInInWords(one, timeZone)}
          </Text>
        ))}
      </Flex>
    </Alert>
  );
}

function standInInWords({ kind, person, inPlaceOf, until, reason }: StandIn, timeZone: string): string {
  const end = inWords(until, timeZone);
  return kind === 'stands_in'
    ? `${person.name} for ${inPlaceOf.name}, away until ${end}${reason ? `: ${reason}` : ''}`
    : `${person.name} cannot decide on this request while standing in for ${inPlaceOf.name}, until ${end}`;
}
