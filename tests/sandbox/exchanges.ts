import { all, any, anyOf } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { LIKE_DEALS } from '../../sandbox/hubspot/seed/records.ts';

const DEAL = LIKE_DEALS.auroraGrid.id;
export const DEALS = '/crm/v3/objects/deals';
const PROPERTIES = '/crm/v3/properties/deals';
const PROPERTY = {
  name: 'p_one',
  label: 'One',
  type: 'string',
  fieldType: 'text',
  groupName: 'dealinformation',
};
const NO_PROPERTIES = { properties: [], propertiesWithHistory: [] };
const LIST = {
  name: 'EMEA',
  objectTypeId: '0-3',
  processingType: 'DYNAMIC',
  filterBranch: any(all(anyOf('sales_region', 'EMEA'))),
};

/** Method, path, body, API of the facts, model of the reply, and the status when it is not 200. */
export type Exchange = readonly [string, string, unknown, string, string, number?];

export const EXCHANGES: readonly Exchange[] = [
  [
    'GET',
    `${DEALS}/${DEAL}?propertiesWithHistory=amount&associations=companies`,
    undefined,
    'crm-deals',
    'SimplePublicObjectWithAssociations',
  ],
  [
    'GET',
    `${DEALS}?limit=3`,
    undefined,
    'crm-deals',
    'CollectionResponseSimplePublicObjectWithAssociationsForwardPaging',
  ],
  ['POST', DEALS, { properties: { dealname: 'x' } }, 'crm-deals', 'SimplePublicObject', 201],
  ['PATCH', `${DEALS}/${DEAL}`, { properties: { amount: '1' } }, 'crm-deals', 'SimplePublicObject'],
  [
    'POST',
    `${DEALS}/batch/read`,
    { inputs: [{ id: DEAL }], ...NO_PROPERTIES },
    'crm-deals',
    'BatchResponseSimplePublicObject',
  ],
  [
    'POST',
    `${DEALS}/batch/read`,
    { inputs: [{ id: '1' }], ...NO_PROPERTIES },
    'crm-deals',
    'BatchResponseSimplePublicObjectWithErrors',
    207,
  ],
  [
    'POST',
    `${DEALS}/batch/create`,
    { inputs: [{ properties: {} }] },
    'crm-deals',
    'BatchResponseSimplePublicObject',
    201,
  ],
  [
    'POST',
    `${DEALS}/batch/update`,
    { inputs: [{ id: DEAL, properties: {}, objectWriteTraceId: 'a' }] },
    'crm-deals',
    'BatchResponseSimplePublicObject',
  ],
  [
    'POST',
    `${DEALS}/search`,
    { limit: 2 },
    'crm-deals',
    'CollectionResponseWithTotalSimplePublicObjectForwardPaging',
  ],
  ['GET', PROPERTIES, undefined, 'crm-properties', 'CollectionResponsePropertyNoPaging'],
  ['GET', `${PROPERTIES}/sales_region`, undefined, 'crm-properties', 'Property'],
  ['POST', PROPERTIES, PROPERTY, 'crm-properties', 'Property', 201],
  ['PATCH', `${PROPERTIES}/p_one`, { label: 'Uno' }, 'crm-properties', 'Property'],
  [
    'POST',
    `${PROPERTIES}/batch/create`,
    { inputs: [{ ...PROPERTY, name: 'p_two' }] },
    'crm-properties',
    'BatchResponseProperty',
    201,
  ],
  [
    'POST',
    `${PROPERTIES}/batch/read`,
    { inputs: [{ name: 'no' }], archived: false },
    'crm-properties',
    'BatchResponsePropertyWithErrors',
    207,
  ],
  ['GET', `${PROPERTIES}/groups`, undefined, 'crm-properties', 'CollectionResponsePropertyGroupNoPaging'],
  ['POST', `${PROPERTIES}/groups`, { name: 'g', label: 'G' }, 'crm-properties', 'PropertyGroup', 201],
  ['GET', `${PROPERTIES}/groups/g`, undefined, 'crm-properties', 'PropertyGroup'],
  ['PATCH', `${PROPERTIES}/groups/g`, { label: 'H' }, 'crm-properties', 'PropertyGroup'],
  ['GET', '/crm/v3/owners?limit=2', undefined, 'crm-owners', 'CollectionResponsePublicOwnerForwardPaging'],
  ['GET', '/crm/v3/owners/771235', undefined, 'crm-owners', 'PublicOwner'],
  [
    'GET',
    '/settings/v3/users?limit=2',
    undefined,
    'settings-users-v3',
    'CollectionResponsePublicUserForwardPaging',
  ],
  ['GET', '/settings/v3/users/48100105', undefined, 'settings-users-v3', 'PublicUser'],
  ['GET', '/settings/v3/users/teams', undefined, 'settings-users-v3', 'CollectionResponsePublicTeamNoPaging'],
  ['GET', '/crm/v3/pipelines/deals', undefined, 'crm-pipelines', 'CollectionResponsePipelineNoPaging'],
  ['GET', '/crm/v3/pipelines/deals/default', undefined, 'crm-pipelines', 'Pipeline'],
  [
    'GET',
    '/crm/v3/pipelines/deals/default/stages',
    undefined,
    'crm-pipelines',
    'CollectionResponsePipelineStageNoPaging',
  ],
  ['GET', '/crm/v3/pipelines/deals/default/stages/contractsent', undefined, 'crm-pipelines', 'PipelineStage'],
  [
    'GET',
    `/crm/v4/objects/deals/${DEAL}/associations/companies`,
    undefined,
    'crm-associations-v4',
    'CollectionResponseMultiAssociatedObjectWithLabelForwardPaging',
  ],
  [
    'PUT',
    `/crm/v4/objects/deals/${DEAL}/associations/default/companies/9100000001`,
    undefined,
    'crm-associations-v4',
    'BatchResponsePublicDefaultAssociation',
  ],
  [
    'PUT',
    `/crm/v4/objects/deals/${DEAL}/associations/companies/9100000001`,
    [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 341 }],
    'crm-associations-v4',
    'LabelsBetweenObjectPair',
    201,
  ],
  [
    'POST',
    '/crm/v4/associations/deals/companies/batch/read',
    { inputs: [{ id: DEAL }] },
    'crm-associations-v4',
    'BatchResponsePublicAssociationMultiWithLabel',
  ],
  [
    'POST',
    '/crm/v4/associations/deals/companies/batch/read',
    { inputs: [{ id: '1' }] },
    'crm-associations-v4',
    'BatchResponsePublicAssociationMultiWithLabelWithErrors',
    207,
  ],
  [
    'POST',
    '/crm/v4/associations/deals/companies/batch/associate/default',
    { inputs: [{ from: { id: DEAL }, to: { id: '9100000001' } }] },
    'crm-associations-v4',
    'BatchResponsePublicDefaultAssociation',
  ],
  ['POST', '/crm/v3/lists', LIST, 'crm-lists', 'ListCreateResponse'],
  ['GET', '/crm/v3/lists/1?includeFilters=true', undefined, 'crm-lists', 'ListFetchResponse'],
  [
    'GET',
    `/crm/v3/lists/object-type-id/${LIST.objectTypeId}/name/${encodeURIComponent(LIST.name)}`,
    undefined,
    'crm-lists',
    'ListFetchResponse',
  ],
  ['POST', '/crm/v3/lists/search', {}, 'crm-lists', 'ListSearchResponse'],
  ['POST', '/crm/v3/lists/idmapping', ['31'], 'crm-lists', 'PublicBatchMigrationMapping'],
  ['GET', '/crm/v3/lists/1/memberships', undefined, 'crm-lists', 'ApiCollectionResponseJoinTimeAndRecordId'],
  [
    'POST',
    '/crm/v3/lists',
    { ...LIST, name: 'By hand', processingType: 'MANUAL', filterBranch: undefined },
    'crm-lists',
    'ListCreateResponse',
  ],
  ['PUT', '/crm/v3/lists/2/memberships/add', [DEAL], 'crm-lists', 'MembershipsUpdateResponse'],
  ['PUT', '/crm/v3/lists/2/memberships/remove', [DEAL], 'crm-lists', 'MembershipsUpdateResponse'],
];

/** Every other route answers 204 without a body. */
export const WITHOUT_BODY: ReadonlyArray<readonly [string, string, unknown?]> = [
  ['DELETE', `${DEALS}/${DEAL}`],
  ['POST', `${DEALS}/batch/archive`, { inputs: [{ id: DEAL }] }],
  ['POST', `${PROPERTIES}/batch/archive`, { inputs: [{ name: 'p_two' }] }],
  ['DELETE', `${PROPERTIES}/p_one`],
  ['DELETE', `${PROPERTIES}/groups/g`],
  ['DELETE', `/crm/v4/objects/deals/${DEAL}/associations/companies/9100000001`],
  [
    'POST',
    '/crm/v4/associations/deals/companies/batch/archive',
    { inputs: [{ from: { id: DEAL }, to: [{ id: '1' }] }] },
  ],
  ['DELETE', '/crm/v3/lists/2'],
];
