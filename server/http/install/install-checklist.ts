import type { PropertyGap } from '../../adapters/hubspot/properties.ts';
import { missingScopes, scopesOfNeed } from '../../adapters/hubspot/scopes.ts';

/** One line of what an account needs. */
export interface ChecklistItem {
  readonly state: 'done' | 'todo';
  readonly what: string;
  readonly next?: {
    readonly words: string;
    readonly command?: string;
    readonly link?: { readonly href: string; readonly words: string };
  };
}

/** What is known of an account that was connected a moment ago. */
export interface AccountFacts {
  readonly portalId: string;
  readonly scopes: readonly string[];
  /** Properties that are missing or not as they must be; null when they could not be read. */
  readonly gaps: readonly Pick<PropertyGap, 'problem'>[] | null;
  readonly policyVersion: number;
}

/** What was granted, what is missing, and the next step for each. */
export function installChecklist({
  portalId,
  scopes,
  gaps,
  policyVersion,
}: AccountFacts): readonly ChecklistItem[] {
  const optional = missingScopes(scopes, 'optional');
  return [
    { state: 'done', what: `Connected: Handrail holds its own access to account ${portalId}, encrypted.` },
    {
      state: 'done',
      what: `Granted: all ${scopesOfNeed('required').length} permissions Handrail cannot work without.`,
    },
    ...optional.map(
      ({ scope, why }): ChecklistItem => ({
        state: 'todo',
        what: `Not granted: ${scope}.`,
        next: { words: `Handrail works without it, but cannot do this: ${why}` },
      }),
    ),
    { state: 'done', what: `Policy: version ${policyVersion} is in force for this account.` },
    propertiesItem(portalId, gaps),
    {
      state: 'todo',
      what: 'Place the card on the record views of deals, contacts, companies and tickets. HubSpot lets only a person do that.',
      next: {
        words:
          'In HubSpot: Settings, Objects, the record type, Record customization, then add the Handrail card.',
      },
    },
    {
      state: 'todo',
      what: 'Let the routing workflows leave held records alone.',
      next: {
        words:
          'In each of them set a suppression on "Handoff routing hold is true" and a re-enrolment trigger on "Handoff resubmitted at".',
      },
    },
  ];
}

function propertiesItem(portalId: string, gaps: AccountFacts['gaps']): ChecklistItem {
  const command = `handrail install --portal ${portalId}`;
  if (gaps === null) {
    return {
      state: 'todo',
      what: 'The properties could not be read: HubSpot did not answer.',
      next: { words: 'Look again in a few minutes with', command: `handrail doctor --portal ${portalId}` },
    };
  }
  if (gaps.length === 0) return { state: 'done', what: 'Installed: the Handoff exception properties.' };
  if (gaps.some(({ problem }) => problem === 'wrong_type')) {
    return {
      state: 'todo',
      what: 'A property of the account has a name of ours and another type.',
      next: {
        words: 'Handrail leaves it alone. What to do says',
        command: `handrail doctor --portal ${portalId}`,
      },
    };
  }
  return {
    state: 'todo',
    what: 'The Handoff exception properties are not there yet, or not complete.',
    next: { words: 'Create them with', command },
  };
}
