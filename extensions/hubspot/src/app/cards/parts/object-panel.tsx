import type { RequestView } from '@handrail/contracts/card-view';
import type { DisputesView } from '@handrail/contracts/dispute';
import { MAX_TEXT } from '@handrail/contracts/field-formats';
import { Button, Flex, Heading, Select, Text, TextArea, Tile } from '@hubspot/ui-extensions';
import { useRef, useState } from 'react';
import type { CardEnv } from '../card-env.ts';
import { ErrorPanel } from '../screens/error-panel.tsx';
import { useAction } from '../use-action.ts';

export interface ObjectPanelProps {
  readonly request: RequestView;
  readonly disputes: DisputesView;
  readonly env: CardEnv;
}

/** A button that opens the objection, for somebody who may object. */
export function ObjectPanel({ request, disputes, env }: ObjectPanelProps) {
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <Button onClick={() => setOpen(true)} testId="object">
        Object
      </Button>
    );
  }
  return <ObjectForm request={request} disputes={disputes} env={env} onClose={() => setOpen(false)} />;
}

function ObjectForm({
  request,
  disputes,
  env,
  onClose,
}: ObjectPanelProps & { readonly onClose: () => void }) {
  const [ground, setGround] = useState<string>();
  const [missing, setMissing] = useState(false);
  // The field keeps its own text; a ref is up to date even when typing and pressing come in one moment.
  const reason = useRef('');
  const action = useAction(env.perform, () => env.announce('Your objection is recorded.'));
  const take = (text: string) => {
    reason.current = text;
  };
  const chosen = disputes.grounds.find(({ value }) => value === ground);
  const send = () => {
    setMissing(!chosen);
    if (!chosen) return;
    const objection = { ground: chosen.value, reason: reason.current.trim() };
    void action.run(() => env.api.object(request.requestId, objection));
  };
  return (
    <Tile compact testId="object-panel">
      <Flex direction="column" gap="small">
        <Heading>Object to this exception</Heading>
        <Text>{disputes.rule} Until it is decided, the exception goes on.</Text>
        <Select
          name="ground"
          label="Ground"
          required
          options={disputes.grounds}
          {...(ground !== undefined && { value: ground })}
          onChange={(value) => setGround(String(value))}
          {...(missing && { error: true, validationMessage: 'Choose what is wrong with the exception.' })}
          testId="ground"
        />
        <TextArea
          name="objection"
          label="What is wrong"
          description={`Whoever decides and ${request.requester.name} read this, and it stays with the request.`}
          required
          rows={3}
          maxLength={MAX_TEXT}
          onInput={take}
          onChange={take}
          testId="objection"
        />
        <Flex direction="row" gap="small">
          <Button variant="primary" onClick={send} disabled={action.busy} testId="send-objection">
            {action.busy ? 'Sending…' : 'Send the objection'}
          </Button>
          <Button onClick={onClose} disabled={action.busy} testId="keep-quiet">
            Cancel
          </Button>
        </Flex>
        {action.problem && (
          <ErrorPanel problem={action.problem} onReload={env.reload} testId="object-problem" />
        )}
      </Flex>
    </Tile>
  );
}
