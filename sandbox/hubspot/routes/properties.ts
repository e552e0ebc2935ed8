import { Router } from 'express';
import { z } from 'zod';
import { apiWrite, objectTypeParam, pathParam, queryFlag, readBody } from '../http/read-request.ts';
import { validationError } from '../hubspot-error.ts';
import type { PropertyDefinition } from '../store/model.ts';
import type { ObjectType } from '../store/object-types.ts';
import type { Portal } from '../store/portal.ts';
import { batchReply, checkBatchSize, eachInput } from './batch-reply.ts';

const PROPERTY_TYPES = [
  'bool',
  'date',
  'datetime',
  'enumeration',
  'number',
  'phone_number',
  'string',
] as const;
const FIELD_TYPES = [
  'booleancheckbox',
  'calculation_equation',
  'checkbox',
  'date',
  'file',
  'html',
  'number',
  'phonenumber',
  'radio',
  'select',
  'text',
  'textarea',
] as const;

const Option = z.object({
  label: z.string().min(1),
  value: z.string().min(1),
  hidden: z.boolean().default(false),
  displayOrder: z.number().int().default(-1),
  description: z.string().optional(),
});
const Changeable = {
  label: z.string().min(1),
  type: z.enum(PROPERTY_TYPES),
  fieldType: z.enum(FIELD_TYPES),
  groupName: z.string(),
  description: z.string(),
  options: z.array(Option),
  displayOrder: z.number().int(),
  hidden: z.boolean(),
  formField: z.boolean(),
  calculationFormula: z.string(),
};
const CreateBody = z.object({
  ...Changeable,
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'must start with a letter and hold only a-z, 0-9 and _'),
  description: Changeable.description.default(''),
  options: Changeable.options.default([]),
  displayOrder: Changeable.displayOrder.default(-1),
  hidden: Changeable.hidden.default(false),
  formField: Changeable.formField.default(false),
  calculationFormula: Changeable.calculationFormula.optional(),
  hasUniqueValue: z.boolean().default(false),
  externalOptions: z.boolean().default(false),
  referencedObjectType: z.string().optional(),
});
const UpdateBody = z.object(Changeable).partial();
const NamesBody = z.object({
  inputs: z.array(z.object({ name: z.string() })),
  archived: z.boolean().default(false),
});

