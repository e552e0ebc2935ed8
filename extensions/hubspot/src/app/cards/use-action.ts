import { useRef, useState } from 'react';
import type { Failure } from './api/failure.ts';
import type { CardResult } from './api/handoff-api.ts';
import type { CardSession } from './use-card.ts';

export interface Action {
  readonly busy: boolean;
  /** Why the last try did not work. */
  readonly problem: Failure | undefined;
  /** Runs one call at a time; a second press while one is under way does nothing. */
  run(call: () => Promise<CardResult>): Promise<void>;
}

/** One button, or a group of which only one may be under way. */
export function useAction(perform: CardSession['perform'], onDone: () => void = () => {}): Action {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Failure>();
  // State is too slow for a double press: both presses would still see the old one.
  const underWay = useRef(false);

  const run = async (call: () => Promise<CardResult>) => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    setProblem(undefined);
    const result = await perform(call);
    underWay.current = false;
    setBusy(false);
    if (result.ok) onDone();
    else setProblem(result.problem);
  };
  return { busy, problem, run };
}
