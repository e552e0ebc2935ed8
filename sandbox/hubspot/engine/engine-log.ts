import type { PortalClock } from '../portal-clock.ts';
import type { PortalRecord } from '../store/model.ts';
import type { ObjectType } from '../store/object-types.ts';
import type { Flow } from './flow-document.ts';

/** What the engine did or refused to do. */
export type EngineEventKind =
  | 'enrolled'
  | 'suppressed'
  | 'unenrolled'
  | 'acted'
  | 'branched'
  | 'waiting'
  | 'not-executed'
  | 'action-failed'
  | 'completed'
  | 'cannot-evaluate';

/** A line of the enrolment log. */
export interface EngineEvent {
  readonly seq: number;
  readonly at: string;
  readonly kind: EngineEventKind;
  readonly flowId: string;
  readonly flowName: string;
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly enrollmentId?: number;
  readonly actionId?: string;
  readonly actionTypeId?: string;
  /** What happened, in words. */
  readonly detail: string;
  /** The property values it changed on the enrolled record. */
  readonly changes?: Readonly<Record<string, { readonly from: string; readonly to: string }>>;
}

/** Everything the engine did, in order. */
export class EngineLog {
  readonly #clock: PortalClock;
  readonly #events: EngineEvent[] = [];

  constructor(clock: PortalClock) {
    this.#clock = clock;
  }

  append(
    kind: EngineEventKind,
    flow: Flow,
    record: Pick<PortalRecord, 'objectType' | 'id'>,
    detail: string,
    extra: Partial<Pick<EngineEvent, 'enrollmentId' | 'actionId' | 'actionTypeId' | 'changes'>> = {},
  ): void {
    this.#events.push({
      seq: this.#events.length + 1,
      at: new Date(this.#clock.now()).toISOString(),
      kind,
      flowId: flow.id,
      flowName: flow.name ?? '',
      objectType: record.objectType,
      objectId: record.id,
      detail,
      ...extra,
    });
  }

  get size(): number {
    return this.#events.length;
  }

  since(seq: number): readonly EngineEvent[] {
    return this.#events.slice(seq);
  }
}
