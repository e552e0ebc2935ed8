/** A started sweep. */
export interface Sweep {
  /** Starts no further round and resolves when the running one has finished. */
  stop(): Promise<void>;
}

/**
 * Runs a round now and then every so often. A round that is due while one still runs is left out.
 *
 * @param round never rejects
 */
export function startSweep(everySeconds: number, round: () => Promise<void>): Sweep {
  let running: Promise<void> | undefined;

  function start(): void {
    running ??= round().finally(() => {
      running = undefined;
    });
  }

  start();
  const timer = setInterval(start, everySeconds * 1000);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
