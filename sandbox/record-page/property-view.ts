import { PROPERTY_GROUP } from '../../src/contracts/crm-properties.ts';
import { type DisplayFacts, formatProperty } from './format-property.ts';
import type { PropertyDefinition } from './portal-definitions.ts';
import type { PropertyEditor, PropertyView } from './wire.ts';

type Values = Readonly<Record<string, string | null>>;

const OWNER = 'hubspot_owner_id';
/** The stage property of a type, and the property that says in which pipeline the stage lies. */
const PIPELINE_OF_STAGE: Readonly<Record<string, string>> = {
  dealstage: 'pipeline',
  hs_pipeline_stage: 'hs_pipeline',
};

/** A property ready to be shown and, where a person may, changed. */
export function propertyView(name: string, values: Values, facts: DisplayFacts): PropertyView {
  const definition = facts.definitions.get(name);
  const editor = definition === undefined ? null : propertyEditor(definition, values, facts);
  const value = values[name] ?? '';
  return {
    name,
    label: definition?.label ?? name,
    help: definition?.description ?? '',
    display: formatProperty(name, value, facts),
    raw: editor?.kind === 'date' ? value.slice(0, 10) : value,
    editor,
  };
}

/**
 * How a person changes a property by hand. Handrail's own properties and pipelines have no editor: the first are
 * written by Handrail alone, and a new pipeline would need a new stage with it.
 */
function propertyEditor(
  definition: PropertyDefinition,
  values: Values,
  facts: DisplayFacts,
): PropertyEditor | null {
  const { name } = definition;
  if (definition.modificationMetadata?.readOnlyValue || definition.groupName === PROPERTY_GROUP) return null;
  if (name === OWNER) {
    const options = facts.users.map((user) => ({
      label: `${user.firstName} ${user.lastName}`,
      value: user.ownerId,
    }));
    return { kind: 'select', options };
  }
  const pipelineProperty = PIPELINE_OF_STAGE[name];
  if (pipelineProperty !== undefined) {
    const pipeline = facts.pipelines.find((one) => one.id === values[pipelineProperty]);
    return {
      kind: 'select',
      options: (pipeline?.stages ?? []).map((stage) => ({ label: stage.label, value: stage.id })),
    };
  }
  if (definition.options && definition.options.length > 0)
    return { kind: 'select', options: definition.options };
  switch (definition.type) {
    case 'number':
      return { kind: 'number' };
    case 'date':
    case 'datetime':
      return { kind: 'date' };
    case 'string':
    case 'phone_number':
      return { kind: 'text' };
    default:
      return null;
  }
}
