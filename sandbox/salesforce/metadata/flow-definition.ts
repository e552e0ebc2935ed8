import type { Formula } from '../engine/formula/parse-formula.ts';
import type { FilterLogic } from './filter-logic.ts';

/** A value written into a flow: a constant, or a reference that is looked up when it runs. */
export type FlowOperand =
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null }
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'reference'; readonly path: string };

/** A condition on a field of a record, or on a resource of the flow. */
export interface FlowCondition {
  readonly left: string;
  readonly operator: string;
  readonly right: FlowOperand;
}

export interface FlowConditions {
  readonly conditions: readonly FlowCondition[];
  readonly logic: FilterLogic;
}

/** Sets a field of the records that are written. */
export interface FieldInput {
  readonly field: string;
  readonly value: FlowOperand;
}

interface Step {
  readonly name: string;
  /** Name of the next element; undefined at the end of a path. */
  readonly next: string | undefined;
}

interface FallibleStep extends Step {
  readonly onFault: string | undefined;
}

/** One element that a flow runs. */
export type FlowElement =
  | (Step & {
      readonly kind: 'assignment';
      readonly items: readonly {
        readonly to: string;
        readonly operator: string;
        readonly value: FlowOperand;
      }[];
    })
  | (Step & {
      readonly kind: 'decision';
      readonly outcomes: readonly (FlowConditions & {
        readonly name: string;
        readonly next: string | undefined;
        readonly onlyWhenChanged: boolean;
      })[];
    })
  | (FallibleStep & {
      readonly kind: 'update';
      /** A record or collection of the flow; or else every record of the object that the filters find. */
      readonly input: string | undefined;
      readonly object: string | undefined;
      readonly filters: FlowConditions;
      readonly fields: readonly FieldInput[];
    })
  | (FallibleStep & {
      readonly kind: 'create';
      readonly input: string | undefined;
      readonly object: string | undefined;
      readonly fields: readonly FieldInput[];
      readonly storeIdIn: string | undefined;
    })
  | (FallibleStep & {
      readonly kind: 'lookup';
      readonly object: string;
      readonly filters: FlowConditions;
      readonly firstOnly: boolean;
      readonly sortField: string | undefined;
      readonly descending: boolean;
      readonly storeIn: string | undefined;
      readonly outputs: readonly { readonly to: string; readonly field: string }[];
    })
  | (Step & {
      readonly kind: 'loop';
      readonly collection: string;
      readonly item: string | undefined;
      readonly descending: boolean;
      readonly body: string | undefined;
    })
  | (FallibleStep & {
      readonly kind: 'subflow';
      readonly flowName: string;
      readonly inputs: readonly { readonly name: string; readonly value: FlowOperand }[];
      readonly outputs: readonly { readonly to: string; readonly name: string }[];
    })
  | (Step & { readonly kind: 'custom_error'; readonly message: string; readonly field: string | undefined });

export interface FlowVariable {
  readonly name: string;
  readonly isCollection: boolean;
  readonly objectType: string | undefined;
  readonly value: FlowOperand | undefined;
}

/** A path that runs some time after the record was saved. */
export interface ScheduledPath {
  readonly name: string;
  readonly next: string | undefined;
  /** Milliseconds after the moment it counts from; negative ones come before. */
  readonly offsetMs: number;
  /** Date field it counts from; the triggering save when undefined. */
  readonly fromField: string | undefined;
  /** Right after the transaction instead of at a time. */
  readonly isImmediate: boolean;
}

export type FlowMoment = 'before_save' | 'after_save';

/** What makes a record-triggered flow run. */
export interface FlowTrigger {
  readonly object: string;
  readonly moment: FlowMoment;
  readonly onCreate: boolean;
  readonly onUpdate: boolean;
  readonly filters: FlowConditions;
  readonly formula: Formula | undefined;
  /** On an update, only when the record did not meet the conditions before. */
  readonly onlyWhenNewlyMet: boolean;
  readonly scheduledPaths: readonly ScheduledPath[];
}

/** A flow as the org runs it. */
export interface FlowDefinition {
  readonly name: string;
  readonly label: string;
  readonly isActive: boolean;
  /** Undefined for a flow that only others call. */
  readonly trigger: FlowTrigger | undefined;
  /** Order among the flows of one object and moment, from 1; those without run between 1,000 and 1,001. */
  readonly order: number | undefined;
  readonly first: string | undefined;
  readonly elements: ReadonlyMap<string, FlowElement>;
  readonly variables: ReadonlyMap<string, FlowVariable>;
  readonly formulas: ReadonlyMap<string, Formula>;
  readonly templates: ReadonlyMap<string, string>;
  /** The source it was read from. */
  readonly xml: string;
}
