import type { DisplayFacts } from './format-property.ts';

/** One value a property has had, as the portal's history tells it. */
export interface HistoryValue {
  readonly value: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly sourceType: string;
  readonly sourceId?: string;
  readonly sourceLabel?: string;
  readonly updatedByUserId?: number;
}

const SOURCE_WORDS: Readonly<Record<string, string>> = {
  AUTOMATION_PLATFORM: 'workflow',
  WORKFLOWS: 'workflow',
  API: 'integration',
  EXTENSION: 'integration',
  INTEGRATION: 'integration',
  INTEGRATIONS_PLATFORM: 'integration',
  SALESFORCE: 'integration',
  CRM_UI: 'person',
  CRM_UI_BULK_ACTION: 'person',
  IMPORT: 'import',
};

/**
 * Who made a change, in words. HubSpot's history names the kind of source and sometimes a user, but never the
 * workflow, so the page cannot either.
 */
export function changeSource(
  change: HistoryValue,
  { users, ownApp }: Pick<DisplayFacts, 'users' | 'ownApp'>,
): { source: string; detail: string } {
  const source = SOURCE_WORDS[change.sourceType] ?? change.sourceType.toLowerCase().replaceAll('_', ' ');
  const userId = change.updatedByUserId ?? Number(/^userId:(\d+)$/.exec(change.sourceId ?? '')?.[1]);
  const user = users.find((one) => one.userId === userId);
  if (source === 'person' && user) return { source, detail: `${user.firstName} ${user.lastName}` };
  if (source === 'integration' && change.sourceId === String(ownApp.id))
    return { source, detail: ownApp.name };
  return { source, detail: change.sourceLabel ?? '' };
}
