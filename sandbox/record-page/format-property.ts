import type { Pipeline, PropertyDefinition } from './portal-definitions.ts';
import type { PageUser } from './wire.ts';

/** What is needed to show raw values in words. */
export interface DisplayFacts {
  readonly definitions: ReadonlyMap<string, PropertyDefinition>;
  readonly users: readonly PageUser[];
  readonly pipelines: readonly Pipeline[];
  /** The app behind the card: its own changes carry its name, as HubSpot shows them. */
  readonly ownApp: { readonly id: number; readonly name: string };
}

const MONEY = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 2,
});
const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 });
const DAY = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
const MOMENT = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

const OWNER_PROPERTY = 'hubspot_owner_id';
const PIPELINE_PROPERTIES = ['pipeline', 'hs_pipeline'];
const STAGE_PROPERTIES = ['dealstage', 'hs_pipeline_stage'];
const MONEY_PROPERTIES = ['amount', 'annualrevenue'];
/** Date-times of which HubSpot's own record page shows only the day. */
const DAY_PROPERTIES = ['closedate'];

/** HubSpot answers moments as ISO text or as milliseconds. */
function asDate(value: string): Date | null {
  const date = new Date(/^\d+$/.test(value) ? Number(value) : value);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** A person's full name, or null for an owner the portal does not list any more. */
export function ownerName(ownerId: string, users: readonly PageUser[]): string | null {
  const user = users.find((one) => one.ownerId === ownerId);
  return user ? `${user.firstName} ${user.lastName}` : null;
}

const labelIn = (named: readonly { readonly id: string; readonly label: string }[], id: string) =>
  named.find((one) => one.id === id)?.label ?? id;

/** A property's value in words: option labels, names of owners and stages, dates in UTC, money in US dollars. */
export function formatProperty(name: string, value: string | null | undefined, facts: DisplayFacts): string {
  if (!value) return '';
  const definition = facts.definitions.get(name);
  if (name === OWNER_PROPERTY) return ownerName(value, facts.users) ?? `Former owner ${value}`;
  if (PIPELINE_PROPERTIES.includes(name)) return labelIn(facts.pipelines, value);
  if (STAGE_PROPERTIES.includes(name)) {
    return labelIn(
      facts.pipelines.flatMap((pipeline) => pipeline.stages),
      value,
    );
  }
  if (MONEY_PROPERTIES.includes(name)) return MONEY.format(Number(value));
  if (definition?.type === 'bool') return value === 'true' ? 'Yes' : 'No';
  if (definition?.options && definition.options.length > 0) {
    const labels = new Map(definition.options.map((option) => [option.value, option.label]));
    return value
      .split(';')
      .filter(Boolean)
      .map((one) => labels.get(one) ?? one)
      .join(', ');
  }
  if (definition?.type === 'number') return NUMBER.format(Number(value));
  if (definition?.type === 'date' || definition?.type === 'datetime') {
    const date = asDate(value);
    if (date === null) return value;
    return definition.type === 'date' || DAY_PROPERTIES.includes(name)
      ? DAY.format(date)
      : `${MOMENT.format(date)} UTC`;
  }
  return value;
}
