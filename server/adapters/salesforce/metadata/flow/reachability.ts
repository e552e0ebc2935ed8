import { everyTarget, type FlowModel } from './flow-model.ts';

/** Elements at which time passes. */
export const PAUSES: ReadonlySet<string> = new Set(['screens', 'waits', 'orchestratedStages', 'steps']);

export interface Reachability {
  /** Whether one element can be followed by another with a wait between them. */
  withWait(from: string, to: string): boolean;
}

/** Asks for ways through a flow; worked out only where the flow waits at all. */
export function createReachability(model: FlowModel): Reachability {
  const pauses = [...model.elements.values()].filter(({ key }) => PAUSES.has(key)).map(({ name }) => name);
  const known = new Map<string, ReadonlySet<string>>();

  function after(from: string): ReadonlySet<string> {
    const before = known.get(from);
    if (before) return before;
    const reached = new Set<string>();
    const queue = [from];
    for (const name of queue) {
      const element = model.elements.get(name);
      if (!element) continue;
      const targets = everyTarget(element.raw);
      const next = element.returnTo === null ? targets : [...targets, element.returnTo];
      for (const one of next) {
        if (reached.has(one)) continue;
        reached.add(one);
        queue.push(one);
      }
    }
    known.set(from, reached);
    return reached;
  }

  return {
    withWait: (from, to) => pauses.some((pause) => after(from).has(pause) && after(pause).has(to)),
  };
}