/** Properties v3. */
export function propertyRoutes(portal: Portal, appId: number): Router {
  const router = Router();
  const { catalog } = portal;

  router.get('/crm/v3/properties/:objectType', (req, res) => {
    const type = objectTypeParam(req);
    res.json({ results: catalog.list(type, queryFlag(req, 'archived')).map(propertyReply) });
  });

  router.post('/crm/v3/properties/:objectType', (req, res) => {
    const type = objectTypeParam(req);
    const definition = newDefinition(portal, readBody(req, CreateBody));
    catalog.add(type, definition);
    portal.writeLog.append(portal.clock.now(), apiWrite(req, appId), subject(type, definition));
    res.status(201).json(propertyReply(definition));
  });

  router.get('/crm/v3/properties/:objectType/:name', (req, res) => {
    const definition = catalog.require(
      objectTypeParam(req),
      pathParam(req, 'name'),
      queryFlag(req, 'archived'),
    );
    res.json(propertyReply(definition));
  });

  router.patch('/crm/v3/properties/:objectType/:name', (req, res) => {
    const type = objectTypeParam(req);
    const former = catalog.require(type, pathParam(req, 'name'));
    if (former.hubspotDefined) throw validationError(`${former.name} is a HubSpot-defined property`);
    const changes = Object.fromEntries(
      Object.entries(readBody(req, UpdateBody)).filter(([, value]) => value !== undefined),
    );
    const definition = { ...former, ...changes, updatedAt: portal.clock.now() };
    checkOptions(definition);
    catalog.replace(type, definition);
    portal.writeLog.append(portal.clock.now(), apiWrite(req, appId), subject(type, definition));
    res.json(propertyReply(definition));
  });

  router.delete('/crm/v3/properties/:objectType/:name', (req, res) => {
    const type = objectTypeParam(req);
    const definition = catalog.require(type, pathParam(req, 'name'));
    catalog.archive(type, definition.name, portal.clock.now());
    portal.writeLog.append(portal.clock.now(), apiWrite(req, appId), subject(type, definition));
    res.status(204).end();
  });

  router.post('/crm/v3/properties/:objectType/batch/read', (req, res) => {
    const type = objectTypeParam(req);
    const body = readBody(req, NamesBody);
    checkBatchSize(body.inputs, 100);
    const { results, errors } = eachInput(body.inputs, (input) =>
      propertyReply(catalog.require(type, input.name, body.archived)),
    );
    batchReply(res, portal, results, errors);
  });

  router.post('/crm/v3/properties/:objectType/batch/create', (req, res) => {
    const type = objectTypeParam(req);
    const { inputs } = readBody(req, z.object({ inputs: z.array(CreateBody) }));
    checkBatchSize(inputs, 100);
    const { results, errors } = eachInput(inputs, (input) => {
      const definition = newDefinition(portal, input);
      catalog.add(type, definition);
      portal.writeLog.append(portal.clock.now(), apiWrite(req, appId, input), subject(type, definition));
      return propertyReply(definition);
    });
    batchReply(res, portal, results, errors, 201);
  });

  router.post('/crm/v3/properties/:objectType/batch/archive', (req, res) => {
    const type = objectTypeParam(req);
    const { inputs } = readBody(req, NamesBody);
    checkBatchSize(inputs, 100);
    for (const { name } of inputs) {
      const definition = catalog.find(type, name);
      if (!definition) continue;
      catalog.archive(type, name, portal.clock.now());
      portal.writeLog.append(portal.clock.now(), apiWrite(req, appId, { name }), subject(type, definition));
    }
    res.status(204).end();
  });

  return router;
}

function newDefinition(portal: Portal, body: z.infer<typeof CreateBody>): PropertyDefinition {
  const at = portal.clock.now();
  const { calculationFormula, referencedObjectType, options, ...rest } = body;
  const definition: PropertyDefinition = {
    ...rest,
    options: options.map(({ description, ...option }) => ({
      ...option,
      ...(description !== undefined && { description }),
    })),
    ...(calculationFormula !== undefined && { calculationFormula }),
    ...(referencedObjectType !== undefined && { referencedObjectType }),
    hubspotDefined: false,
    readOnlyValue: body.fieldType === 'calculation_equation',
    createdAt: at,
    updatedAt: at,
  };
  checkOptions(definition);
  return definition;
}

/** @throws HubspotError 400 for doubled option values, or an enumeration without options */
function checkOptions(definition: PropertyDefinition): void {
  const values = definition.options.map((option) => option.value);
  const doubled = values.find((value, at) => values.indexOf(value) !== at);
  if (doubled !== undefined) throw validationError(`Property option value ${doubled} is used twice`);
  if (definition.type === 'enumeration' && values.length === 0 && !definition.externalOptions) {
    throw validationError(`Property ${definition.name} of type enumeration needs options`);
  }
  if (definition.type === 'bool' && values.toSorted().join() !== 'false,true') {
    throw validationError(`Property ${definition.name} of type bool must have the options true and false`);
  }
}

function subject(type: ObjectType, definition: PropertyDefinition) {
  return { objectType: type, objectId: null, properties: { name: definition.name } };
}

function propertyReply(definition: PropertyDefinition): Record<string, unknown> {
  const { readOnlyValue, createdAt, updatedAt, archivedAt, ...rest } = definition;
  return {
    ...rest,
    calculated: definition.calculationFormula !== undefined,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    archived: archivedAt !== undefined,
    ...(archivedAt !== undefined && { archivedAt: new Date(archivedAt).toISOString() }),
    modificationMetadata: {
      archivable: !definition.hubspotDefined,
      readOnlyDefinition: definition.hubspotDefined,
      readOnlyValue,
    },
  };
}
