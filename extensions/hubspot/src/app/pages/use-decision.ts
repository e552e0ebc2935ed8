import type { InboxItem } from '@handrail/contracts/inbox';
import type { ReviewOutcome } from '@handrail/contracts/vocabulary';
import type { Failure } from 'handrail-hubspot-cards/api/failure.ts';
import { useRef, useState } from 'react';
import type { BulkResults, InboxApi } from './api/inbox-api.ts';

/** A decision that was sent and answered. */
export interface Decided {
  readonly outcome: ReviewOutcome;
  readonly taken: readonly InboxItem[];
  readonly refused: readonly { readonly item: InboxItem; readonly why: string }[];
}

export interface Decision {
  readonly busy: boolean;
  /** Why the last try reached no answer; it is not known what was decided, and trying again does nothing twice. */
  readonly problem: Failure | undefined;
  /** Sends one at a time; a second press while one is under way does nothing. */
  send(items: readonly InboxItem[], outcome: ReviewOutcome, comment: string): Promise<void>;
}

/** Decides requests in the version that was on the screen. */
export function useDecision(api: InboxApi, onDecided: (decided: Decided) => void): Decision {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Failure>();
  // State is too slow for a double press: both presses would still see the old one.
  const underWay = useRef(false);

  const send: Decision['send'] = async (items, outcome, comment) => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    setProblem(undefined);
    const reply = await api.decide({
      items: items.map(({ requestId, version }) => ({ requestId, version })),
      outcome,
      comment: comment.trim(),
    });
    underWay.current = false;
    setBusy(false);
    if (reply.ok) onDecided(decidedOf(items, outcome, reply.results));
    else setProblem(reply.problem);
  };
  return { busy, problem, send };
}

function decidedOf(items: readonly InboxItem[], outcome: ReviewOutcome, results: BulkResults): Decided {
  const refusals = new Map(
    results.flatMap((result) => (result.ok ? [] : [[result.requestId, result.problem.detail] as const])),
  );
  return {
    outcome,
    taken: items.filter(({ requestId }) => !refusals.has(requestId)),
    refused: items.flatMap((item) => {
      const why = refusals.get(item.requestId);
      return why === undefined ? [] : [{ item, why }];
    }),
  };
}
