/**
 * The child's side of {@link startChild}: says that it is ready, answers questions, and ends when the parent lets go
 * or is gone.
 */
export function answerParent(
  ready: object,
  answers: Readonly<Record<string, () => object>>,
  close: () => Promise<void>,
): void {
  process.on('message', (question) => {
    const answer = answers[String(question)];
    if (!answer) throw new Error(`nobody here can answer "${String(question)}" (this is a bug)`);
    process.send?.(answer());
  });
  process.once('disconnect', async () => {
    await close();
    process.exit(0);
  });
  process.send?.(ready);
}

/** Milliseconds of processor time that this process has used, all threads together. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
