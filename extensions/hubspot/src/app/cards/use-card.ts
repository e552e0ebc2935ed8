import type { CardView } from '@handrail/contracts/card-view';
import type { ExceptionDraft } from '@handrail/contracts/submission';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from './api/failure.ts';
import type { CardResult, HandoffApi } from './api/handoff-api.ts';

const POLL_EVERY_MS = 2_000;
const POLLS = 15;

export type CardState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly problem: Failure }
  | { readonly status: 'loaded'; readonly card: CardView };

export interface CardSession {
  readonly state: CardState;
  /** Reads the card again, from the start. */
  reload(): void;
  /** Does something on the server; when it worked, its answer becomes the card. */
  perform(call: () => Promise<CardResult>): Promise<CardResult>;
}

/**
 * Holds the card of one record. While its request is being carried out the card is read again every 2 s, at most 15
 * times, so that a person sees it become active; an answer that was asked for before a newer write is dropped.
 *
 * @param onRecordWritten called when the server may have changed the record's properties
 */
export function useCard(
  api: HandoffApi,
  record: ExceptionDraft['record'],
  onRecordWritten: () => void,
): CardSession {
  const { objectType, recordId } = record;
  const [state, setState] = useState<CardState>({ status: 'loading' });
  const [polls, setPolls] = useState(0);
  const generation = useRef(0);
  const written = useRef(onRecordWritten);
  written.current = onRecordWritten;

  const read = useCallback(async () => {
    const asked = generation.current;
    const result = await api.card({ objectType, recordId });
    return asked === generation.current ? result : undefined;
  }, [api, objectType, recordId]);

  const reload = useCallback(() => {
    generation.current += 1;
    setPolls(0);
    setState({ status: 'loading' });
    void read().then((result) => {
      if (result) setState(stateOf(result));
    });
  }, [read]);

  const perform = useCallback(async (call: () => Promise<CardResult>) => {
    generation.current += 1;
    const result = await call();
    if (result.ok) {
      generation.current += 1;
      setPolls(0);
      setState(stateOf(result));
      written.current();
    }
    return result;
  }, []);

  useEffect(reload, [reload]);

  const beingCarriedOut = state.status === 'loaded' && isBeingCarriedOut(state.card);
  useEffect(() => {
    if (!beingCarriedOut || polls >= POLLS) return undefined;
    const timer = setTimeout(async () => {
      const result = await read();
      setPolls(polls + 1);
      if (!result?.ok) return;
      setState(stateOf(result));
      if (!isBeingCarriedOut(result.card)) written.current();
    }, POLL_EVERY_MS);
    return () => clearTimeout(timer);
  }, [beingCarriedOut, polls, read]);

  return { state, reload, perform };
}

function stateOf(result: CardResult): CardState {
  return result.ok ? { status: 'loaded', card: result.card } : { status: 'failed', problem: result.problem };
}

function isBeingCarriedOut(card: CardView): boolean {
  if (!card.live) return false;
  const { status, steps } = card.live;
  if (status === 'approved' || status === 'ending' || status === 'reverting') return true;
  // An extension, or the end of a review that was owed, is written while the exception stays active.
  return status === 'active' && steps.some((step) => step.status === 'waiting');
}
