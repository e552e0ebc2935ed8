import { notFound } from '../hubspot-error.ts';
import type { ListStore } from '../store/list-store.ts';
import type { PortalRecord, RecordChange } from '../store/model.ts';
import { findObjectType, OBJECT_TYPE_FACTS } from '../store/object-types.ts';
import type { Portal } from '../store/portal.ts';
import type { ActionOutcome } from './action-outcome.ts';
import { type CustomActionCaller, textOutputs } from './actions/call-custom-action.ts';
import { type EngineEvent, EngineLog } from './engine-log.ts';
import { applyOutcome, type Enrollment, newEnrollment } from './enrollment.ts';
import { hasLeftCriteria, isSuppressed, isTriggered } from './enrolment.ts';
import { dependsOnTime, UnsupportedFilter } from './evaluate-filter.ts';
import type { Flow, FlowAction } from './flow-document.ts';
import { FlowMemories } from './flow-memories.ts';
import type { FlowStore } from './flow-store.ts';
import { recordSubject } from './record-subject.ts';
import { runAction } from './run-action.ts';

/** What one run of the engine did. */
export interface EngineRun {
  readonly events: readonly EngineEvent[];
}

/** A flow that never comes to rest is a mistake in the flow, not a reason to hang. */
const MAX_STEPS_OF_A_RECORD = 1_000;

/**
 * Runs the portal's flows. It gathers the changes of records and, when told, works them off: enrols and removes
 * records, runs actions, and takes in the changes these make, until nothing is left that is due now.
 */
export class WorkflowEngine {
  readonly #portal: Portal;
  readonly #flows: FlowStore;
  readonly #lists: ListStore;
  readonly #caller: CustomActionCaller;
  readonly #memories: FlowMemories;
  readonly #log: EngineLog;
  readonly #enrollments = new Map<number, Enrollment>();
  readonly #rotations = new Map<string, number>();
  readonly #changes: RecordChange[] = [];
  /** Flow and record pairs whose suppression this run has logged: several changes at once are told once. */
  readonly #toldSuppressed = new Set<string>();
  #nextEnrollmentId = 1;
  #running: Promise<unknown> = Promise.resolve();

