/** A line on standard error that is written over; silent when nobody watches. */
export interface Progress {
  show(text: string): void;
  /** Takes the line away. */
  done(): void;
}

export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY) return { show: () => {}, done: () => {} };
  return {
    show: (text) => void stream.write(`\r\x1b[K${text}`),
    done: () => void stream.write('\r\x1b[K'),
  };
}
