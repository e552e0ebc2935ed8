import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failed, Failure } from './api/failure.ts';

/** How long until the server is asked again while it is at work, in milliseconds. */
const AGAIN_MS = 3_000;

export interface Reading<Reply> {
  /** The newest answer; it stays while another is on its way. */
  readonly reply: Reply | undefined;
  /** Why the last reading did not work. */
  readonly problem: Failure | undefined;
  reload(): void;
  /** Shows what a command answered, without asking again. */
  show(reply: Reply): void;
}

/**
 * Reads something, and reads it again while it moves. An answer that was overtaken by a newer one is dropped.
 *
 * @param read must stay the same function until something else is to be read
 * @param againMs how long until the server is asked again while it is at work, in milliseconds
 */
export function useReading<Reply extends { readonly ok: true }>(
  read: () => Promise<Reply | Failed>,
  moves: (reply: Reply) => boolean,
  againMs = AGAIN_MS,
): Reading<Reply> {
  const [reply, setReply] = useState<Reply>();
  const [problem, setProblem] = useState<Failure>();
  const turn = useRef(0);

  const load = useCallback(async () => {
    turn.current += 1;
    const own = turn.current;
    const result = await read();
    if (own !== turn.current) return;
    setProblem(result.ok ? undefined : result.problem);
    if (result.ok) setReply(result);
  }, [read]);

  useEffect(() => {
    void load();
  }, [load]);

  // Each answer starts the wait for the next one; after a failure the person asks again.
  const unfinished = reply !== undefined && problem === undefined && moves(reply) ? reply : undefined;
  useEffect(() => {
    if (!unfinished) return;
    const timer = setTimeout(() => void load(), againMs);
    return () => clearTimeout(timer);
  }, [unfinished, load, againMs]);

  return {
    reply,
    problem,
    reload: () => void load(),
    show: (shown) => {
      turn.current += 1;
      setProblem(undefined);
      setReply(shown);
    },
  };
}
