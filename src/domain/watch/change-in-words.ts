import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { ChangeSource, ChangeSourceKind, FieldChange, WatchedField } from './field-change.ts';
import { CHANGE_REASONS, type JudgedChange } from './judgement.ts';

/** What people are called, by the ids that a CRM names them with. */
export interface Names {
  ofUser(userId: string): string | undefined;
  ofOwner(ownerId: string): string | undefined;
}

export const NO_NAMES: Names = { ofUser: () => undefined, ofOwner: () => undefined };

const FIELD_WORDS: Readonly<Record<Exclude<WatchedField, 'tag'>, string>> = {
  owner: 'owner',
  stage: 'stage',
  lifecycle_stage: 'lifecycle stage',
  lead_status: 'lead status',
  team: 'team',
};

/** What a writer is called that is not a person. */
const WRITER_WORDS: Readonly<Record<Exclude<ChangeSourceKind, 'person' | 'running_user'>, string>> = {
  workflow: 'A workflow',
  integration: 'The integration',
  crm_sync: 'The synchronisation with another CRM',
  api: 'A call of the API',
  import: 'An import',
  merge: 'A merge of records',
  calculated: 'A calculation',
  own_user: 'Automation that a write of Handrail set off',
  own_flow: "The flow of Handrail's own package",
  unseen: 'Somebody or something that the CRM kept no record of',
  other: 'A source that the CRM does not name',
};

/** What people call the field of a change: "owner", "routing hold". */
export function fieldOfChange({ field, property }: Pick<FieldChange, 'field' | 'property'>): string {
  if (field !== 'tag') return FIELD_WORDS[field];
  if (property === RECORD_PROPERTY.routingHold) return 'routing hold';
  return property.replace(/^handoff_(exception_)?/, 'exception ').replaceAll('_', ' ');
}

/** Who or what made a change: "Maya Chen", "The synchronisation with Salesforce (integration user Sync)". */
export function writerInWords(source: ChangeSource, names: Names): string {
  const { kind, type, id, label, userId } = source;
  const user = userId === undefined ? undefined : (names.ofUser(userId) ?? `user ${userId}`);
  switch (kind) {
    case 'person':
    case 'running_user':
      return user === undefined ? 'Somebody' : user.replace(/^user /, 'User ');
    case 'crm_sync': {
      const other = label ?? systemOf(type);
      const what = other === undefined ? WRITER_WORDS.crm_sync : `The synchronisation with ${other}`;
      return user === undefined ? what : `${what} (integration user ${user})`;
    }
    case 'integration':
      return `${WRITER_WORDS.integration} ${label ?? (id === undefined ? 'without a name' : `with the app id ${id}`)}`;
    case 'import':
      return user === undefined ? WRITER_WORDS.import : `${WRITER_WORDS.import} by ${user}`;
    default:
      return label === undefined ? WRITER_WORDS[kind] : `${WRITER_WORDS[kind]} (${label})`;
  }
}

/** The CRM's own word for a synchronisation names the other system first: `SALESFORCE_SYNC`. */
function systemOf(type: string | undefined): string | undefined {
  const name = type?.split('_')[0];
  return name ? `${name.charAt(0)}${name.slice(1).toLowerCase()}` : undefined;
}

/** A value of a field as people know it; the text of one of Handrail's own fields stays out. */
export function valueOfChange(
  { field, property }: Pick<FieldChange, 'field' | 'property'>,
  value: string | null,
  names: Names,
): string {
  if (field === 'tag' && property === RECORD_PROPERTY.routingHold)
    return value === 'true' ? 'ticked' : 'not ticked';
  if (value === null || value === '') return field === 'owner' ? 'nobody' : 'empty';
  if (field === 'owner') return names.ofOwner(value) ?? `owner ${value}`;
  return value.startsWith('sha256:') ? 'another text' : value;
}

/** "owner: Maya Chen → Omar Haddad". */
export function stepOfChange(change: FieldChange, names: Names): string {
  const { from, to } = change;
  return `${fieldOfChange(change)}: ${valueOfChange(change, from, names)} → ${valueOfChange(change, to, names)}`;
}

/** What a change was judged to be, as one sentence, with the values before and after. */
export function changeInWords({ change, reason, about }: JudgedChange, names: Names): string {
  const values: Readonly<Record<string, string | undefined>> = {
    ...about,
    writer: writerInWords(change.source, names),
    field: fieldOfChange(change),
  };
  const sentence = CHANGE_REASONS[reason].words.replaceAll(
    /\{(\w+)\}/g,
    (mark, name: string) => values[name] ?? mark,
  );
  return `${sentence} (${stepOfChange(change, names)})`;
}