  constructor(portal: Portal, flows: FlowStore, lists: ListStore, caller: CustomActionCaller) {
    this.#portal = portal;
    this.#flows = flows;
    this.#lists = lists;
    this.#caller = caller;
    this.#log = new EngineLog(portal.clock);
    this.#memories = new FlowMemories(portal, lists);
    for (const flow of flows.list()) this.#memories.remember(flow, { asEnrolledBefore: true });
    flows.onChange((flowId) => this.#takeInFlow(flowId));
    portal.onChange((change) => this.#changes.push(change));
  }

  /** Everything the engine ever did. */
  get events(): readonly EngineEvent[] {
    return this.#log.since(0);
  }

  /** Records that are in a flow now. */
  get enrollments(): readonly Enrollment[] {
    return [...this.#enrollments.values()];
  }

  /**
   * Works off all that is due at the portal's present. Runs never overlap: a second one starts after the first.
   *
   * @throws Error when flows keep setting each other off without end
   */
  runUntilQuiet(): Promise<EngineRun> {
    const run = this.#running.then(() => this.#run());
    this.#running = run.catch(() => undefined);
    return run;
  }

  /**
   * Enrols a record by hand, as a person or another flow does: criteria need not be met, the exclusion still holds.
   *
   * @throws HubspotError 404 for an unknown flow or record
   */
  enrol(flowId: string, recordId: string): 'enrolled' | 'suppressed' | 'refused' {
    const flow = this.#flows.require(flowId);
    const type = findObjectType(flow.objectTypeId);
    const record = type && this.#portal.find(type, recordId);
    if (!record) throw notFound(`No record ${recordId} for flow ${flowId}`);
    return this.#enrol(flow, record, 'by hand');
  }

  /** Ends the wait of a custom action. @throws HubspotError 404 for a callback nobody waits for */
  completeCallback(callbackId: string, outputFields: Readonly<Record<string, unknown>>): void {
    const enrollment = this.enrollments.find((one) => one.callbackId === callbackId);
    if (!enrollment) throw notFound(`Callback ${callbackId} does not exist`);
    if (enrollment.callbackActionId)
      enrollment.outputs.set(enrollment.callbackActionId, textOutputs(outputFields));
    enrollment.callbackId = undefined;
    enrollment.waitingUntil = undefined;
  }

  async #run(): Promise<EngineRun> {
    const before = this.#log.size;
    this.#toldSuppressed.clear();
    this.#sweep();
    const steps = new Map<string, number>();
    for (;;) {
      const changes = this.#changes.splice(0);
      for (const change of changes) this.#takeInChange(change);
      if (changes.length > 0) continue;
      const due = this.#nextDue();
      if (!due) break;
      const count = (steps.get(due.objectId) ?? 0) + 1;
      if (count > MAX_STEPS_OF_A_RECORD)
        throw new Error(`the flows on record ${due.objectId} do not come to rest`);
      steps.set(due.objectId, count);
      await this.#step(due);
    }
    return { events: this.#log.since(before) };
  }

  #nextDue(): Enrollment | undefined {
    const now = this.#portal.clock.now();
    return this.enrollments.find((one) => one.waitingUntil === undefined || one.waitingUntil <= now);
  }

  /** What changed without a change of a record: flows that were edited, and filters that look at the time. */
  #sweep(): void {
    for (const enrollment of this.enrollments) this.#removeIfExcluded(enrollment);
    for (const flow of this.#flows.list()) {
      const criteria = flow.enrollmentCriteria;
      const type = findObjectType(flow.objectTypeId);
      if (
        !flow.isEnabled ||
        !type ||
        criteria?.type !== 'LIST_BASED' ||
        !dependsOnTime(criteria.listFilterBranch)
      )
        continue;
      const at = this.#portal.clock.now();
      for (const record of this.#portal.list(type)) {
        this.#consider(flow, record, {
          kind: 'updated',
          objectType: type,
          objectId: record.id,
          at,
          source: { sourceType: 'UNKNOWN' },
          changes: [],
        });
      }
    }
  }

  #takeInFlow(flowId: string): void {
    const flow = this.#flows.find(flowId);
    if (flow) {
      this.#memories.remember(flow, { asEnrolledBefore: false });
      return;
    }
    this.#memories.forget(flowId);
    for (const [id, enrollment] of this.#enrollments)
      if (enrollment.flowId === flowId) this.#enrollments.delete(id);
  }

  #takeInChange(change: RecordChange): void {
    const record = this.#portal.find(change.objectType, change.objectId);
    for (const enrollment of this.enrollments) {
      if (enrollment.objectType !== change.objectType || enrollment.objectId !== change.objectId) continue;
      if (record) this.#removeIfExcluded(enrollment);
      else this.#end(enrollment, 'unenrolled', 'the record was archived');
    }
    if (!record) return;
    const typeId = OBJECT_TYPE_FACTS[change.objectType].typeId;
    for (const flow of this.#flows.list()) {
      if (flow.isEnabled && flow.objectTypeId === typeId) this.#consider(flow, record, change);
    }
  }

  #consider(flow: Flow, record: PortalRecord, change: RecordChange): void {
    this.#orCannotEvaluate(flow, record, () => {
      const subject = recordSubject(this.#portal, this.#lists, record);
      if (isTriggered(flow, this.#memories.of(flow.id), change, subject))
        this.#enrol(flow, record, 'met the criteria');
    });
  }

  #enrol(flow: Flow, record: PortalRecord, why: string): 'enrolled' | 'suppressed' | 'refused' {
    const isIn = this.enrollments.some((one) => one.flowId === flow.id && one.objectId === record.id);
    const memory = this.#memories.of(flow.id);
    const isAgain = memory.enrolledBefore.has(record.id);
    if (!flow.isEnabled || isIn || (isAgain && !flow.enrollmentCriteria?.shouldReEnroll)) return 'refused';
    if (isSuppressed(flow, recordSubject(this.#portal, this.#lists, record))) {
      const pair = `${flow.id}/${record.id}`;
      if (!this.#toldSuppressed.has(pair))
        this.#log.append('suppressed', flow, record, 'the flow excludes it; not enrolled');
      this.#toldSuppressed.add(pair);
      return 'suppressed';
    }
    const enrollment = newEnrollment(this.#nextEnrollmentId++, flow, record);
    memory.enrolledBefore.add(record.id);
    this.#enrollments.set(enrollment.id, enrollment);
    this.#log.append('enrolled', flow, record, why, { enrollmentId: enrollment.id });
    return 'enrolled';
  }

  #removeIfExcluded(enrollment: Enrollment): void {
    const flow = this.#flows.find(enrollment.flowId);
    const record = this.#portal.find(enrollment.objectType, enrollment.objectId);
    if (!flow || !record) return;
    this.#orCannotEvaluate(flow, record, () => {
      const subject = recordSubject(this.#portal, this.#lists, record);
      if (isSuppressed(flow, subject)) this.#end(enrollment, 'unenrolled', 'the flow excludes it; removed');
      else if (hasLeftCriteria(flow, subject))
        this.#end(enrollment, 'unenrolled', 'no longer meets the criteria');
    });
  }

  async #step(enrollment: Enrollment): Promise<void> {
    const flow = this.#flows.find(enrollment.flowId);
    const record = this.#portal.find(enrollment.objectType, enrollment.objectId);
    enrollment.waitingUntil = undefined;
    if (!flow || !record) {
      this.#enrollments.delete(enrollment.id);
      return;
    }
    const action = flow.actions.find((one) => one.actionId === enrollment.nextActionId);
    if (!action) {
      this.#end(enrollment, 'completed', 'reached the end');
      return;
    }
    enrollment.firstTriedAt ??= this.#portal.clock.now();
    const outcome = await this.#runAction(flow, record, enrollment, action);
    // A write of this very action may have taken the record out of the flow.
    if (outcome && this.#enrollments.has(enrollment.id))
      this.#goOn(flow, record, enrollment, action, outcome);
  }

  async #runAction(
    flow: Flow,
    record: PortalRecord,
    enrollment: Enrollment,
    action: FlowAction,
  ): Promise<ActionOutcome | undefined> {
    const subject = recordSubject(this.#portal, this.#lists, record);
    try {
      return await runAction(
        {
          portal: this.#portal,
          flow,
          enrollment,
          record,
          subject,
          rotations: this.#rotations,
          enrolIn: (flowId) => this.enrol(flowId, record.id),
        },
        action,
        this.#caller,
      );
    } catch (error) {
      if (!(error instanceof UnsupportedFilter)) throw error;
      this.#log.append('cannot-evaluate', flow, record, error.message, {
        enrollmentId: enrollment.id,
        actionId: action.actionId,
      });
      this.#enrollments.delete(enrollment.id);
      return undefined;
    }
  }

  #goOn(
    flow: Flow,
    record: PortalRecord,
    enrollment: Enrollment,
    action: FlowAction,
    outcome: ActionOutcome,
  ): void {
    const kind = outcome.kind === 'retry' ? 'waiting' : outcome.kind;
    this.#log.append(kind, flow, record, outcome.detail, {
      enrollmentId: enrollment.id,
      actionId: action.actionId,
      ...('actionTypeId' in action && { actionTypeId: String(action.actionTypeId) }),
      ...(outcome.kind === 'acted' && outcome.changes && { changes: outcome.changes }),
    });
    applyOutcome(enrollment, action, outcome);
  }

  #end(enrollment: Enrollment, kind: 'completed' | 'unenrolled', detail: string): void {
    this.#enrollments.delete(enrollment.id);
    const flow = this.#flows.find(enrollment.flowId);
    if (!flow) return;
    const { objectType, objectId } = enrollment;
    this.#log.append(kind, flow, { objectType, id: objectId }, detail, { enrollmentId: enrollment.id });
  }

  #orCannotEvaluate(flow: Flow, record: PortalRecord, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof UnsupportedFilter)) throw error;
      this.#log.append('cannot-evaluate', flow, record, error.message);
    }
  }
}
