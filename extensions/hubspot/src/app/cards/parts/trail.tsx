import type { TrailReply } from '@handrail/contracts/card-view';
import { Accordion, Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { useEffect, useState } from 'react';
import type { TrailResult } from '../api/handoff-api.ts';
import type { CardEnv } from '../card-env.ts';
import { ErrorPanel } from '../screens/error-panel.tsx';
import { inWords } from '../words/portal-time.ts';

export interface TrailProps {
  readonly requestId: string;
  /** The trail is read again when the request has moved on. */
  readonly version: number;
  readonly env: CardEnv;
}

/** The audit trail of a request, read when it is opened. */
export function Trail({ requestId, version, env: { api, timeZone } }: TrailProps) {
  const [open, setOpen] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [result, setResult] = useState<TrailResult>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: version and attempt only say when to read again
  useEffect(() => {
    if (!open) return undefined;
    let current = true;
    void api.trail(requestId).then((reply) => {
      if (current) setResult(reply);
    });
    return () => {
      current = false;
    };
  }, [api, open, requestId, version, attempt]);

  const again = () => {
    setResult(undefined);
    setAttempt(attempt + 1);
  };
  return (
    <Accordion title="Trail" open={open} onClick={() => setOpen(!open)} testId="trail">
      {!result && <LoadingSpinner label="Reading the trail" showLabel />}
      {result && !result.ok && <ErrorPanel problem={result.problem} onRetry={again} testId="trail-problem" />}
      {result?.ok && <Entries entries={result.entries} timeZone={timeZone} />}
    </Accordion>
  );
}

interface EntriesProps {
  readonly entries: Extract<TrailReply, { ok: true }>['entries'];
  readonly timeZone: string;
}

function Entries({ entries, timeZone }: EntriesProps) {
  return (
    <Flex direction="column" gap="extra-small">
      {entries.map((entry) => (
        <Flex key={entry.seq} direction="column" gap="flush">
          <Text testId={`trail-${entry.seq}`}>
            {entry.who}: {entry.what}
          </Text>
          <Text variant="microcopy">
            {inWords(entry.at, timeZone)} · entry {entry.seq} · {entry.hash.slice(0, 12)}
          </Text>
        </Flex>
      ))}
    </Flex>
  );
}
