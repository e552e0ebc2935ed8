import { field, reference } from './field-definition.ts';
import { type ObjectDefinition, object } from './object-definition.ts';

/** What an org says of itself and of who may do what. */
export const SETUP_OBJECTS: readonly ObjectDefinition[] = [
  object(
    'PermissionSet',
    '0PS',
    [field('string', 'Name'), field('string', 'Label'), field('boolean', 'IsCustom')],
    { writable: false },
  ),
  object('PermissionSetAssignment', '0Pa', [
    reference('AssigneeId', ['User'], { required: true, updateable: false }),
    reference('PermissionSetId', ['PermissionSet'], {
      required: true,
      updateable: false,
      childRelationshipName: 'Assignments',
    }),
  ]),
  object(
    'EntityDefinition',
    '4ie',
    [
      field('string', 'DurableId'),
      field('string', 'QualifiedApiName'),
      field('string', 'Label'),
      field('string', 'InternalSharingModel'),
      field('string', 'ExternalSharingModel'),
    ],
    { writable: false },
  ),
  object(
    'FieldDefinition',
    '4fe',
    [
      reference('EntityDefinitionId', ['EntityDefinition']),
      field('string', 'QualifiedApiName'),
      field('string', 'Label'),
      field('string', 'DataType'),
      field('boolean', 'IsFieldHistoryTracked'),
    ],
    { writable: false },
  ),
];
