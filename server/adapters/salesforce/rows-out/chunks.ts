/** The most rows Salesforce takes in one call. */
const MOST_ROWS = 200;
/** Characters of rows in one call: far below what a call may hold, and soon sent again when a reply is lost. */
const MOST_CHARACTERS = 3_000_000;

/** Rows in parts that one call can carry each, in their order. */
export function chunksOf<T>(rows: readonly T[]): readonly (readonly T[])[] {
  const chunks: T[][] = [];
  let current: T[] = [];
  let size = 0;
  for (const row of rows) {
    const length = JSON.stringify(row).length;
    if (current.length === MOST_ROWS || (current.length > 0 && size + length > MOST_CHARACTERS)) {
      chunks.push(current);
      current = [];
      size = 0;
    }
    current.push(row);
    size += length;
  }
  return current.length > 0 ? [...chunks, current] : chunks;
}
