import type { CardView } from '@handrail/contracts/card-view';
import { Button, Flex, StatusTag, Text } from '@hubspot/ui-extensions';
import type { CardEnv } from '../card-env.ts';
import { Covers, holderOf } from '../parts/covers.tsx';
import { Notice } from '../parts/request-frame.tsx';
import { StandardPath } from '../parts/standard-path.tsx';

export interface StandardPathScreenProps {
  readonly card: CardView;
  readonly onRequest: () => void;
  readonly env: CardEnv;
}

/** No exception of its own: what holds the record if anything does, what the standard rule would do, and the way to ask for something else. */
export function StandardPathScreen({ card, onRequest, env }: StandardPathScreenProps) {
  const holder = holderOf(card);
  return (
    <Flex direction="column" gap="small">
      <StatusTag variant={holder ? 'success' : 'default'} testId="status">
        {holder ? `Held through ${holder}` : 'Standard path'}
      </StatusTag>
      <Notice notice={card.notice} />
      <Covers card={card} env={env} />
      <StandardPath path={card.standardPath} averted={holder !== undefined} />
      <RequestButton card={card} label="Request an exception" onRequest={onRequest} />
      <Button variant="transparent" size="small" onClick={env.reload} testId="refresh">
        Refresh
      </Button>
    </Flex>
  );
}

export interface RequestButtonProps {
  readonly card: CardView;
  readonly label: string;
  readonly onRequest: () => void;
}

/** Opens the form, or says why there is none. */
export function RequestButton({ card, label, onRequest }: RequestButtonProps) {
  if (!card.form || card.form.types.length === 0) {
    return (
      <Text testId="no-form">
        No exception can be requested here now: the policy offers no type for this record.
      </Text>
    );
  }
  return (
    <Button variant="primary" onClick={onRequest} testId="request-exception">
      {label}
    </Button>
  );
}
