import { useCallback, useEffect, useRef, useState } from 'react';

/** What is known of something that has to be loaded. `data` stays while it is loaded again. */
export interface Loaded<T> {
  readonly data: T | null;
  readonly error: string | null;
  readonly reload: () => Promise<T | null>;
}

/** Loads something now and whenever `load` changes. The answer of an older load never replaces a newer one. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ data: T | null; error: string | null }>({ data: null, error: null });
  const latest = useRef(0);
  const reload = useCallback(async () => {
    const turn = ++latest.current;
    try {
      const data = await load();
      if (turn === latest.current) setState({ data, error: null });
      return data;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (turn === latest.current) setState((before) => ({ ...before, error: message }));
      return null;
    }
  }, [load]);
  useEffect(() => {
    void reload();
  }, [reload]);
  return { ...state, reload };
}
