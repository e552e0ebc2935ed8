import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';

const parser = new XMLParser({
  isArray: (name) => ['value', 'fieldPermissions', 'objectPermissions'].includes(name),
});

/**
 * What the package deploys, read from its metadata: fields of each object, and what each permission set allows. So
 * the page refuses what the org would refuse.
 *
 * @param {string} root `force-app/main/default`
 */
export function readSchema(root) {
  return {
    objects: readObjects(join(root, 'objects')),
    permissionSets: readPermissionSets(join(root, 'permissionsets')),
  };
}

function readObjects(folder) {
  return Object.fromEntries(
    readdirSync(folder).map((object) => [object, { fields: readFields(join(folder, object, 'fields')) }]),
  );
}

function readFields(folder) {
  if (!existsSync(folder)) return {};
  return Object.fromEntries(
    readdirSync(folder).map((name) => {
      const { CustomField: field } = parser.parse(readFileSync(join(folder, name), 'utf8'));
      return [
        field.fullName,
        {
          label: field.label,
          type: field.type,
          length: field.length,
          required: field.required === true || field.type === 'MasterDetail',
          unique: field.unique === true,
          to: field.referenceTo,
          children: field.relationshipName,
          values: (field.valueSet?.valueSetDefinition.value ?? []).map((value) => value.fullName),
          defaultValue: defaultOf(field),
        },
      ];
    }),
  );
}

function defaultOf(field) {
  if (field.type === 'Checkbox') return false;
  return field.valueSet?.valueSetDefinition.value.find((value) => value.default === true)?.fullName ?? null;
}

function readPermissionSets(folder) {
  return Object.fromEntries(
    readdirSync(folder).map((name) => {
      const { PermissionSet: set } = parser.parse(readFileSync(join(folder, name), 'utf8'));
      return [
        name.split('.')[0],
        {
          creates: set.objectPermissions.filter((one) => one.allowCreate).map((one) => one.object),
          edits: set.fieldPermissions.filter((one) => one.editable).map((one) => one.field),
          reads: set.fieldPermissions.filter((one) => one.readable).map((one) => one.field),
        },
      ];
    }),
  );
}
