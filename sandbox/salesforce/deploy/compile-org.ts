import { FormulaError } from '../engine/formula/parse-formula.ts';
import type { Automation } from '../engine/org-core.ts';
import { checkFlow } from '../metadata/check-flow.ts';
import type { FlowDefinition } from '../metadata/flow-definition.ts';
import { readFlow } from '../metadata/read-flow.ts';
import { readAssignmentRules, readValidationRule } from '../metadata/read-rules.ts';
import { MetadataError } from '../metadata/xml-node.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { OrgSchema } from '../schema/org-schema.ts';
import { checkReferences } from './check-references.ts';
import { checkCertificate } from './client-app.ts';
import { compileSchema } from './compile-schema.ts';
import { type ComponentFailure, type Components, failureOf, type OrgComponent, ofType } from './component.ts';
import { type PermissionSet, readPermissionSet } from './permission-set.ts';

/** What an org begins with, before anything is deployed to it. */
export interface BaseOrg {
  readonly objects: readonly ObjectDefinition[];
  readonly automation: Automation;
  /** The first three characters of the ids of a custom object's records. */
  prefixOf(objectName: string): string;
}

/** An org as its metadata makes it. */
export interface CompiledOrg {
  readonly objects: readonly ObjectDefinition[];
  readonly guarded: ReadonlySet<string>;
  readonly automation: Automation;
  readonly permissionSets: readonly PermissionSet[];
  /** Everything that does not fit together. An org with failures never comes to be. */
  readonly failures: readonly ComponentFailure[];
}

/** Makes an org of what it began with and what was deployed. Reports what is wrong instead of throwing. */
export function compileOrg(base: BaseOrg, components: Components): CompiledOrg {
  const { objects, guarded, failures: inSchema } = compileSchema(base.objects, components, base.prefixOf);
  const schema = new OrgSchema(objects);
  const failures = [...inSchema];
  const tried = <T>(component: OrgComponent, read: () => T): readonly T[] => {
    try {
      return [read()];
    } catch (error) {
      if (!(error instanceof MetadataError) && !(error instanceof FormulaError)) throw error;
      failures.push(failureOf(component, error.message, wordOf(error.message)));
      return [];
    }
  };
  for (const component of components.values()) {
    failures.push(...tried(component, () => checkReferences(component, { schema, components })).flat());
    failures.push(...checkCertificate(component));
  }
  const flows = ofType(components, 'Flow').flatMap((component) =>
    tried(component, () => checkFlow(schema, flowOf(component, components))),
  );
  const rules = ofType(components, 'AssignmentRules').flatMap((component) =>
    tried(component, () => readAssignmentRules(component.fullName, textOf(component))).flat(),
  );
  const validations = ofType(components, 'ValidationRule').flatMap((component) =>
    tried(component, () => validationRule(component, schema)),
  );
  const replaced = new Set(flows.map(({ name }) => name));
  return {
    objects,
    guarded,
    automation: {
      flows: [...base.automation.flows.filter(({ name }) => !replaced.has(name)), ...flows],
      assignmentRules: [...base.automation.assignmentRules, ...rules],
      validationRules: [...base.automation.validationRules, ...validations],
    },
    permissionSets: ofType(components, 'PermissionSet').map(readPermissionSet),
    failures,
  };
}

/** A flow that its definition switches off does not run, whatever its own status says. */
function flowOf(component: OrgComponent, components: Components): FlowDefinition {
  const flow = readFlow(component.fullName, textOf(component));
  const active = components.get(`FlowDefinition:${component.fullName}`)?.node?.textOf('activeVersionNumber');
  return { ...flow, isActive: flow.isActive && active !== '0' };
}

function validationRule(component: OrgComponent, schema: OrgSchema) {
  const [object = '', name = ''] = component.fullName.split('.');
  const rule = readValidationRule(object, name, textOf(component));
  const formula = component.node?.textOf('errorConditionFormula') ?? '';
  for (const [field] of formula.matchAll(/(?<![\w.])\w+__c\b/g)) {
    if (!schema.findField(object, field))
      throw new MetadataError(`Field ${field} does not exist. Check spelling.`);
  }
  return rule;
}

function textOf({ files }: OrgComponent): string {
  return [...files.values()][0] ?? '';
}

/** The last name in a message, which is what it is about. */
function wordOf(message: string): string | undefined {
  return [...message.matchAll(/\b[A-Za-z]\w*__[cr]\b/g)].at(-1)?.[0];
}
