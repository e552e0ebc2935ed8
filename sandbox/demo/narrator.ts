/** Tells the story and keeps count of what was really seen. */
export interface Narrator {
  /** Opens a step of the story. */
  step(title: string): void;
  /** Something that happened, for the reader. */
  say(line: string): void;
  /** A claim of the product: told as seen or not seen, and counted. */
  claim(words: string, seen: boolean, saw: string): void;
  readonly failed: number;
  readonly held: number;
}

/** A narrator that writes plain text to a stream. */
export function createNarrator(write: (text: string) => void): Narrator {
  let steps = 0;
  let failed = 0;
  let held = 0;
  return {
    step(title) {
      steps += 1;
      write(`\n${steps}. ${title}\n`);
    },
    say(line) {
      write(`   ${line}\n`);
    },
    claim(words, seen, saw) {
      if (seen) held += 1;
      else failed += 1;
      write(`   ${seen ? '✓' : '✗'} ${words}${saw ? ` — ${saw}` : ''}\n`);
    },
    get failed() {
      return failed;
    },
    get held() {
      return held;
    },
  };
}
