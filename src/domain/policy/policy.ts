import type {
  ConditionOperator,
  GovernedField,
  GroupObjectType,
  ObjectType,
  Precedence,
  StepKind,
} from '@handrail/contracts/vocabulary';
import type { BusinessCalendar } from '../calendar/business-calendar.ts';
import type { OrgChart, Role } from './role.ts';

export type { Role } from './role.ts';

/** One condition in HubSpot's filter terms. `value` is absent for HAS_PROPERTY and NOT_HAS_PROPERTY. */
export interface Condition {
  /** A fact name, such as `deal.amount`. */
  readonly property: string;
  readonly operator: ConditionOperator;
  readonly value?: string | number | boolean;
  /** The upper bound of BETWEEN (both ends included). */
  readonly highValue?: number;
  /** For IN, NOT_IN and the token operators. */
  readonly values?: readonly (string | number)[];
}

/** OR between groups, AND within a group. No group at all means "always". */
export type ConditionGroups = readonly (readonly Condition[])[];

/** How many holders of a role decide, and who may not stand for it as well. Frozen into a request. */
export interface Thresholds {
  /** Approvals needed. */
  readonly approve: number;
  /** Rejections by holders of the role that reject the request, whatever the others say. */
  readonly deny: number;
  /** Roles for which a person's approval may not count as well when it counts for this one. */
  readonly distinctFrom: readonly string[];
  /** Whether a holder may hand the decision to somebody else while away. */
  readonly delegable: boolean;
}

/** Who must approve: a tree of AND (`all_of`) and OR (`any_of`) over roles. */
export type Requirement =
  | ({ readonly kind: 'role'; readonly role: string } & Thresholds)
  | { readonly kind: 'all_of'; readonly of: readonly Requirement[] }
  | { readonly kind: 'any_of'; readonly of: readonly Requirement[] };

/** A policy row saying who must approve what. */
export interface DecisionRight {
  readonly id: string;
  readonly label: string;
  readonly when: ConditionGroups;
  readonly require: Requirement;
}

/** One named reason to leave the standard handoff. */
export interface ExceptionType {
  readonly id: string;
  readonly label: string;
  readonly definition: string;
  readonly appliesTo: readonly ObjectType[];
  /** What qualifies, in words and as conditions; a request whose conditions are plainly false is refused. */
  readonly criteria: { readonly words: string; readonly when: ConditionGroups };
  readonly examples: readonly string[];
  readonly counterExamples: readonly string[];
  readonly reasons: {
    readonly codes: readonly { readonly id: string; readonly label: string }[];
    readonly prompt: string;
    /** Characters, after trimming. */
    readonly minLength: number;
  };
  readonly evidence: readonly string[];
  /** What the owner does next, shown on the record while the exception is active. */
  readonly nextSteps: string;
  readonly governs: readonly GovernedField[];
  readonly proposes: {
    readonly owner: 'required' | 'optional' | 'none';
    readonly stage: 'required' | 'optional' | 'none';
  };
  /** Days. */
  readonly validity: {
    readonly defaultDays: number;
    readonly maxDays: number;
    /** How often it may be extended, and by how many days each time; without it an exception ends as it was granted. */
    readonly extensions?: { readonly most: number; readonly days: number };
  };
  /**
   * Hours for which routing is held when a request was written into the CRM and Handrail has not read it, which only
   * happens while Handrail is away; not at all when left out.
   */
  readonly holdUnreadHours?: number;
  /** Who may have it take effect before anybody decided; without it nobody may. */
  readonly breakGlass?: BreakGlassRule;
  readonly decisionRights: readonly DecisionRight[];
  /** What happens while nobody decides; without one a request waits. */
  readonly clock?: DecisionClock;
  /** Who may object to an active exception and who decides on that; without it nobody can object. */
  readonly disputes?: DisputeRule;
  /** Settles a record of the buying group that has an exception of its own; its own governs when left out. */
  readonly precedence?: Precedence;
  readonly playbook: string;
}

/** Who may object to an active exception, and how that is decided. */
export interface DisputeRule {
  /** Roles that may object beside the present and the former owner of the record: the leads of their teams. */
  readonly by: readonly string[];
  readonly decidedBy: string;
  /** Decides when nobody is left in `decidedBy` who had no part in the matter. */
  readonly fallBack?: string;
  /** The calendar of the deciding unit. */
  readonly calendar: string;
  /** Business hours from the objection to its decision. */
  readonly within: number;
  readonly ifUndecided: 'stands' | 'ends';
}

