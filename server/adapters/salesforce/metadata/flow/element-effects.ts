import { all, text } from '../xml-shape.ts';
import type { FlowElement } from './flow-model.ts';
import { PAUSES } from './reachability.ts';

/** What an element is for the judge, besides the fields it writes. */
export type Effect =
  | { readonly kind: 'harmless' | 'pause' | 'read' | 'fork' | 'loop' }
  | { readonly kind: 'opaque'; readonly what: string };

/** Actions that tell people something and change no field. */
const TELLING: ReadonlySet<string> = new Set([
  'chatterPost',
  'customNotificationAction',
  'emailAlert',
  'emailSimple',
]);

const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['apex', 'the Apex action'],
  ['routeWork', 'Omni-Channel routing by'],
  ['submit', 'a submission for approval by'],
  ['quickAction', 'the quick action'],
  ['flow', 'a call of the flow'],
  ['externalService', 'a call to another system by'],
]);

const ELEMENTS: ReadonlyMap<string, Effect> = new Map<string, Effect>([
  ['assignments', { kind: 'harmless' }],
  ['collectionProcessors', { kind: 'harmless' }],
  ['customErrors', { kind: 'harmless' }],
  ['recordDeletes', { kind: 'harmless' }],
  ['recordRollbacks', { kind: 'harmless' }],
  ['recordUpdates', { kind: 'harmless' }],
  ['transforms', { kind: 'harmless' }],
  ['recordLookups', { kind: 'read' }],
  ['decisions', { kind: 'fork' }],
  ['loops', { kind: 'loop' }],
]);

/** Says what an element does. One of a kind that is not known may do anything. */
export function effectOf(element: FlowElement): Effect {
  const { key, raw, name, what } = element;
  const known = ELEMENTS.get(key);
  if (known) return known;
  if (key === 'opaque') return { kind: 'opaque', what: what ?? name };
  if (key === 'screens' || key === 'waits') return { kind: 'pause' };
  if (key === 'recordCreates') return creates(element);
  if (key === 'actionCalls') {
    const type = text(raw, 'actionType') ?? 'of no type';
    const action = text(raw, 'actionName') ?? name;
    return TELLING.has(type)
      ? { kind: 'harmless' }
      : { kind: 'opaque', what: `${ACTIONS.get(type) ?? `the action (${type})`} ${action}` };
  }
  if (key === 'apexPluginCalls')
    return { kind: 'opaque', what: `the Apex plug-in ${text(raw, 'apexClass') ?? name}` };
  if (PAUSES.has(key)) return stageOf(element);
  return { kind: 'opaque', what: `an element of a kind that is not known (${key.slice(0, 40)})` };
}

/** A stage of an orchestration or approval: people and other flows act in it, over days. */
function stageOf({ raw, name }: FlowElement): Effect {
  const steps = all(raw, 'stageSteps').map((step) => text(step, 'actionName') ?? text(step, 'name') ?? '');
  const called = [...new Set(steps.filter((step) => step !== ''))];
  const runs = called.length === 0 ? 'whose steps run other flows' : `whose steps run ${called.join(', ')}`;
  return { kind: 'opaque', what: `the approval or orchestration stage ${name}, ${runs},` };
}

/** A new record is not on hold. Two kinds make others act: platform events and work that waits to be routed. */
function creates({ raw }: FlowElement): Effect {
  const object = text(raw, 'object') ?? '';
  if (object.endsWith('__e')) return { kind: 'opaque', what: `what the platform event ${object} sets off` };
  if (/^(PendingServiceRouting|AgentWork)$/i.test(object))
    return { kind: 'opaque', what: `Omni-Channel routing by a new ${object}` };
  return { kind: 'harmless' };
}
