import type { RequestView } from '@handrail/contracts/card-view';
import { MAX_TEXT } from '@handrail/contracts/field-formats';
import { Button, DateInput, Flex, Text, TextArea, Tile } from '@hubspot/ui-extensions';
import { useRef, useState } from 'react';
import type { CardEnv } from '../card-env.ts';
import { ErrorPanel } from '../screens/error-panel.tsx';
import { useAction } from '../use-action.ts';
import { type Day, dayAt, endOfDay, inWords } from '../words/portal-time.ts';

export interface ExtendFormProps {
  readonly request: Pick<RequestView, 'requestId' | 'version'>;
  readonly extend: NonNullable<RequestView['extend']>;
  readonly env: CardEnv;
}

/** Asks for a later end, within what the policy allows. */
export function ExtendForm({ request, extend, env }: ExtendFormProps) {
  const { from, latest, left, reasonMinLength } = extend;
  const { timeZone } = env;
  const [asking, setAsking] = useState(false);
  const [until, setUntil] = useState<Day>(() => dayAt(latest, timeZone));
  const [length, setLength] = useState(0);
  // The field keeps its own text; a ref is up to date even when typing and pressing come in one moment.
  const reason = useRef('');
  const action = useAction(env.perform, () => env.announce('Extension asked for.'));

  if (!asking) {
    return (
      <Button onClick={() => setAsking(true)} testId="extend">
        Ask for an extension
      </Button>
    );
  }
  const take = (text: string) => {
    reason.current = text;
    setLength(text.trim().length);
  };
  const send = () =>
    void action.run(() =>
      env.api.extend(request.requestId, {
        until: endOfDay(until, timeZone, latest),
        reason: reason.current.trim(),
        version: request.version,
      }),
    );
  return (
    <Tile compact testId="extend-form">
      <Flex direction="column" gap="small">
        <DateInput
          name="extend-until"
          label="Until the end of"
          description={`At the latest ${inWords(latest, timeZone)}. ${left === 1 ? 'This is the last extension.' : `${left} extensions are left.`}`}
          required
          format="medium"
          timezone="portalTz"
          min={dayAt(from, timeZone)}
          max={dayAt(latest, timeZone)}
          minValidationMessage="The exception lasts until then already."
          maxValidationMessage="The policy does not allow that much at once."
          value={until}
          onChange={({ year, month, date }) => setUntil({ year, month, date })}
          testId="extend-until"
        />
        <TextArea
          name="extend-reason"
          label="Why it takes longer"
          description="Those who decide read this. The record is looked at again, as it is now."
          required={reasonMinLength > 0}
          rows={2}
          maxLength={MAX_TEXT}
          onInput={take}
          onChange={take}
          testId="extend-reason"
        />
        {reasonMinLength > 0 && (
          <Text variant="microcopy" testId="extend-count">
            {length} of at least {reasonMinLength} characters
          </Text>
        )}
        <Flex direction="row" gap="small">
          <Button
            variant="primary"
            onClick={send}
            disabled={action.busy || length < reasonMinLength}
            testId="extend-send"
          >
            Ask for it
          </Button>
          <Button onClick={() => setAsking(false)} disabled={action.busy} testId="extend-cancel">
            Cancel
          </Button>
        </Flex>
        {action.problem && (
          <ErrorPanel problem={action.problem} onReload={env.reload} testId="extend-problem" />
        )}
      </Flex>
    </Tile>
  );
}
