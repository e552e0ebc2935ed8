import type { InstallProblemCode } from '@handrail/contracts/admin-codes';
import type { ScopeNeed } from '../../adapters/hubspot/scopes.ts';
import type { InstallPage } from './install-pages.ts';
import type { InstallCookie } from './install-state.ts';

/** What became of a code. */
export type InstallOutcome =
  | {
      readonly ok: true;
      readonly tenantId: string /** What the administrator reads. */;
      page(): Promise<InstallPage>;
    }
  | InstallRefusal;

/** Why nothing was connected. */
export interface InstallRefusal {
  readonly ok: false;
  readonly code: InstallProblemCode;
  /** For logs. */
  readonly internal: string;
  readonly missing?: readonly ScopeNeed[];
}

/** What a vendor sent back, checked against the browser it was given to. */
export interface GivenCode {
  readonly code: string;
  readonly redirectUri: string;
  readonly verifier: string;
  readonly forTenant?: string | undefined;
}

/** How accounts of one vendor are connected. */
export interface InstallWay {
  readonly vendor: 'HubSpot' | 'Salesforce';
  /** The callback must be a redirect address of the app. */
  readonly paths: { readonly welcome: string; readonly start: string; readonly callback: string };
  readonly cookie: InstallCookie;
  readonly problems: Readonly<Record<InstallProblemCode, { readonly title: string; readonly what: string }>>;
  welcome(startPath: string): InstallPage;
  /**
   * The tenant that a ticket allows to add an account to.
   *
   * @returns null for a ticket that is none of ours, or too old
   */
  tenantOfTicket(ticket: string): string | null;
  authorizeAddress(asked: {
    readonly redirectUri: string;
    readonly state: string;
    readonly challenge: string;
  }): string;
  finish(given: GivenCode): Promise<InstallOutcome>;
}
