import type { CustomAction } from '../../sandbox/hubspot/engine/actions/call-custom-action.ts';
import { UnsupportedFilter } from '../../sandbox/hubspot/engine/evaluate-filter.ts';
import type { FlowInput } from '../../sandbox/hubspot/engine/flow-document.ts';
import { FlowStore } from '../../sandbox/hubspot/engine/flow-store.ts';
import { WorkflowEngine } from '../../sandbox/hubspot/engine/workflow-engine.ts';
import { createPortalClock } from '../../sandbox/hubspot/portal-clock.ts';
import { all, any, anyOf, isTrue } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { seedPortal } from '../../sandbox/hubspot/seed/seed-portal.ts';
import { ListStore } from '../../sandbox/hubspot/store/list-store.ts';
import type { PropertyDefinition } from '../../sandbox/hubspot/store/model.ts';
import { Portal } from '../../sandbox/hubspot/store/portal.ts';
import { editAsUser } from '../../sandbox/hubspot/user-actions.ts';
import { hubspotFieldNames } from '../../server/adapters/hubspot/flows/field-names.ts';
import { type ListBook, listBook, readList } from '../../server/adapters/hubspot/flows/lists.ts';
import { FLOW_IDS, type Kind, LIST_IDS } from './arbitrary-flow.ts';

const HOLD = 'handoff_routing_hold';
const DAY = 86_400_000;
const PERSON = 'maya.chen@northwind.example';

/** What a person or time does in a world; the workflows run after each. */
export type Deed =
  | { readonly kind: 'edit'; readonly record: number; readonly properties: Readonly<Record<string, string>> }
  | { readonly kind: 'enrol'; readonly record: number; readonly flow: number }
  | { readonly kind: 'wait'; readonly days: number };

/** A write by a workflow to a governed field, or to the tag, of a record that was on hold at that moment. */
export interface Trespass {
  readonly flowId: string;
  readonly recordId: string;
  readonly property: string;
}

/** A portal without HTTP in which workflows really run on a few records. */
export interface HeldWorld {
  readonly lists: ListBook;
  live(deeds: readonly Deed[]): Promise<Lived>;
}

export interface Lived {
  readonly trespasses: readonly Trespass[];
  /** Workflows that met a record on hold and kept it out, took it out or led it along a branch. */
  readonly met: ReadonlySet<string>;
}

const MEETING: ReadonlySet<string> = new Set(['suppressed', 'unenrolled', 'branched']);

export function createHeldWorld(
  kind: Kind,
  flows: readonly FlowInput[],
  {
    records = 3,
    actions = [],
  }: { readonly records?: number; readonly actions?: readonly CustomAction[] } = {},
): HeldWorld {
  const clock = createPortalClock(new Date('2026-11-23T09:00:00.000Z'), () => 0);
  const portal = new Portal(1, clock);
  seedPortal(portal, 'empty');
  installTag(portal, kind);
  const lists = new ListStore();
  const plain = kind === 'deals' ? anyOf('sales_region', 'EMEA') : anyOf('hs_lead_status', 'OPEN');
  const notHeld = { filterBranchType: 'NOT_ANY', filterBranches: [], filters: [isTrue(HOLD)] };
  for (const filterBranch of [any(all(isTrue(HOLD))), any(all(plain)), notHeld, undefined]) {
    lists.add({
      name: filterBranch ? 'Follows a filter' : 'Fixed',
      objectType: kind,
      processingType: filterBranch ? 'DYNAMIC' : 'MANUAL',
      createdAt: 0,
      ...(filterBranch && { filterBranch }),
    });
  }
  const ids = Array.from(
    { length: records },
    () =>
      portal.create(kind, {}, { method: 'UI', path: '', body: null, source: { sourceType: 'CRM_UI' } }).id,
  );
  const store = new FlowStore(clock);
  flows.forEach((flow, at) => {
    store.create(flow, FLOW_IDS[at]);
  });
  const engine = new WorkflowEngine(portal, store, lists, {
    actions,
    clientSecret: 'secret',
    wallClock: () => 0,
    timeoutMs: 10_000,
  });
  const governed = new Set(hubspotFieldNames().governed.keys());

  function doDeed(deed: Deed, recordId: string): void {
    if (deed.kind === 'wait') clock.advance(deed.days * DAY);
    else if (deed.kind === 'edit')
      editAsUser(portal, PERSON, { objectType: kind, objectId: recordId, properties: deed.properties });
    else {
      try {
        engine.enrol(FLOW_IDS[deed.flow % flows.length] ?? '', recordId);
      } catch (error) {
        // A filter that the engine cannot evaluate lets nobody in.
        if (!(error instanceof UnsupportedFilter)) throw error;
      }
    }
  }

  return {
    lists: listBook(
      new Map(
        Object.values(LIST_IDS).map((listId) => {
          const list = lists.require(listId);
          return [
            listId,
            readList({ ...list, objectTypeId: kind === 'deals' ? '0-3' : '0-1', members: undefined }),
          ];
        }),
      ),
    ),
    async live(deeds) {
      const met = new Set<string>();
      for (const deed of deeds) {
        const recordId = ids[('record' in deed ? deed.record : 0) % ids.length] ?? '';
        doDeed(deed, recordId);
        const held = heldRecords(portal, kind);
        const before = engine.events.length;
        try {
          await engine.runUntilQuiet();
        } catch (error) {
          // Workflows that set each other off without end: what they wrote until then counts, and there it ends, since
          // the engine stopped them in the middle of their actions.
          if (!String(error).includes('do not come to rest')) throw error;
          break;
        }
        for (const { kind: what, objectId, flowId } of engine.events.slice(before)) {
          if (MEETING.has(what) && held.has(objectId)) met.add(flowId);
        }
      }
      return { trespasses: trespasses(portal, governed), met };
    },
  };
}

function heldRecords(portal: Portal, kind: Kind): ReadonlySet<string> {
  const held = portal.list(kind).filter((record) => portal.value(record, HOLD) === 'true');
  return new Set(held.map(({ id }) => id));
}

function trespasses(portal: Portal, governed: ReadonlySet<string>): readonly Trespass[] {
  const held = new Set<string>();
  return portal.writeLog.entries.flatMap(({ method, path, objectId, properties }) => {
    const recordId = objectId ?? '';
    const wasHeld = held.has(recordId);
    if (properties[HOLD] === 'true') held.add(recordId);
    else if (properties[HOLD] !== undefined) held.delete(recordId);
    if (method !== 'WORKFLOW' || !wasHeld) return [];
    const flowId = path.split('/')[4] ?? '';
    return Object.keys(properties)
      .filter((property) => governed.has(property))
      .map((property) => ({ flowId, recordId, property }));
  });
}

function installTag(portal: Portal, kind: Kind): void {
  portal.catalog.addGroup(kind, { name: 'handoff_exception', label: 'Handoff exception', displayOrder: 0 });
  const common = {
    description: '',
    groupName: 'handoff_exception',
    displayOrder: 0,
    hidden: false,
    formField: false,
    hasUniqueValue: false,
    hubspotDefined: false,
    readOnlyValue: false,
    externalOptions: false,
    createdAt: 0,
    updatedAt: 0,
  } satisfies Partial<PropertyDefinition>;
  portal.catalog.add(kind, {
    ...common,
    name: HOLD,
    label: 'Hold',
    type: 'bool',
    fieldType: 'booleancheckbox',
    options: [],
  });
  portal.catalog.add(kind, {
    ...common,
    name: 'handoff_exception_status',
    label: 'Status',
    type: 'string',
    fieldType: 'text',
    options: [],
  });
}
