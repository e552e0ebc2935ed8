import { conflict, HubspotError, notFound, validationError } from '../hubspot-error.ts';
import type { PropertyDefinition, PropertyGroup } from './model.ts';
import { OBJECT_TYPES, type ObjectType } from './object-types.ts';

/** The portal's property definitions and groups, per record type. */
export class PropertyCatalog {
  readonly #properties = new Map<ObjectType, Map<string, PropertyDefinition>>(
    OBJECT_TYPES.map((type) => [type, new Map()]),
  );
  readonly #groups = new Map<ObjectType, Map<string, PropertyGroup>>(
    OBJECT_TYPES.map((type) => [type, new Map()]),
  );

  /** The live definition, or undefined when it does not exist or is archived. */
  find(type: ObjectType, name: string): PropertyDefinition | undefined {
    const definition = this.#of(type).get(name.toLowerCase());
    return definition?.archivedAt === undefined ? definition : undefined;
  }

  /** @throws HubspotError 404 when there is no such definition with that archived state */
  require(type: ObjectType, name: string, archived = false): PropertyDefinition {
    const definition = this.#of(type).get(name.toLowerCase());
    if (!definition || (definition.archivedAt !== undefined) !== archived) {
      throw notFound(`Property ${name} does not exist for object type ${type}`);
    }
    return definition;
  }

  list(type: ObjectType, archived = false): PropertyDefinition[] {
    return [...this.#of(type).values()].filter((one) => (one.archivedAt !== undefined) === archived);
  }

  /**
   * Adds a definition. An archived one of the same name is replaced, as in HubSpot.
   *
   * @throws HubspotError 409 when the name is taken, 400 when its group does not exist
   */
  add(type: ObjectType, definition: PropertyDefinition): void {
    if (this.find(type, definition.name)) {
      throw new HubspotError(
        409,
        'OBJECT_ALREADY_EXISTS',
        `A property named '${definition.name}' already exists.`,
        {
          subCategory: 'Properties.PROPERTY_EXISTS',
          context: { name: [definition.name] },
        },
      );
    }
    this.#requireGroup(type, definition.groupName);
    this.#of(type).set(definition.name, definition);
  }

  /** Puts a changed definition in the place of the former one. */
  replace(type: ObjectType, definition: PropertyDefinition): void {
    this.#requireGroup(type, definition.groupName);
    this.#of(type).set(definition.name, definition);
  }

  /** @throws HubspotError 404 when it does not exist, 400 when HubSpot owns it */
  archive(type: ObjectType, name: string, at: number): void {
    const definition = this.require(type, name);
    if (definition.hubspotDefined) throw validationError(`${name} is a HubSpot-defined property`);
    this.#of(type).set(definition.name, { ...definition, archivedAt: at });
  }

  groups(type: ObjectType): PropertyGroup[] {
    return [...this.#groupsOf(type).values()];
  }

  /** @throws HubspotError 404 when there is no such group */
  requireGroup(type: ObjectType, name: string): PropertyGroup {
    const group = this.#groupsOf(type).get(name);
    if (!group) throw notFound(`Property group ${name} does not exist for object type ${type}`);
    return group;
  }

  /** @throws HubspotError 409 when the name is taken */
  addGroup(type: ObjectType, group: PropertyGroup): void {
    if (this.#groupsOf(type).has(group.name)) {
      throw conflict('OBJECT_ALREADY_EXISTS', `A property group named '${group.name}' already exists.`);
    }
    this.#groupsOf(type).set(group.name, group);
  }

  /** Puts a changed group in the place of the former one. */
  replaceGroup(type: ObjectType, group: PropertyGroup): void {
    this.#groupsOf(type).set(group.name, group);
  }

  /** @throws HubspotError 404 when it does not exist, 400 while live properties are in it */
  archiveGroup(type: ObjectType, name: string): void {
    this.requireGroup(type, name);
    if (this.list(type).some((one) => one.groupName === name)) {
      throw validationError(`Property group ${name} still contains properties`);
    }
    this.#groupsOf(type).delete(name);
  }

  #requireGroup(type: ObjectType, name: string): void {
    if (this.#groupsOf(type).has(name)) return;
    throw validationError(`Property group "${name}" does not exist`, { context: { groupName: [name] } });
  }

  #of(type: ObjectType): Map<string, PropertyDefinition> {
    return mustHave(this.#properties.get(type), type);
  }

  #groupsOf(type: ObjectType): Map<string, PropertyGroup> {
    return mustHave(this.#groups.get(type), type);
  }
}

function mustHave<T>(value: T | undefined, type: ObjectType): T {
  if (value === undefined) throw new Error(`no catalogue for ${type} (this is a bug)`);
  return value;
}
