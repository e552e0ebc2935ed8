import type { ObjectType } from '@handrail/contracts/vocabulary';

/**
 * Every HubSpot path Handrail calls. They stand in one table because HubSpot retires them on a clock: v4 paths end
 * on 30 March 2027, v1 to v3 in September 2027, and a dated path lives 18 months.
 */
const TEMPLATES = {
  record: '/crm/v3/objects/{objectType}/{recordId}',
  recordAssociations: '/crm/v4/objects/{objectType}/{recordId}/associations/{toObjectType}',
  objects: '/crm/v3/objects/{objectType}',
  associationsBatchRead: '/crm/v4/associations/{objectType}/{toObjectType}/batch/read',
  listByName: '/crm/v3/lists/object-type-id/{objectTypeId}/name/{listName}',
  listMemberships: '/crm/v3/lists/{listId}/memberships',
  objectsBatchRead: '/crm/v3/objects/{objectType}/batch/read',
  objectsSearch: '/crm/v3/objects/{objectType}/search',
  properties: '/crm/v3/properties/{objectType}',
  property: '/crm/v3/properties/{objectType}/{propertyName}',
  propertyGroups: '/crm/v3/properties/{objectType}/groups',
  propertyGroup: '/crm/v3/properties/{objectType}/groups/{groupName}',
  pipelines: '/crm/v3/pipelines/{objectType}',
  owners: '/crm/v3/owners',
  owner: '/crm/v3/owners/{ownerId}',
  flows: '/automation/v4/flows',
  flow: '/automation/v4/flows/{flowId}',
  flowsBatchRead: '/automation/v4/flows/batch/read',
  lists: '/crm/v3/lists',
  list: '/crm/v3/lists/{listId}',
  listIdMapping: '/crm/v3/lists/idmapping',
  teams: '/settings/v3/users/teams',
  oauthToken: '/oauth/2026-03/token',
  oauthIntrospect: '/oauth/2026-03/token/introspect',
  oauthRevoke: '/oauth/2026-03/token/revoke',
} as const;

type PathName = keyof typeof TEMPLATES;
type ParameterNames<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterNames<Rest>
  : never;
type PathParameters<Name extends PathName> = Readonly<
  Record<ParameterNames<(typeof TEMPLATES)[Name]>, string>
>;

/** A path to call, with the template it was made from, which is what logs show. */
export interface HubSpotPath {
  readonly template: string;
  readonly path: string;
}

/** The names HubSpot uses in paths for the records a card can stand on, and for what Handrail attaches to them. */
export type HubSpotObjectType = 'deals' | 'contacts' | 'companies' | 'tickets' | 'notes' | 'tasks';

export const HUBSPOT_OBJECT_TYPE: Readonly<Record<ObjectType, HubSpotObjectType>> = {
  deal: 'deals',
  contact: 'contacts',
  company: 'companies',
  ticket: 'tickets',
};

/** The numbers that the lists API names record types by. */
export const HUBSPOT_TYPE_ID: Readonly<Record<ObjectType, string>> = {
  contact: '0-1',
  company: '0-2',
  deal: '0-3',
  ticket: '0-5',
};

/** Fills a template. Values are escaped, so that no id can reach another path. */
export function hubspotPath<Name extends PathName>(
  name: Name,
  parameters: PathParameters<Name>,
): HubSpotPath {
  const template = TEMPLATES[name];
  const values = new Map<string, string>(Object.entries(parameters));
  const path = template.replaceAll(/\{(\w+)\}/g, (_, parameter: string) =>
    encodeURIComponent(values.get(parameter) ?? ''),
  );
  return { template, path };
}
