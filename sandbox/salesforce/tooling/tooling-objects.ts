import type { KeptComponent, MetadataShelf } from '../metadata/metadata-shelf.ts';
import { readXml } from '../metadata/xml-node.ts';
import { field, reference } from '../schema/field-definition.ts';
import { type ObjectDefinition, object } from '../schema/object-definition.ts';
import type { Row } from '../soql/query-source.ts';
import type { Values } from '../store/field-value.ts';
import { bareName, flowDefinitionRows, toolingDefinitionRows, toolingFlowRows } from './flow-rows.ts';

/** An object whose rows are made of the org's metadata. */
export interface SetupObject {
  readonly definition: ObjectDefinition;
  rows(shelf: MetadataShelf): readonly Row[];
}

const READ_ONLY = { writable: false } as const;
const NAMESPACE = field('string', 'NamespacePrefix');
const STATE = field('string', 'ManageableState');
const FULL_NAME = field('string', 'FullName');
const METADATA = field('complexvalue', 'Metadata');

/** Setup objects of the normal API. */
export const SETUP_OBJECTS: readonly SetupObject[] = [
  {
    definition: object(
      'FlowDefinitionView',
      '3dd',
      [
        ...['DurableId', 'ApiName', 'Label', 'Description', 'ProcessType', 'TriggerType'].map((name) =>
          field('string', name),
        ),
        ...['RecordTriggerType', 'TriggerObjectOrEventId', 'TriggerObjectOrEventLabel'].map((name) =>
          field('string', name),
        ),
        field('int', 'TriggerOrder'),
        NAMESPACE,
        field('string', 'InstalledPackageName'),
        STATE,
        reference('ActiveVersionId', []),
        reference('LatestVersionId', []),
        field('boolean', 'IsActive'),
        field('boolean', 'IsTemplate'),
      ],
      READ_ONLY,
    ),
    rows: flowDefinitionRows,
  },
];

/** The objects of the Tooling API. A query with `Metadata` or `FullName` may find one row. */
export const TOOLING_OBJECTS: readonly SetupObject[] = [
  {
    definition: object(
      'Flow',
      '301',
      [
        reference('DefinitionId', ['FlowDefinition']),
        ...['MasterLabel', 'Description', 'ProcessType', 'Status'].map((name) => field('string', name)),
        field('int', 'VersionNumber'),
        field('boolean', 'IsTemplate'),
        STATE,
        FULL_NAME,
        METADATA,
      ],
      READ_ONLY,
    ),
    rows: toolingFlowRows,
  },
  {
    definition: object(
      'FlowDefinition',
      '300',
      [
        field('string', 'DeveloperName'),
        field('string', 'MasterLabel'),
        NAMESPACE,
        reference('ActiveVersionId', ['Flow']),
        reference('LatestVersionId', ['Flow']),
        FULL_NAME,
      ],
      READ_ONLY,
    ),
    rows: toolingDefinitionRows,
  },
  {
    definition: object(
      'ApexTrigger',
      '01q',
      [
        field('string', 'Name'),
        field('string', 'TableEnumOrId'),
        field('textarea', 'Body'),
        field('string', 'Status'),
        field('double', 'ApiVersion'),
        field('boolean', 'IsValid'),
        NAMESPACE,
        FULL_NAME,
      ],
      READ_ONLY,
    ),
    rows: (shelf) => shelf.all('ApexTrigger').map((one) => rowOf('ApexTrigger', one, triggerValues(one))),
  },
  {
    definition: object(
      'ValidationRule',
      '03d',
      [
        field('string', 'ValidationName'),
        field('boolean', 'Active'),
        field('string', 'ErrorMessage'),
        field('string', 'EntityDefinitionId'),
        NAMESPACE,
        FULL_NAME,
      ],
      READ_ONLY,
    ),
    rows: (shelf) =>
      shelf.all('ValidationRule').map((one) => rowOf('ValidationRule', one, validationRuleValues(one))),
  },
  {
    definition: object(
      'WorkflowRule',
      '01Q',
      [field('string', 'Name'), field('string', 'TableEnumOrId'), NAMESPACE, FULL_NAME],
      READ_ONLY,
    ),
    rows: (shelf) => shelf.all('Workflow').flatMap(workflowRuleRows),
  },
];

function rowOf(objectName: string, { id, fullName, namespace }: KeptComponent, values: Values): Row {
  return {
    objectName,
    values: { Id: id, FullName: fullName, NamespacePrefix: namespace ?? null, ...values },
  };
}

/** The code of a managed trigger is hidden. */
function triggerValues(kept: KeptComponent): Values {
  return {
    Name: bareName(kept),
    TableEnumOrId: /^\s*trigger\s+\w+\s+on\s+(\w+)/im.exec(kept.content)?.[1] ?? null,
    Body: kept.namespace === undefined ? kept.content : '(hidden)',
    Status: kept.isInactive ? 'Inactive' : 'Active',
    ApiVersion: 67,
    IsValid: true,
  };
}

function validationRuleValues({ fullName, content }: KeptComponent): Values {
  const rule = readXml(content, 'ValidationRule');
  const [object = '', name = ''] = fullName.split('.');
  return {
    ValidationName: name,
    Active: rule.flag('active'),
    ErrorMessage: rule.textOf('errorMessage') ?? null,
    EntityDefinitionId: object,
  };
}

function workflowRuleRows(kept: KeptComponent): readonly Row[] {
  const rules = readXml(kept.content, 'Workflow').all('rules');
  return rules.map((rule, at) => {
    const name = rule.textOf('fullName') ?? '';
    const Id = `${kept.id.slice(0, 12)}${String(at + 1).padStart(3, '0')}`;
    return rowOf('WorkflowRule', kept, {
      Id,
      Name: name,
      TableEnumOrId: kept.fullName,
      FullName: `${kept.fullName}.${name}`,
    });
  });
}
