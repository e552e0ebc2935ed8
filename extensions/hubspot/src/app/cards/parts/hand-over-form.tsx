import type { RequestView } from '@handrail/contracts/card-view';
import { LoadingSpinner, Select, Text } from '@hubspot/ui-extensions';
import { useEffect, useState } from 'react';
import type { PeopleResult } from '../api/conversation-api.ts';
import { ErrorPanel } from '../screens/error-panel.tsx';
import type { Action } from '../use-action.ts';
import type { ConversationEnv } from './conversation-env.ts';
import { TextForm } from './text-form.tsx';

export interface HandOverFormProps {
  readonly request: Pick<RequestView, 'requestId'>;
  readonly action: Action;
  readonly env: ConversationEnv;
}

/** Whom to hand the decision to, and why. The people are read when the form is opened. */
export function HandOverForm({ request: { requestId }, action, env }: HandOverFormProps) {
  const [people, setPeople] = useState<PeopleResult>();
  const [attempt, setAttempt] = useState(0);
  const [to, setTo] = useState<string>();
  const [missing, setMissing] = useState(false);
  const { api } = env;

  // biome-ignore lint/correctness/useExhaustiveDependencies: attempt only says when to read again
  useEffect(() => {
    let current = true;
    void api.takers(requestId).then((result) => {
      if (current) setPeople(result);
    });
    return () => {
      current = false;
    };
  }, [api, requestId, attempt]);

  const again = () => {
    setPeople(undefined);
    setAttempt(attempt + 1);
  };
  if (!people) return <LoadingSpinner label="Reading who can take over" showLabel />;
  if (!people.ok) return <ErrorPanel problem={people.problem} onRetry={again} testId="takers-problem" />;
  const hand = (reason: string) => {
    setMissing(to === undefined);
    if (to !== undefined) void action.run(() => api.handOver(requestId, { to, reason }));
  };
  return (
    <TextForm
      label="Why you hand over"
      description="The person who takes over and the requester can read it, and it stays with the request."
      send="Hand the decision over"
      action={action}
      onSend={hand}
      onReload={env.reload}
      testId="hand-over"
    >
      <Text>You give your seat away: this person decides in your place, and you no longer can.</Text>
      <Select
        name="hand-over-to"
        label="Person"
        placeholder="Choose a person"
        options={people.people}
        required
        error={missing}
        {...(missing && { validationMessage: 'Choose a person.' })}
        {...(to !== undefined && { value: to })}
        onChange={(value) => setTo(String(value))}
        testId="hand-over-to"
      />
    </TextForm>
  );
}