/** When an exception may take effect at once, and by when it must have been reviewed. */
export interface BreakGlassRule {
  /** Business hours of the calendar after it took effect. */
  readonly reviewWithin: number;
  readonly calendar: string;
  /** Ids of roles whose holders may use it. */
  readonly roles: readonly string[];
  /** What a requester is asked to write beside the reason for the exception itself. */
  readonly prompt: string;
  /** Characters of that text, after trimming. */
  readonly minLength: number;
}

/** Somebody who may decide as well once some time has passed. */
export interface StandIn {
  /** Business hours after the request was filed. */
  readonly hours: number;
  readonly role: string;
}

/** What happens while nobody decides. All times are business hours after the request was filed, and grow. */
export interface DecisionClock {
  /** The calendar of the deciding unit. */
  readonly calendar: string;
  readonly remindAfter?: number;
  /** Adds the manager. */
  readonly escalateAfter?: StandIn;
  readonly fallBackAfter?: StandIn;
  /** Closes the request undecided. */
  readonly lapseAfter?: number;
}

/** When a unit works: its hours, or those of another calendar by the value of a fact. */
export type CalendarRule =
  | { readonly id: string; readonly label: string; readonly calendar: BusinessCalendar }
  | {
      readonly id: string;
      readonly label: string;
      /** Ids of calendars by the value of a fact: the region of a deal. */
      readonly byFact: { readonly fact: string; readonly calendars: Readonly<Record<string, string>> };
      /** Used when the fact is unknown or has no line of its own. */
      readonly otherwise: string;
    };

/** What a playbook step writes; `{{placeholders}}` in texts are filled when the playbook is planned. */
export type PlaybookStep =
  | { readonly kind: Extract<StepKind, 'hold_routing' | 'tag_record' | 'set_owner' | 'set_stage'> }
  | { readonly kind: 'set_property'; readonly property: string; readonly value: string }
  | {
      readonly kind: 'create_task';
      readonly subject: string;
      readonly body: string;
      /** Whole days after the step was planned. */
      readonly dueInDays: number;
    }
  | { readonly kind: 'add_note'; readonly body: string }
  /** On a company: holds its deals or contacts as well, also those that come later while the exception lives. */
  | {
      readonly kind: 'hold_associated';
      readonly objects: readonly GroupObjectType[];
      /** `open` leaves out deals in a closed stage. */
      readonly only: 'open' | 'all';
    };

/** What happens once approved, and what runs when the exception ends. */
export interface Playbook {
  readonly id: string;
  readonly label: string;
  readonly onApproval: readonly PlaybookStep[];
  readonly onEnd: readonly PlaybookStep[];
  /** `resubmit` sends the record back through standard routing when the hold goes; `keep` leaves it as it is. */
  readonly whenOver: 'resubmit' | 'keep';
}

/** One row of a standard routing rule. */
export interface RoutingRule {
  readonly id: string;
  readonly when: ConditionGroups;
  readonly words: string;
}

/** A stage boundary with its entry definition, routing rule and SLA. */
export interface StandardHandoff {
  readonly id: string;
  readonly label: string;
  readonly appliesTo: ObjectType;
  readonly definition: string;
  readonly entry: ConditionGroups;
  readonly routing: readonly RoutingRule[];
  /** Business hours of the deciding unit. */
  readonly slaHours: number;
}

/** All that governs handoffs of one tenant, as RevOps wrote it. Immutable once published. */
export interface Policy {
  readonly standardHandoffs: readonly StandardHandoff[];
  readonly exceptionTypes: readonly ExceptionType[];
  readonly playbooks: readonly Playbook[];
  readonly roles: readonly Role[];
  /** Who leads whom; absent when no role asks for it. */
  readonly orgChart?: OrgChart;
  readonly calendars: readonly CalendarRule[];
}

/** A published policy: what a request is pinned to. */
export interface PolicyVersion {
  /** Counts from 1 for each tenant. */
  readonly version: number;
  /** SHA-256 of the canonical form, hex. */
  readonly hash: string;
  readonly policy: Policy;
}
