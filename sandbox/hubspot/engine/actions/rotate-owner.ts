import type { PortalPerson } from '../../store/model.ts';
import type { ActionOutcome } from '../action-outcome.ts';
import type { SingleConnectionAction } from '../flow-document.ts';
import { type ActionContext, textField } from './action-context.ts';
import { writeProperty } from './set-property.ts';

/**
 * 0-11: gives the record to the next of the users and team members, in turn. The turn is kept per action and goes
 * on from record to record. It knows no exclusion of its own: only the flow's suppression keeps a record out.
 */
export function rotateOwner(context: ActionContext, action: SingleConnectionAction): ActionOutcome {
  const { portal, record, rotations, flow } = context;
  const property = textField(action.fields, 'target_property');
  const overwrite = String(action.fields.overwrite_current_owner) === 'true';
  const current = portal.value(record, property);
  if (current !== '' && !overwrite) {
    return { kind: 'acted', detail: `kept ${property}: it has a value and must not be overwritten` };
  }
  const pool = rotationPool(context, action.fields);
  const key = `${flow.id}:${action.actionId}`;
  const turn = rotations.get(key) ?? 0;
  const next = pool[turn % Math.max(pool.length, 1)];
  if (!next) return { kind: 'action-failed', detail: 'no active user to rotate to' };
  rotations.set(key, turn + 1);
  return writeProperty(context, action, [record], property, next.ownerId);
}

function rotationPool(context: ActionContext, fields: Readonly<Record<string, unknown>>): PortalPerson[] {
  const { people } = context.portal;
  const users = idList(fields.user_ids).flatMap((id) => people.byUserId(Number(id)) ?? []);
  const members = idList(fields.team_ids).flatMap((id) => people.membersOf(id));
  return [...new Set([...users, ...members])].filter((person) => person.active);
}

function idList(raw: unknown): string[] {
  return Array.isArray(raw) ? raw.map(String) : [];
}
