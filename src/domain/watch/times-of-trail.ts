import type { AuditEntry } from '../audit/audit-entry.ts';

/** When what an exception does was done, as its trail says. */
export interface TrailTimes {
  /** When each step was in the books as done, by its key: ISO 8601. */
  readonly stepDoneAt: ReadonlyMap<string, string>;
  /** When the routing hold stood for the first time; null while it does not. */
  readonly heldFrom: string | null;
  /** When the exception began to end or to be taken back; null while it is in force. */
  readonly overAt: string | null;
}

/** Events after which an exception holds nothing any more, though its release may still be written. */
const OVER: ReadonlySet<string> = new Set(['exception_ending', 'exception_reverting']);

/** Reads the times off the trail of one request. An entry of a shape that nobody knows says nothing. */
export function timesOfTrail(entries: readonly AuditEntry[]): TrailTimes {
  const stepDoneAt = new Map<string, string>();
  let heldFrom: string | null = null;
  let overAt: string | null = null;
  for (const { body } of entries) {
    const { type, at, data } = asRecord(JSON.parse(body));
    if (typeof at !== 'string' || typeof type !== 'string') continue;
    if (OVER.has(type)) overAt ??= at;
    if (type !== 'playbook_step_done') continue;
    const { stepKey, kind } = asRecord(data);
    if (typeof stepKey === 'string') stepDoneAt.set(stepKey, at);
    if (kind === 'hold_routing') heldFrom ??= at;
  }
  return { stepDoneAt, heldFrom, overAt };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
