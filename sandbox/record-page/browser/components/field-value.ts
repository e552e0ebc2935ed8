import { useRef, useState } from 'react';

/** The value a field shows and the way to change it. */
export interface FieldValue<T> {
  readonly value: T;
  /** Shows `next` at once and remembers that the card may send it back. */
  readonly set: (next: T) => void;
}

const sameValue = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Keeps what the user typed while the card, which lives in a worker, answers late. A controlled card sends each
 * value back some messages later; such an echo must not overwrite newer typing, while a value the card chose by
 * itself must be shown.
 *
 * @param controlled - the card's `value` prop; undefined when the field keeps its own value
 * @param initial - what to show before the card or the user sets anything
 */
export function useFieldValue<T>(controlled: T | undefined, initial: T): FieldValue<T> {
  const [value, setValue] = useState<T>(controlled ?? initial);
  const awaitedEchoes = useRef<T[]>([]);
  const lastControlled = useRef(controlled);
  let shown = value;
  if (!sameValue(controlled, lastControlled.current)) {
    lastControlled.current = controlled;
    const echo = awaitedEchoes.current.findIndex((sent) => sameValue(sent, controlled));
    if (echo >= 0) awaitedEchoes.current.splice(0, echo + 1);
    else {
      awaitedEchoes.current = [];
      shown = controlled ?? initial;
      setValue(shown);
    }
  }
  return {
    value: shown,
    set: (next) => {
      if (!sameValue(next, lastControlled.current)) awaitedEchoes.current.push(next);
      setValue(next);
    },
  };
}
