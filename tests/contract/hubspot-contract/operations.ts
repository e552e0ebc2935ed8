/** What an operation takes and answers, by names of models in the facts. */
export interface Operation {
  /** The file of the facts. */
  readonly api: string;
  /** Type of the body; absent where there is none. */
  readonly request?: string;
  /** Type of the reply by status; `none` for an empty one. */
  readonly replies: Readonly<Record<number, string>>;
}

const NONE = 'none';

function objects(request: string | undefined, replies: Readonly<Record<number, string>>): Operation {
  return { api: 'crm-deals', ...(request !== undefined && { request }), replies };
}
function properties(request: string | undefined, replies: Readonly<Record<number, string>>): Operation {
  return { api: 'crm-properties', ...(request !== undefined && { request }), replies };
}
function lists(request: string | undefined, replies: Readonly<Record<number, string>>): Operation {
  return { api: 'crm-lists', ...(request !== undefined && { request }), replies };
}
function associations(request: string | undefined, replies: Readonly<Record<number, string>>): Operation {
  return { api: 'crm-associations-v4', ...(request !== undefined && { request }), replies };
}

const OBJECTS = '/crm/v3/objects/{objectType}';
const PROPERTIES = '/crm/v3/properties/{objectType}';
const LISTS = '/crm/v3/lists';
const ASSOCIATIONS = '/crm/v4/associations/{fromObjectType}/{toObjectType}';
const ASSOCIATED = '/crm/v4/objects/{objectType}/{objectId}/associations';

