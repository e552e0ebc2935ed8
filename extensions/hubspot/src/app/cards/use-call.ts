import { useRef, useState } from 'react';
import type { Failed, Failure } from './api/failure.ts';

export interface Call<Reply> {
  readonly busy: boolean;
  /** Why the last try did not work. */
  readonly problem: Failure | undefined;
  /** Runs one call at a time; a second press while one is under way does nothing. */
  run(call: () => Promise<Reply | Failed>): Promise<void>;
}

/** A button, or a group of which only one may be under way. */
export function useCall<Reply extends { readonly ok: true }>(onDone: (reply: Reply) => void): Call<Reply> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Failure>();
  // State is too slow for a double press: both presses would still see the old one.
  const underWay = useRef(false);

  const run: Call<Reply>['run'] = async (call) => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    setProblem(undefined);
    const reply = await call();
    underWay.current = false;
    setBusy(false);
    if (reply.ok) onDone(reply);
    else setProblem(reply.problem);
  };
  return { busy, problem, run };
}
