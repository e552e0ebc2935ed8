import type { GovernedField, ObjectType } from '@handrail/contracts/vocabulary';

/** What to do about Handrail's own properties when somebody else writes them: write the former value, or let it stand. */
export type OwnFieldRule = 'put_back' | 'adopt';

/** How changes are judged and repaired, as RevOps wrote it in `watch.yml`. */
export interface WatchSettings {
  readonly putBack: {
    /** The most times a field of one record is put back within the window; 0: never, RevOps is told at once. */
    readonly atMost: number;
    /** Hours, from 1. */
    readonly withinHours: number;
  };
  /** What is done when another system, not a workflow, writes a field that an exception holds. */
  readonly otherSystems: 'raise' | 'put_back';
  /** Changes by people outside an exception that count as overrides. */
  readonly overrides: {
    readonly objectTypes: readonly ObjectType[];
    readonly fields: readonly GovernedField[];
    /** Ids of roles whose holders may make them. */
    readonly mayChange: readonly string[];
    /** A change that was found later than this many days after it was made is counted, and nobody is asked about it. */
    readonly askWithinDays: number;
  };
  readonly ownFields: {
    /** The hold, ticked without a request. */
    readonly hold: OwnFieldRule;
    /** Every other property of Handrail's, written without a request. */
    readonly others: OwnFieldRule;
  };
  /** The id of the role that is told when Handrail stops putting something back. */
  readonly raiseTo: string;
}

/** What holds without a `watch.yml`. */
export const STANDARD_WATCH: WatchSettings = {
  putBack: { atMost: 2, withinHours: 24 },
  otherSystems: 'raise',
  overrides: {
    objectTypes: ['deal', 'contact', 'company', 'ticket'],
    fields: ['owner', 'stage'],
    mayChange: ['revops'],
    askWithinDays: 7,
  },
  ownFields: { hold: 'put_back', others: 'put_back' },
  raiseTo: 'revops',
};
