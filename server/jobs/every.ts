/** Something that comes round every so often. */
export interface Sweep {
  /** Starts no further round and resolves when the running one has finished. */
  stop(): Promise<void>;
}

/**
 * Does a round now and then every so many seconds. A round that is due while one still runs is left out.
 *
 * @param round must not reject
 */
export function every(seconds: number, round: () => Promise<void>): Sweep {
  let running: Promise<void> | undefined;

  function start(): void {
    running ??= round().finally(() => {
      running = undefined;
    });
  }

  start();
  const timer = setInterval(start, seconds * 1000);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
