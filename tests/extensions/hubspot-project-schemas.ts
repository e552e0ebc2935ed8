/**
 * What Handrail's project may contain, as JSON schemas by component type. HubSpot validates an upload with schemas of
 * its own, which only an account can fetch; these are stricter where Handrail has decided something. Shapes follow
 * HubSpot's public project templates for platform version 2026.03.
 */

const APP = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'description', 'distribution', 'auth', 'permittedUrls'],
  properties: {
    name: { const: 'Handrail' },
    description: { type: 'string', minLength: 1 },
    distribution: { const: 'private' },
    auth: {
      type: 'object',
      additionalProperties: false,
      required: ['type', 'requiredScopes', 'optionalScopes', 'conditionallyRequiredScopes'],
      properties: {
        type: { enum: ['static', 'oauth'] },
        redirectUrls: {
          type: 'array',
          items: { type: 'string', pattern: '^https://(?!localhost)[a-z0-9.-]+(:[0-9]+)?/oauth/callback$' },
        },
        requiredScopes: { $ref: '#/$defs/scopes' },
        optionalScopes: { $ref: '#/$defs/scopes' },
        conditionallyRequiredScopes: { $ref: '#/$defs/scopes' },
      },
    },
    permittedUrls: {
      type: 'object',
      additionalProperties: false,
      required: ['fetch', 'iframe', 'img'],
      properties: {
        // HubSpot refuses plain http and localhost; a path would permit less than the card calls.
        fetch: {
          type: 'array',
          minItems: 1,
          items: { type: 'string', pattern: '^https://(?!localhost)[a-z0-9.-]+(:[0-9]+)?$' },
        },
        iframe: { type: 'array', maxItems: 0 },
        img: { type: 'array', maxItems: 0 },
      },
    },
    support: {
      type: 'object',
      additionalProperties: false,
      properties: { supportEmail: { type: 'string', format: 'email' } },
    },
  },
  $defs: {
    scopes: {
      type: 'array',
      uniqueItems: true,
      items: {
        anyOf: [
          { pattern: '^crm\\.objects\\.(deals|contacts|companies)\\.(read|write)$' },
          { pattern: '^crm\\.schemas\\.(deals|contacts|companies)\\.(read|write)$' },
          {
            enum: [
              'oauth',
              'tickets',
              'crm.objects.owners.read',
              'crm.lists.read',
              'settings.users.teams.read',
              'automation',
            ],
          },
        ],
      },
    },
  },
};

const CARD = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'description', 'location', 'entrypoint', 'objectTypes'],
  properties: {
    name: { type: 'string', minLength: 1 },
    description: { type: 'string', minLength: 1 },
    location: { enum: ['crm.record.tab', 'crm.record.sidebar', 'crm.preview', 'helpdesk.sidebar'] },
    entrypoint: { type: 'string', pattern: '^/app/cards/[a-z-]+\\.tsx$' },
    objectTypes: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: ['deals', 'contacts', 'companies', 'tickets'] },
    },
  },
};

const PAGE = {
  type: 'object',
  additionalProperties: false,
  required: ['entrypoint'],
  properties: { entrypoint: { type: 'string', pattern: '^/app/pages/[a-z-]+\\.tsx$' } },
};

const LABELS = { type: 'object', additionalProperties: { type: 'string', minLength: 1 } };
const FIELD = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'type', 'fieldType'],
  properties: {
    name: { type: 'string', pattern: '^[a-z][a-z_]*$' },
    // Enum values as in contracts/hubspot/automation-actions-v4.json, PublicFieldTypeDefinition.
    type: { enum: ['bool', 'date', 'datetime', 'enumeration', 'number', 'string'] },
    fieldType: { enum: ['booleancheckbox', 'date', 'number', 'select', 'text', 'textarea'] },
    referencedObjectType: { const: 'OWNER' },
  },
};

const WORKFLOW_ACTION = {
  type: 'object',
  additionalProperties: false,
  required: [
    'actionUrl',
    'isPublished',
    'supportedClients',
    'objectTypes',
    'objectRequestOptions',
    'inputFields',
    'outputFields',
    'labels',
  ],
  properties: {
    actionUrl: {
      type: 'string',
      pattern: '^https://(?!localhost)[a-z0-9.-]+(:[0-9]+)?/workflow-actions/[a-z]+$',
    },
    isPublished: { type: 'boolean' },
    supportedClients: { const: [{ client: 'WORKFLOWS' }] },
    objectTypes: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: ['DEAL', 'CONTACT', 'COMPANY', 'TICKET'] },
    },
    objectRequestOptions: {
      type: 'object',
      additionalProperties: false,
      required: ['properties'],
      properties: { properties: { type: 'array', items: { type: 'string' } } },
    },
    inputFields: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['typeDefinition', 'supportedValueTypes', 'isRequired'],
        properties: {
          typeDefinition: FIELD,
          supportedValueTypes: {
            type: 'array',
            minItems: 1,
            uniqueItems: true,
            items: { enum: ['STATIC_VALUE', 'OBJECT_PROPERTY'] },
          },
          isRequired: { type: 'boolean' },
        },
      },
    },
    outputFields: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['typeDefinition', 'supportedValueTypes'],
        properties: { typeDefinition: FIELD, supportedValueTypes: { const: ['STATIC_VALUE'] } },
      },
    },
    executionRules: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['labelName', 'conditions'],
        properties: { labelName: { type: 'string' }, conditions: { type: 'object' } },
      },
    },
    labels: {
      type: 'object',
      required: ['en'],
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['actionName', 'actionDescription', 'actionCardContent'],
        properties: {
          actionName: { type: 'string', minLength: 1 },
          actionDescription: { type: 'string', minLength: 1 },
          actionCardContent: { type: 'string', minLength: 1 },
          inputFieldLabels: LABELS,
          inputFieldDescriptions: LABELS,
          outputFieldLabels: LABELS,
          executionRules: LABELS,
        },
      },
    },
  },
};

/** Schemas by HubSpot's internal component type. A type that is not here cannot be in the project. */
export const PROJECT_SCHEMAS = { APPLICATION: APP, CARD, PAGE, WORKFLOW_ACTION };