/**
 * Which models belong to which operation: the facts name both, but not which goes with which. An operation that is
 * not here is refused, so whoever calls or serves a new one adds its row. Records of every type have the same models.
 */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  [`GET ${OBJECTS}`]: objects(undefined, {
    200: 'CollectionResponseSimplePublicObjectWithAssociationsForwardPaging',
  }),
  [`POST ${OBJECTS}`]: objects('SimplePublicObjectInputForCreate', { 201: 'SimplePublicObject' }),
  [`GET ${OBJECTS}/{recordId}`]: objects(undefined, { 200: 'SimplePublicObjectWithAssociations' }),
  [`PATCH ${OBJECTS}/{recordId}`]: objects('SimplePublicObjectInput', { 200: 'SimplePublicObject' }),
  [`DELETE ${OBJECTS}/{recordId}`]: objects(undefined, { 204: NONE }),
  [`POST ${OBJECTS}/batch/read`]: objects('BatchReadInputSimplePublicObjectId', {
    200: 'BatchResponseSimplePublicObject',
    207: 'BatchResponseSimplePublicObjectWithErrors',
  }),
  [`POST ${OBJECTS}/batch/create`]: objects('BatchInputSimplePublicObjectBatchInputForCreate', {
    201: 'BatchResponseSimplePublicObject',
    207: 'BatchResponseSimplePublicObjectWithErrors',
  }),
  [`POST ${OBJECTS}/batch/update`]: objects('BatchInputSimplePublicObjectBatchInput', {
    200: 'BatchResponseSimplePublicObject',
    207: 'BatchResponseSimplePublicObjectWithErrors',
  }),
  [`POST ${OBJECTS}/batch/upsert`]: objects('BatchInputSimplePublicObjectBatchInputUpsert', {
    200: 'BatchResponseSimplePublicUpsertObject',
    207: 'BatchResponseSimplePublicUpsertObjectWithErrors',
  }),
  [`POST ${OBJECTS}/batch/archive`]: objects('BatchInputSimplePublicObjectId', { 204: NONE }),
  [`POST ${OBJECTS}/search`]: objects('PublicObjectSearchRequest', {
    200: 'CollectionResponseWithTotalSimplePublicObjectForwardPaging',
  }),

  [`GET ${PROPERTIES}`]: properties(undefined, { 200: 'CollectionResponsePropertyNoPaging' }),
  [`POST ${PROPERTIES}`]: properties('PropertyCreate', { 201: 'Property' }),
  [`GET ${PROPERTIES}/{propertyName}`]: properties(undefined, { 200: 'Property' }),
  [`PATCH ${PROPERTIES}/{propertyName}`]: properties('PropertyUpdate', { 200: 'Property' }),
  [`DELETE ${PROPERTIES}/{propertyName}`]: properties(undefined, { 204: NONE }),
  [`POST ${PROPERTIES}/batch/create`]: properties('BatchInputPropertyCreate', {
    201: 'BatchResponseProperty',
    207: 'BatchResponsePropertyWithErrors',
  }),
  [`POST ${PROPERTIES}/batch/read`]: properties('BatchReadInputPropertyName', {
    200: 'BatchResponseProperty',
    207: 'BatchResponsePropertyWithErrors',
  }),
  [`POST ${PROPERTIES}/batch/archive`]: properties('BatchInputPropertyName', { 204: NONE }),
  [`GET ${PROPERTIES}/groups`]: properties(undefined, { 200: 'CollectionResponsePropertyGroupNoPaging' }),
  [`POST ${PROPERTIES}/groups`]: properties('PropertyGroupCreate', { 201: 'PropertyGroup' }),
  [`GET ${PROPERTIES}/groups/{groupName}`]: properties(undefined, { 200: 'PropertyGroup' }),
  [`PATCH ${PROPERTIES}/groups/{groupName}`]: properties('PropertyGroupUpdate', { 200: 'PropertyGroup' }),
  [`DELETE ${PROPERTIES}/groups/{groupName}`]: properties(undefined, { 204: NONE }),

  'GET /crm/v3/owners': { api: 'crm-owners', replies: { 200: 'CollectionResponsePublicOwnerForwardPaging' } },
  'GET /crm/v3/owners/{ownerId}': { api: 'crm-owners', replies: { 200: 'PublicOwner' } },
  'GET /settings/v3/users': {
    api: 'settings-users-v3',
    replies: { 200: 'CollectionResponsePublicUserForwardPaging' },
  },
  'GET /settings/v3/users/{userId}': { api: 'settings-users-v3', replies: { 200: 'PublicUser' } },
  'GET /settings/v3/users/teams': {
    api: 'settings-users-v3',
    replies: { 200: 'CollectionResponsePublicTeamNoPaging' },
  },
  'GET /crm/v3/pipelines/{objectType}': {
    api: 'crm-pipelines',
    replies: { 200: 'CollectionResponsePipelineNoPaging' },
  },
  'GET /crm/v3/pipelines/{objectType}/{pipelineId}': { api: 'crm-pipelines', replies: { 200: 'Pipeline' } },
  'GET /crm/v3/pipelines/{objectType}/{pipelineId}/stages': {
    api: 'crm-pipelines',
    replies: { 200: 'CollectionResponsePipelineStageNoPaging' },
  },
  'GET /crm/v3/pipelines/{objectType}/{pipelineId}/stages/{stageId}': {
    api: 'crm-pipelines',
    replies: { 200: 'PipelineStage' },
  },

  [`GET ${ASSOCIATED}/{toObjectType}`]: associations(undefined, {
    200: 'CollectionResponseMultiAssociatedObjectWithLabelForwardPaging',
  }),
  [`PUT ${ASSOCIATED}/{toObjectType}/{toObjectId}`]: associations('Array<AssociationSpec>', {
    201: 'LabelsBetweenObjectPair',
  }),
  [`DELETE ${ASSOCIATED}/{toObjectType}/{toObjectId}`]: associations(undefined, { 204: NONE }),
  'PUT /crm/v4/objects/{fromObjectType}/{fromObjectId}/associations/default/{toObjectType}/{toObjectId}':
    associations(undefined, { 200: 'BatchResponsePublicDefaultAssociation' }),
  [`POST ${ASSOCIATIONS}/batch/read`]: associations('BatchInputPublicFetchAssociationsBatchRequest', {
    200: 'BatchResponsePublicAssociationMultiWithLabel',
    207: 'BatchResponsePublicAssociationMultiWithLabelWithErrors',
  }),
  [`POST ${ASSOCIATIONS}/batch/create`]: associations('BatchInputPublicAssociationMultiPost', {
    201: 'BatchResponseLabelsBetweenObjectPair',
    207: 'BatchResponseLabelsBetweenObjectPairWithErrors',
  }),
  [`POST ${ASSOCIATIONS}/batch/associate/default`]: associations(
    'BatchInputPublicDefaultAssociationMultiPost',
    {
      200: 'BatchResponsePublicDefaultAssociation',
    },
  ),
  [`POST ${ASSOCIATIONS}/batch/archive`]: associations('BatchInputPublicAssociationMultiArchive', {
    204: NONE,
  }),

  [`GET ${LISTS}`]: lists(undefined, { 200: 'ListsByIdResponse' }),
  [`POST ${LISTS}`]: lists('ListCreateRequest', { 200: 'ListCreateResponse' }),
  [`GET ${LISTS}/{listId}`]: lists(undefined, { 200: 'ListFetchResponse' }),
  [`DELETE ${LISTS}/{listId}`]: lists(undefined, { 204: NONE }),
  [`PUT ${LISTS}/{listId}/update-list-filters`]: lists('ListFilterUpdateRequest', {
    200: 'ListUpdateResponse',
  }),
  [`GET ${LISTS}/object-type-id/{objectTypeId}/name/{listName}`]: lists(undefined, {
    200: 'ListFetchResponse',
  }),
  [`POST ${LISTS}/search`]: lists('ListSearchRequest', { 200: 'ListSearchResponse' }),
  [`POST ${LISTS}/idmapping`]: lists('Array<string>', { 200: 'PublicBatchMigrationMapping' }),
  [`GET ${LISTS}/idmapping`]: lists(undefined, { 200: 'PublicMigrationMapping' }),
  [`GET ${LISTS}/{listId}/memberships`]: lists(undefined, {
    200: 'ApiCollectionResponseJoinTimeAndRecordId',
  }),
  [`PUT ${LISTS}/{listId}/memberships/add`]: lists('Array<string>', { 200: 'MembershipsUpdateResponse' }),
  [`PUT ${LISTS}/{listId}/memberships/remove`]: lists('Array<string>', { 200: 'MembershipsUpdateResponse' }),

  'POST /automation/v4/actions/callbacks/{callbackId}/complete': {
    api: 'automation-actions-v4',
    request: 'CallbackCompletionRequest',
    replies: { 204: NONE },
  },
};
