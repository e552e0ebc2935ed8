import type { ObjectType } from './object-types.ts';

/** Who made a change, in the terms of HubSpot's property history. */
export interface ChangeSource {
  readonly sourceType: string;
  readonly sourceId?: string;
  readonly sourceLabel?: string;
  readonly updatedByUserId?: number;
}

/** One value a property has had. */
export interface HistoryEntry extends ChangeSource {
  readonly value: string;
  /** Portal time, in milliseconds since 1970 UTC. */
  readonly at: number;
}

/** A record with the whole history of its values, newest first. A property without entry has no value. */
export interface PortalRecord {
  readonly id: string;
  readonly objectType: ObjectType;
  readonly createdAt: number;
  updatedAt: number;
  archivedAt: number | undefined;
  readonly history: Map<string, HistoryEntry[]>;
}

/** What one accepted write did to one record. */
export interface RecordChange {
  readonly kind: 'created' | 'updated' | 'archived';
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly at: number;
  readonly source: ChangeSource;
  /** Only the properties whose value is another one now. */
  readonly changes: ReadonlyArray<{ readonly name: string; readonly from: string; readonly to: string }>;
}

/** A line of the portal's write log: one accepted write to one record, definition, association or workflow. */
export interface WriteLogEntry {
  readonly seq: number;
  readonly at: string;
  /** The HTTP method, or `WORKFLOW` and `UI` for writes that did not come through the API. */
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly objectType: string;
  readonly objectId: string | null;
  readonly properties: Readonly<Record<string, string>>;
  readonly source: ChangeSource;
}

/** Where a write came from, for the log. */
export interface WriteContext {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly source: ChangeSource;
}

export interface PropertyOption {
  readonly label: string;
  readonly value: string;
  readonly hidden: boolean;
  readonly displayOrder: number;
  readonly description?: string;
}

export type PropertyType =
  | 'bool'
  | 'date'
  | 'datetime'
  | 'enumeration'
  | 'number'
  | 'phone_number'
  | 'string';

export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly type: PropertyType;
  readonly fieldType: string;
  readonly groupName: string;
  readonly options: readonly PropertyOption[];
  readonly displayOrder: number;
  readonly hidden: boolean;
  readonly formField: boolean;
  readonly hasUniqueValue: boolean;
  readonly hubspotDefined: boolean;
  readonly readOnlyValue: boolean;
  readonly externalOptions: boolean;
  readonly referencedObjectType?: string;
  readonly calculationFormula?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archivedAt?: number;
}

export interface PropertyGroup {
  readonly name: string;
  readonly label: string;
  readonly displayOrder: number;
}

/** A person of the portal: a HubSpot user and, with another id, the owner that records point to. */
export interface PortalPerson {
  readonly userId: number;
  readonly ownerId: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly roleId: string;
  readonly superAdmin: boolean;
  readonly primaryTeamId?: string;
  readonly secondaryTeamIds: readonly string[];
  /** A deactivated user stays as an archived owner. */
  readonly active: boolean;
}

export interface PortalTeam {
  readonly id: string;
  readonly name: string;
}

export interface PipelineStage {
  readonly id: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Pipeline {
  readonly id: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly stages: readonly PipelineStage[];
}

/** Makes a map that answers for every record type. */
export type ByObjectType<T> = Readonly<Record<ObjectType, T>>;
